/** Column mappings: which columns feed a field, and whether a mapping fits a file. */
import {
  type ColumnMapping,
  type ImportField,
  importFields,
  requiredImportFields,
} from '../../../../shared/completion-event.ts';
import { AppError } from '../../../../shared/errors.ts';
import { shown } from './formats.ts';

/** What the file of rejected rows adds; an import of such a file leaves them alone. */
export const ownColumns = ['examdesk_row', 'examdesk_reason'] as const;

export const isOwnColumn = (heading: string) =>
  (ownColumns as readonly string[]).includes(heading.trim());

/** Joins the headings of a field that is spread over several columns: `First name + Last name`. */
export const columnJoint = ' + ';

/**
 * The columns that a mapping entry names. A heading that is there as a whole is that column, even if it
 * contains ` + ` itself; else each part must be a heading. Null where one is not among the headings.
 */
export function columnsOf(
  entry: string,
  isHeading: (heading: string) => boolean,
): readonly string[] | null {
  if (isHeading(entry)) return [entry];
  const parts = entry.split(columnJoint);
  return parts.length > 1 && parts.every((part) => isHeading(part)) ? parts : null;
}

/** Throws `invalid_input` naming the field, the column and the headings that the file has instead. */
export function checkMapping(
  header: readonly string[],
  mapping: ColumnMapping,
  name: string,
): void {
  const headings = new Set(header);
  const refuse = (field: ImportField, what: string) =>
    new AppError(
      'invalid_input',
      `${name}: ${what} Its columns are: ${shown(header.join(', '), 400)}.`,
      { details: { file: name, field, header } },
    );
  for (const field of importFields) {
    const entry = mapping[field];
    if (entry === undefined) continue;
    const columns = columnsOf(entry, (heading) => headings.has(heading));
    if (columns === null)
      throw refuse(
        field,
        `There is no column "${shown(entry)}", which the mapping names for ${field}. Choose another column.`,
      );
    if (columns.length > 1 && field !== 'candidateName')
      throw refuse(field, `Only candidateName may be joined from several columns, not ${field}.`);
  }
  for (const field of requiredImportFields) {
    if (mapping[field] === undefined)
      throw refuse(
        field,
        `No column is mapped to ${field}, which every row needs. Choose its column.`,
      );
  }
}

/** The same for files with the same headings in any order: what a remembered mapping is found by. */
export function headerKey(header: readonly string[]): string {
  return JSON.stringify(header.filter((heading) => !isOwnColumn(heading)).toSorted());
}
