/** Rows for tests of what a cell means. */
import type { RawRow } from '../../../src/main/features/completions/reading/formats.ts';
import { parseRow } from '../../../src/main/features/completions/reading/parse-row.ts';
import {
  type ColumnMapping,
  type ImportField,
  importFields,
  type ReadingOptions,
} from '../../../src/shared/completion-event.ts';

export const everyField = Object.fromEntries(
  importFields.map((field) => [field, field]),
) as ColumnMapping;
export const needed = { candidateId: 'C-1', candidateName: 'Zoë Ångström', courseCode: 'BIO' };
export const utc: ReadingOptions = { zone: 'UTC' };

export function aRow(cells: Partial<Record<ImportField, string>>): RawRow {
  const all = { ...needed, ...cells };
  return { row: 7, line: 7, cells: all, raw: Object.values(all) };
}

export const parse = (cells: Partial<Record<ImportField, string>>, options = utc) =>
  parseRow(aRow(cells), everyField, options);

/** What one cell becomes, or the message that refuses it. */
export function read(field: ImportField, cell: string, options = utc): unknown {
  const parsed = parse({ [field]: cell }, options);
  if (!parsed.ok)
    return parsed.problems.map(({ message, remedy }) => `${message} ${remedy}`).join();
  const { candidate, course, ...event } = parsed.event;
  const flat: Record<string, unknown> = {
    ...event,
    candidateId: candidate.id,
    candidateName: candidate.name,
    email: candidate.email,
    courseCode: course.code,
    courseTitle: course.title,
    passMark: course.passMark,
    validityMonths: course.validityMonths,
  };
  return flat[field];
}
