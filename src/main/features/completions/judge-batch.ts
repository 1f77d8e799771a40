/** Judges a batch of events in their order, each against what the ones before it leave behind. Pure. */
import type { CompletionEvent } from '../../../shared/completion-event.ts';
import { contradictsCourse, judge, keyOf, needsCertificate, type Verdict } from './rules.ts';
import type { StoredCompletion, StoredCourse } from './store.ts';

export interface Arrival {
  readonly event: CompletionEvent;
  /** The row of the file it came from. */
  readonly row: number | null;
}
/** What a batch comes to for one completion. */
export interface Moved {
  /** The last event of the batch that was taken. */
  readonly arrival: Arrival;
  readonly verdict: Verdict;
  readonly version: number;
  /** True where any event of the batch changed what a certificate says or rests on. */
  readonly certificate: boolean;
}

/**
 * @param seen ids of events that were recorded before; grows by those of this batch
 * @returns a verdict per arrival, and the completions that have to be written
 */
export function judgeBatch(
  arrivals: readonly Arrival[],
  known: ReadonlyMap<string, StoredCompletion>,
  courses: ReadonlyMap<string, StoredCourse>,
  seen: Set<string>,
): { verdicts: (Verdict | 'replay')[]; moved: Moved[] } {
  const latest = new Map<string, Moved>();
  const verdicts = arrivals.map((arrival): Verdict | 'replay' => {
    const { event } = arrival;
    if (event.eventId !== undefined) {
      if (seen.has(event.eventId)) return 'replay';
      seen.add(event.eventId);
    }
    const key = keyOf(event);
    const before = latest.get(key);
    const stored = known.get(key);
    const verdict = judge(before ? { ...before.verdict, sameFile: false } : stored, event);
    const course = courses.get(event.course.code);
    const contradiction = course ? contradictsCourse(course, event) : null;
    if (contradiction !== null)
      return { ...verdict, outcome: 'conflicting', reason: contradiction, changes: [] };
    const written = verdict.outcome === 'new' || verdict.outcome === 'changed';
    if (written || verdict.outcome === 'unchanged')
      latest.set(key, {
        arrival,
        verdict,
        version: (before?.version ?? stored?.version ?? 0) + (written ? 1 : 0),
        certificate: (before?.certificate ?? false) || needsCertificate(verdict),
      });
    return verdict;
  });
  const moved = [...latest].flatMap(([key, value]) => {
    const stored = known.get(key);
    const asStored =
      value.version === stored?.version && value.verdict.occurredAt === stored.occurredAt;
    return asStored ? [] : [value];
  });
  return { verdicts, moved };
}
