/** One row of a results file to a completion event, or to everything that is wrong with it. */
import {
  type ColumnMapping,
  type CompletionEvent,
  type CompletionEventInput,
  completionEvent,
  type ImportField,
  importFields,
  type ReadingOptions,
  type RowProblem,
  requiredImportFields,
} from '../../../../shared/completion-event.ts';
import { type RawRow, shown } from './formats.ts';
import { columnsOf } from './mapping.ts';
import { readInstant } from './read-date.ts';
import { type Read, readDecimal, readEmail, readText, readWhole, readYesNo } from './read-value.ts';

export type ParsedRow =
  | { readonly ok: true; readonly event: CompletionEvent }
  | { readonly ok: false; readonly problems: readonly RowProblem[] };

type Value = string | number | boolean | null;

type Reader = (cell: string, options: ReadingOptions) => Read<Value>;

/** What an empty cell means; undefined: as if the column were not there. */
type Empty = null | false | undefined;

const text: Reader = readText;
const whole =
  (most: number): Reader =>
  (cell) =>
    readWhole(cell, 1, most);

const readers: Record<ImportField, { readonly read: Reader; readonly empty: Empty }> = {
  candidateId: { read: text, empty: undefined },
  candidateName: { read: text, empty: undefined },
  email: { read: readEmail, empty: undefined },
  courseCode: { read: text, empty: undefined },
  courseTitle: { read: text, empty: undefined },
  passMark: { read: readDecimal, empty: undefined },
  validityMonths: { read: whole(1_200), empty: undefined },
  attempt: { read: whole(1_000), empty: undefined },
  sitting: { read: text, empty: undefined },
  mark: { read: readDecimal, empty: null },
  enrolledAt: { read: readInstant, empty: null },
  startedAt: { read: readInstant, empty: null },
  completedAt: { read: readInstant, empty: null },
  // A blank cell says nothing: only a plain "no" lifts a hold that an officer may have set by hand.
  hold: { read: readYesNo, empty: undefined },
  holdReason: { read: text, empty: undefined },
  eventId: { read: text, empty: undefined },
  occurredAt: { read: readInstant, empty: undefined },
};

/** Throws an AppError `invalid_input` only if `options.zone` is no time zone. */
export function parseRow(raw: RawRow, mapping: ColumnMapping, options: ReadingOptions): ParsedRow {
  if (raw.problem !== undefined) return { ok: false, problems: [raw.problem] };
  const values: Partial<Record<ImportField, Value>> = {};
  const problems: RowProblem[] = [];
  for (const field of importFields) {
    const cell = cellOf(raw, mapping[field]);
    if (cell === undefined) continue;
    const { read, empty } = readers[field];
    if (cell.trim() === '') {
      if (empty !== undefined) values[field] = empty;
      continue;
    }
    const result = read(cell, options);
    if (!('value' in result)) problems.push(problem(field, mapping, raw, result));
    else if (result.value !== null || empty === null) values[field] = result.value;
  }
  const wrong = new Set<string>(problems.map(({ field }) => field));
  for (const field of requiredImportFields) {
    if (values[field] === undefined && !wrong.has(field))
      problems.push(missing(field, mapping, raw));
  }
  const checked = completionEvent.safeParse(eventOf(values));
  if (checked.success && problems.length === 0) return { ok: true, event: checked.data };
  for (const issue of checked.error?.issues ?? []) {
    const field = fieldAt(issue.path);
    if (wrong.has(field) || isMissing(field, values)) continue;
    wrong.add(field);
    problems.push(
      problem(field, mapping, raw, { message: issue.message, remedy: 'Correct the cell.' }),
    );
  }
  return { ok: false, problems };
}

/** One sentence or two for a list of rows and for the file of rejected rows. */
export function describeProblem({ field, column, value, message, remedy }: RowProblem): string {
  if (field === 'row') return `${message} ${remedy}`;
  const where = column ?? field;
  return value === undefined
    ? `${where}: ${message} ${remedy}`
    : `${where} "${value}": ${message} ${remedy}`;
}

/** Undefined where the field has no column, or the JSON line no such key. */
function cellOf({ cells }: RawRow, entry: string | undefined): string | undefined {
  if (entry === undefined) return undefined;
  const columns = columnsOf(entry, (heading) => Object.hasOwn(cells, heading));
  return columns?.map((column) => cells[column]).join(' ');
}

function eventOf(values: Partial<Record<ImportField, Value>>): CompletionEventInput {
  const { candidateId, candidateName, email, courseCode, courseTitle, passMark, validityMonths } =
    values;
  const { attempt, sitting, mark, enrolledAt, startedAt, completedAt, hold, holdReason } = values;
  const { eventId, occurredAt } = values;
  return defined({
    eventId,
    occurredAt,
    candidate: defined({ id: candidateId, name: candidateName, email }),
    course: defined({ code: courseCode, title: courseTitle, passMark, validityMonths }),
    attempt,
    sitting,
    mark,
    enrolledAt,
    startedAt,
    completedAt,
    hold,
    holdReason,
  }) as unknown as CompletionEventInput;
}

/** Without the keys whose value is undefined: a strict schema tells absent from undefined. */
function defined(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

const nestedFields: Record<string, ImportField> = {
  'candidate.id': 'candidateId',
  'candidate.name': 'candidateName',
  'candidate.email': 'email',
  'course.code': 'courseCode',
  'course.title': 'courseTitle',
  'course.passMark': 'passMark',
  'course.validityMonths': 'validityMonths',
};

function fieldAt(path: readonly PropertyKey[]): ImportField | 'row' {
  const key = path.map(String).join('.');
  const nested = nestedFields[key];
  if (nested !== undefined) return nested;
  return importFields.find((field) => field === key) ?? 'row';
}

const isMissing = (field: ImportField | 'row', values: Partial<Record<ImportField, Value>>) =>
  field !== 'row' &&
  values[field] === undefined &&
  (requiredImportFields as readonly string[]).includes(field);

function missing(field: ImportField, mapping: ColumnMapping, raw: RawRow): RowProblem {
  const column = mapping[field];
  const inFile = cellOf(raw, column) !== undefined;
  return {
    field,
    ...(column === undefined ? {} : { column }),
    message: inFile ? 'The cell is empty.' : 'The row has no such cell.',
    remedy: 'Fill it in: every row needs it.',
  };
}

function problem(
  field: ImportField | 'row',
  mapping: ColumnMapping,
  raw: RawRow,
  what: { readonly message: string; readonly remedy: string },
): RowProblem {
  const column = field === 'row' ? undefined : mapping[field];
  const value = cellOf(raw, column);
  return {
    field,
    ...(column === undefined ? {} : { column }),
    ...(value === undefined ? {} : { value: shown(value) }),
    ...what,
  };
}
