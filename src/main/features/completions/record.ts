/** Records completion events and queues their certificates, in the caller's transaction: the one way in. */
import type { CompletionEvent } from '../../../shared/completion-event.ts';
import type { RecordOutcome } from '../../../shared/contract/completions.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/db/database.ts';
import type { JobQueue } from '../../kernel/queue/queue.ts';
import { type Expectation, expectCertificates } from '../certificates/api.ts';
import { contradictsCourse, judge, keyOf, needsCertificate, type Verdict } from './rules.ts';
import {
  completionsByKey,
  coursesByCode,
  insertCourses,
  type NewCourse,
  noteEvents,
  recordedEvents,
  type StoredCompletion,
  type StoredCourse,
  writeCompletions,
} from './store.ts';

export interface Recorded {
  readonly outcome: RecordOutcome;
  readonly completionId: number | null;
  readonly version: number | null;
  readonly reason: string | null;
}
export interface Arrival {
  readonly event: CompletionEvent;
  /** The row of the file it came from. */
  readonly row: number | null;
}
export interface RecordDeps {
  readonly queue: JobQueue;
  readonly clock: Clock;
}

interface Touched {
  readonly arrival: Arrival;
  readonly verdict: Verdict;
  readonly version: number;
  readonly certificate: boolean;
}

/**
 * Judges the events in their order, each against what the ones before it left behind, and writes the
 * result. Throws before anything is written where an event names a course that nobody knows.
 */
export async function recordEvents(
  tx: Tx,
  { queue, clock }: RecordDeps,
  arrivals: readonly Arrival[],
  source: { readonly file: string | null } & Expectation,
): Promise<{ outcomes: Recorded[]; taskId: number | null }> {
  const now = clock.now();
  const events = arrivals.map(({ event }) => event);
  const courses = await knownCourses(tx, events, now);
  const known: Map<string, StoredCompletion | undefined> = await completionsByKey(tx, [
    ...new Set(events.map(keyOf)),
  ]);
  const eventIds = events.flatMap(({ eventId }) => (eventId === undefined ? [] : [eventId]));
  const seen = await recordedEvents(tx, eventIds);
  const seenHere = new Set<string>();
  const touched = new Map<string, Touched>();
  const verdicts = arrivals.map((arrival): Verdict | 'replay' => {
    const { event } = arrival;
    const key = keyOf(event);
    if (event.eventId !== undefined) {
      if (seen.has(event.eventId) || seenHere.has(event.eventId)) return 'replay';
      seenHere.add(event.eventId);
    }
    const before = touched.get(key);
    const stored = known.get(key);
    const latest = before ? { ...before.verdict, sameFile: false } : stored;
    const course = courses.get(event.course.code);
    const contradiction = course ? contradictsCourse(course, event) : null;
    const verdict = judge(latest, event);
    if (contradiction !== null)
      return { ...verdict, outcome: 'conflicting', reason: contradiction, changes: [] };
    const written = verdict.outcome === 'new' || verdict.outcome === 'changed';
    if (written || verdict.outcome === 'unchanged') {
      const version = (before?.version ?? stored?.version ?? 0) + (written ? 1 : 0);
      const certificate = (before?.certificate ?? false) || needsCertificate(verdict);
      touched.set(key, { arrival, verdict, version, certificate });
    }
    return verdict;
  });

  const writing = [...touched.values()].filter(
    ({ version, verdict, arrival }) =>
      version !== known.get(keyOf(arrival.event))?.version ||
      verdict.occurredAt !== known.get(keyOf(arrival.event))?.occurredAt,
  );
  const ids = await writeCompletions(
    tx,
    writing.map(({ arrival: { event, row }, verdict, version }) => ({
      candidateId: event.candidate.id,
      courseId: courseId(courses, event),
      attempt: event.attempt,
      facts: verdict.facts,
      occurredAt: verdict.occurredAt,
      version,
      sourceRow: row,
    })),
    source.file,
    now,
  );
  const idOf = new Map<string, number>();
  for (const [key, stored] of known) if (stored) idOf.set(key, stored.id);
  for (const [index, { arrival }] of writing.entries()) {
    const id = ids[index];
    if (id !== undefined) idOf.set(keyOf(arrival.event), id);
  }
  await noteEvents(
    tx,
    events.flatMap((event, index) => {
      const completionId = idOf.get(keyOf(event));
      const verdict = verdicts[index];
      // A refused event may be sent again once what it contradicts has been put right.
      const refused = typeof verdict === 'object' && verdict.outcome === 'conflicting';
      return event.eventId === undefined || completionId === undefined || refused
        ? []
        : [{ eventId: event.eventId, completionId }];
    }),
    now,
  );
  const expected = writing.flatMap(({ arrival, version, certificate }) => {
    const completionId = idOf.get(keyOf(arrival.event));
    return certificate && completionId !== undefined ? [{ completionId, version }] : [];
  });
  const taskId = await expectCertificates(tx, { queue, clock }, expected, source);
  return {
    outcomes: verdicts.map((verdict, index) => {
      const event = events[index];
      const key = event ? keyOf(event) : '';
      const version = touched.get(key)?.version ?? known.get(key)?.version ?? null;
      const completionId = idOf.get(key) ?? null;
      if (verdict === 'replay')
        return { outcome: 'unchanged', completionId, version, reason: 'This event is known.' };
      return { outcome: verdict.outcome, completionId, version, reason: verdict.reason };
    }),
    taskId,
  };
}

/** The courses of these events, with the ones that the events themselves introduce. */
async function knownCourses(
  tx: Tx,
  events: readonly CompletionEvent[],
  now: number,
): Promise<Map<string, StoredCourse>> {
  const codes = events.map(({ course }) => course.code);
  const stored = await coursesByCode(tx, codes);
  const fresh = new Map<string, NewCourse>();
  for (const [index, { course }] of events.entries())
    if (!stored.has(course.code) && !fresh.has(course.code))
      fresh.set(course.code, introduced(course, index));
  if (fresh.size === 0) return stored;
  await insertCourses(tx, [...fresh.values()], now);
  return coursesByCode(tx, codes);
}

function introduced(course: CompletionEvent['course'], index: number): NewCourse {
  const { code, title, passMark, validityMonths } = course;
  if (title === undefined || passMark === undefined)
    throw new AppError('invalid_input', unknownCourse(code), {
      details: { issues: [{ index, field: 'course.code', message: unknownCourse(code) }] },
    });
  return { code, title, passMark, validityMonths: validityMonths ?? null };
}

export const unknownCourse = (code: string): string =>
  `Course ${code} is not known. Add it under Courses, or give its title and pass mark with the results.`;

function courseId(courses: ReadonlyMap<string, StoredCourse>, event: CompletionEvent): number {
  const course = courses.get(event.course.code);
  if (!course) throw new Error(`Course ${event.course.code} was not made`);
  return course.id;
}
