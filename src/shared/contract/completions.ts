/** The tracking store: one row per candidate, course and attempt. */
import { z } from 'zod';
import { completionEvent, decimal, instant } from '../completion-event.ts';
import { command, query } from '../rpc/types.ts';
import { certificateState } from './certificates.ts';
import { listOf, slice } from './paging.ts';

export const completion = z.strictObject({
  id: z.int(),
  candidateId: z.string(),
  candidateName: z.string(),
  courseCode: z.string(),
  courseTitle: z.string(),
  passMark: decimal,
  attempt: z.int(),
  sitting: z.string().nullable(),
  /** Exactly as given, never rounded. */
  mark: decimal.nullable(),
  enrolledAt: instant.nullable(),
  startedAt: instant.nullable(),
  completedAt: instant.nullable(),
  hold: z.boolean(),
  holdReason: z.string().nullable(),
  /** Grows by one with every real change of the facts above. */
  version: z.int(),
  source: z.strictObject({ file: z.string(), row: z.int().nullable() }).nullable(),
  updatedAt: instant,
  /** The newest certificate of this completion, whatever its state. */
  certificate: z
    .strictObject({
      id: z.int(),
      state: certificateState,
      number: z.string().nullable(),
      reason: z.string().nullable(),
    })
    .nullable(),
});
export type Completion = z.output<typeof completion>;

/**
 * What one event did: `new` and `changed` were written, `unchanged` was known already (also: the same
 * event id again), `out_of_date` is older than what is stored and changed nothing, `conflicting`
 * contradicts what is stored and changed nothing.
 */
export const recordOutcome = z.enum(['new', 'changed', 'unchanged', 'out_of_date', 'conflicting']);
export type RecordOutcome = z.output<typeof recordOutcome>;

export const completionsContract = {
  list: query(
    z.strictObject({
      /** Words of a candidate's name or number, or a course code. */
      text: z.string().max(200).optional(),
      course: z.string().optional(),
      sort: z.enum(['newest', 'name', 'course', 'mark']).default('newest'),
      ...slice,
    }),
    listOf(completion),
  ),
  get: query(z.strictObject({ id: z.int() }), completion),
  /** Records events and queues their certificates in one transaction: all of them or, on an error, none. */
  record: command(
    z.strictObject({ events: z.array(completionEvent).min(1).max(1_000) }),
    z.strictObject({
      outcomes: z.array(
        z.strictObject({
          outcome: recordOutcome,
          completionId: z.int().nullable(),
          version: z.int().nullable(),
          /** Why nothing was written, where nothing was. */
          reason: z.string().nullable(),
        }),
      ),
      /** The task that will make the certificates; null where no event changed anything. */
      taskId: z.int().nullable(),
    }),
  ),
  /** Keeps the certificates of these completions back until the hold is lifted. */
  hold: command(
    z.strictObject({
      ids: z.array(z.int()).min(1).max(10_000),
      reason: z.string().trim().min(1).max(500),
    }),
    z.strictObject({ changed: z.int() }),
  ),
  liftHold: command(
    z.strictObject({ ids: z.array(z.int()).min(1).max(10_000) }),
    z.strictObject({ changed: z.int(), taskId: z.int().nullable() }),
  ),
};
