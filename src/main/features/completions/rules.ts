/** What an event means against what is stored. Pure: the same rule classes a row of an import and records an event. */
import type { CompletionEvent } from '../../../shared/completion-event.ts';
import type { RecordOutcome } from '../../../shared/contract/completions.ts';
import { compareDecimals } from '../../kernel/decimal.ts';

/** The facts of one completion as stored. */
export interface Facts {
  readonly name: string;
  readonly email: string | null;
  readonly sitting: string | null;
  readonly mark: string | null;
  readonly enrolledAt: number | null;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  readonly hold: boolean;
  readonly holdReason: string | null;
}
export interface Known {
  readonly facts: Facts;
  /** When the newest event behind these facts happened at its source; null where none said. */
  readonly occurredAt: number | null;
  /** True for facts that an earlier row of the same file brought. */
  readonly sameFile: boolean;
}
export interface KnownCourse {
  readonly title: string;
  readonly passMark: string;
  /** Null: a certificate never expires. */
  readonly validityMonths: number | null;
}
export type FactName = keyof Facts;

export interface Verdict {
  readonly outcome: RecordOutcome;
  /** The facts after the event; those before it where it changes nothing. */
  readonly facts: Facts;
  readonly occurredAt: number | null;
  readonly changes: readonly FactName[];
  /** What is wrong and what to do, for an event that is not written. */
  readonly reason: string | null;
}

const factNames = [
  'name',
  'email',
  'sitting',
  'mark',
  'enrolledAt',
  'startedAt',
  'completedAt',
  'hold',
  'holdReason',
] as const satisfies readonly FactName[];

/** The facts that decide about a certificate or are printed on it: a change of any of them means a new one. */
const certified: ReadonlySet<FactName> = new Set([
  'name',
  'sitting',
  'mark',
  'enrolledAt',
  'completedAt',
  'hold',
]);

export const needsCertificate = ({ outcome, changes }: Verdict): boolean =>
  outcome === 'new' || changes.some((fact) => certified.has(fact));

export function judge(known: Known | undefined, event: CompletionEvent): Verdict {
  const occurredAt = event.occurredAt ?? null;
  const facts = merge(known?.facts, event);
  if (!known) return { outcome: 'new', facts, occurredAt, changes: [], reason: null };
  const latest = later(known.occurredAt, occurredAt);
  const changes = factNames.filter((fact) => !same(fact, known.facts[fact], facts[fact]));
  const not = (outcome: RecordOutcome, reason: string): Verdict => ({
    outcome,
    facts: known.facts,
    occurredAt: known.occurredAt,
    changes: [],
    reason,
  });
  if (changes.length === 0)
    return { outcome: 'unchanged', facts: known.facts, occurredAt: latest, changes, reason: null };
  if (occurredAt !== null && known.occurredAt !== null && occurredAt < known.occurredAt)
    return not(
      'out_of_date',
      'Out of date: newer facts are already stored. Nothing to do, unless the stored ones are wrong.',
    );
  if (occurredAt !== null && occurredAt === known.occurredAt)
    return not(
      'conflicting',
      `Says something else about ${list(changes)} than what is stored, at the same instant. Correct one of the two, or give the right one a later date of change.`,
    );
  if (known.sameFile && occurredAt === null && known.occurredAt === null)
    return not(
      'conflicting',
      `Another row of this file says something else about ${list(changes)}, and neither says which is newer. Keep only the right row, or add a column with the date of change.`,
    );
  return { outcome: 'changed', facts, occurredAt: latest, changes, reason: null };
}

/** Where the event contradicts the course as the office keeps it. */
export function contradictsCourse(course: KnownCourse, event: CompletionEvent): string | null {
  const { code, title, passMark, validityMonths } = event.course;
  const remedy = 'Change the course under Courses, or correct the file.';
  if (title !== undefined && title !== course.title)
    return `Course ${code} is called "${course.title}" here, "${title}" in the file. ${remedy}`;
  if (passMark !== undefined && compareDecimals(passMark, course.passMark) !== 0)
    return `Course ${code} has the pass mark ${course.passMark} here, ${passMark} in the file. ${remedy}`;
  if (validityMonths !== undefined && validityMonths !== course.validityMonths)
    return `Certificates of course ${code} are valid for ${monthsOf(course.validityMonths)} here, ${monthsOf(validityMonths)} in the file. ${remedy}`;
  return null;
}

const monthsOf = (months: number | null): string =>
  months === null ? 'an unlimited time' : `${months} months`;

/** One key per candidate, course and attempt; NUL separates because no field can hold it. */
export const keyOf = ({ candidate, course, attempt }: CompletionEvent): string =>
  `${candidate.id}\u0000${course.code}\u0000${attempt}`;

function merge(before: Facts | undefined, event: CompletionEvent): Facts {
  const { candidate } = event;
  const hold = event.hold ?? before?.hold ?? false;
  return {
    name: candidate.name,
    email: candidate.email ?? before?.email ?? null,
    sitting: event.sitting ?? before?.sitting ?? null,
    mark: event.mark === undefined ? (before?.mark ?? null) : event.mark,
    enrolledAt: event.enrolledAt === undefined ? (before?.enrolledAt ?? null) : event.enrolledAt,
    startedAt: event.startedAt === undefined ? (before?.startedAt ?? null) : event.startedAt,
    completedAt:
      event.completedAt === undefined ? (before?.completedAt ?? null) : event.completedAt,
    hold,
    holdReason: hold ? (event.holdReason ?? before?.holdReason ?? null) : null,
  };
}

/** Marks are equal as numbers: a system that writes 62.0 today and 62 tomorrow has not regraded anybody. */
function same(fact: FactName, before: Facts[FactName], after: Facts[FactName]): boolean {
  if (fact === 'mark' && typeof before === 'string' && typeof after === 'string')
    return compareDecimals(before, after) === 0;
  return before === after;
}

const later = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b);

const words: Record<FactName, string> = {
  name: 'the name',
  email: 'the e-mail address',
  sitting: 'the sitting',
  mark: 'the mark',
  enrolledAt: 'the enrolment',
  startedAt: 'the start',
  completedAt: 'the completion',
  hold: 'the hold',
  holdReason: 'the reason of the hold',
};
const list = (facts: readonly FactName[]): string => facts.map((fact) => words[fact]).join(', ');
