/** Classes the rows of a batch against the store and against the rows before them in the same file. */
import type {
  ColumnMapping,
  CompletionEvent,
  ReadingOptions,
} from '../../../shared/completion-event.ts';
import type { ImportRow, RowClass } from '../../../shared/contract/imports.ts';
import type { Reader } from '../../kernel/db/sql.ts';
import { type StagedRow, stagedByKey, stagedCourses } from './import-store.ts';
import type { RawRow } from './reading/formats.ts';
import { describeProblem, parseRow } from './reading/parse-row.ts';
import { unknownCourse } from './record.ts';
import {
  contradictsCourse,
  type Facts,
  judge,
  type Known,
  type KnownCourse,
  keyOf,
  type Verdict,
} from './rules.ts';
import { completionsByKey, coursesByCode, type NewCourse, recordedEvents } from './store.ts';

export interface Classified {
  readonly staged: StagedRow[];
  readonly courses: NewCourse[];
  readonly rejected: { readonly raw: RawRow; readonly reasons: readonly string[] }[];
}

type Parsed = { readonly raw: RawRow } & ReturnType<typeof parseRow>;

export async function classifyRows(
  db: Reader,
  importId: number,
  rows: readonly RawRow[],
  mapping: ColumnMapping,
  reading: ReadingOptions,
): Promise<Classified> {
  const parsed: Parsed[] = rows.map((raw) => ({ raw, ...parseRow(raw, mapping, reading) }));
  const events = parsed.flatMap((row) => (row.ok ? [row.event] : []));
  const context = await contextOf(db, importId, events);
  const result: Classified = { staged: [], courses: [], rejected: [] };
  for (const row of parsed) {
    const staged = row.ok
      ? judged(row.raw, row.event, context, result.courses)
      : unreadable(row, mapping);
    result.staged.push(staged);
    if (staged.class === 'invalid' || staged.class === 'conflicting')
      result.rejected.push({ raw: row.raw, reasons: staged.shown.problems });
  }
  return result;
}

interface Context {
  readonly known: Map<string, Known>;
  readonly courses: Map<string, KnownCourse>;
  readonly eventIds: Set<string>;
}

async function contextOf(
  db: Reader,
  importId: number,
  events: readonly CompletionEvent[],
): Promise<Context> {
  const keys = [...new Set(events.map(keyOf))];
  const known = new Map<string, Known>(await completionsByKey(db, keys));
  for (const [key, value] of await stagedByKey(db, importId, keys)) known.set(key, value);
  const courses = new Map<string, KnownCourse>();
  for (const { code, ...course } of await stagedCourses(db, importId)) courses.set(code, course);
  const codes = events.map(({ course }) => course.code);
  for (const [code, course] of await coursesByCode(db, codes)) courses.set(code, course);
  const ids = events.flatMap(({ eventId }) => (eventId === undefined ? [] : [eventId]));
  const eventIds = new Set((await recordedEvents(db, ids)).keys());
  return { known, courses, eventIds };
}

function judged(
  { row }: RawRow,
  event: CompletionEvent,
  { known, courses, eventIds }: Context,
  introduced: NewCourse[],
): StagedRow {
  const { code, title, passMark, validityMonths } = event.course;
  const key = keyOf(event);
  const refused = (cause: RowClass, problem: string): StagedRow => ({
    row,
    class: cause,
    key: null,
    event: null,
    after: null,
    shown: shownOf(event, [], [problem]),
  });
  let course = courses.get(code);
  if (!course) {
    if (title === undefined || passMark === undefined)
      return refused('invalid', unknownCourse(code));
    course = { title, passMark, validityMonths: validityMonths ?? null };
    courses.set(code, course);
    introduced.push({ code, title, passMark, validityMonths: validityMonths ?? null });
  }
  const contradiction = contradictsCourse(course, event);
  if (contradiction !== null) return refused('conflicting', contradiction);
  const before = known.get(key);
  const replay = event.eventId !== undefined && eventIds.has(event.eventId);
  const verdict = judge(before, event);
  if (!replay && verdict.reason !== null) return refused('conflicting', verdict.reason);
  const { facts, occurredAt } = verdict;
  if (event.eventId !== undefined) eventIds.add(event.eventId);
  if (!replay) known.set(key, { facts, occurredAt, sameFile: true });
  return {
    row,
    class: replay ? 'unchanged' : classOf(verdict),
    key: replay ? null : key,
    event: replay ? null : event,
    after: replay ? null : { facts, occurredAt },
    shown: shownOf(event, replay || !before ? [] : changesOf(verdict, before.facts), []),
  };
}

const classOf = ({ outcome }: Verdict): RowClass =>
  outcome === 'new' ? 'new' : outcome === 'changed' ? 'changed' : 'unchanged';

const changesOf = ({ changes, facts }: Verdict, before: Facts): ImportRow['changes'] =>
  changes.map((field) => ({ field, from: asText(before[field]), to: asText(facts[field]) }));

/** Instants stay numbers in the store; the review shows them as ISO 8601 in UTC. */
function asText(value: Facts[keyof Facts]): string | null {
  if (value === null) return null;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? new Date(value).toISOString() : value;
}

const shownOf = (
  event: CompletionEvent,
  changes: ImportRow['changes'],
  problems: string[],
): StagedRow['shown'] => ({
  candidateId: event.candidate.id,
  candidateName: event.candidate.name,
  courseCode: event.course.code,
  mark: event.mark ?? null,
  changes,
  problems,
});

function unreadable(row: Parsed & { ok: false }, mapping: ColumnMapping): StagedRow {
  const { raw, problems } = row;
  const cell = (field: keyof ColumnMapping): string | null => {
    const column = mapping[field];
    return (column === undefined ? undefined : raw.cells[column])?.slice(0, 200) ?? null;
  };
  return {
    row: raw.row,
    class: 'invalid',
    key: null,
    event: null,
    after: null,
    shown: {
      candidateId: cell('candidateId'),
      candidateName: cell('candidateName'),
      courseCode: cell('courseCode'),
      mark: cell('mark'),
      changes: [],
      problems: problems.map(describeProblem),
    },
  };
}
