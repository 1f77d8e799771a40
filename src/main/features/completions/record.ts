/** Records completion events and queues their certificates, in the caller's transaction: the one way in. */
import type { CompletionEvent } from '../../../shared/completion-event.ts';
import type { RecordOutcome } from '../../../shared/contract/completions.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/db/database.ts';
import type { JobQueue } from '../../kernel/queue/queue.ts';
import {
  type Expectation,
  type ExpectedCertificate,
  expectCertificates,
} from '../certificates/api.ts';
import { type Arrival, judgeBatch } from './judge-batch.ts';
import { keyOf } from './rules.ts';
import {
  completionsByKey,
  coursesByCode,
  insertCourses,
  type NewCourse,
  noteEvents,
  recordedEvents,
  type StoredCourse,
  writeCompletions,
} from './store.ts';

export interface Recorded {
  readonly outcome: RecordOutcome;
  readonly completionId: number | null;
  readonly version: number | null;
  readonly reason: string | null;
}
export interface RecordDeps {
  readonly queue: JobQueue;
  readonly clock: Clock;
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
  const known = await completionsByKey(tx, [...new Set(events.map(keyOf))]);
  const eventIds = events.flatMap(({ eventId }) => (eventId === undefined ? [] : [eventId]));
  const seen = new Set((await recordedEvents(tx, eventIds)).keys());
  const { verdicts, moved } = judgeBatch(arrivals, known, courses, seen);

  const ids = await writeCompletions(
    tx,
    moved.map(({ arrival: { event, row }, verdict, version }) => ({
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
  const stored = new Map<string, ExpectedCertificate>();
  for (const [key, { id, version }] of known) stored.set(key, { completionId: id, version });
  for (const [index, { arrival, version }] of moved.entries()) {
    const completionId = ids[index];
    if (completionId !== undefined) stored.set(keyOf(arrival.event), { completionId, version });
  }
  const outcomes = verdicts.map((verdict, index): Recorded => {
    const event = events[index];
    const at = event && stored.get(keyOf(event));
    const where = { completionId: at?.completionId ?? null, version: at?.version ?? null };
    if (verdict === 'replay')
      return { outcome: 'unchanged', ...where, reason: 'This event is known.' };
    return { outcome: verdict.outcome, ...where, reason: verdict.reason };
  });
  await noteEvents(
    tx,
    events.flatMap(({ eventId }, index) => {
      const { outcome, completionId = null } = outcomes[index] ?? {};
      // A refused event may be sent again once what it contradicts has been put right.
      return eventId === undefined || completionId === null || outcome === 'conflicting'
        ? []
        : [{ eventId, completionId }];
    }),
    now,
  );
  const expected = moved.flatMap(({ arrival, certificate }) => {
    const at = stored.get(keyOf(arrival.event));
    return certificate && at ? [at] : [];
  });
  return { outcomes, taskId: await expectCertificates(tx, { queue, clock }, expected, source) };
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
