/** Tasks: what the durable queue holds, its progress and its history. */
import { z } from 'zod';
import { instant } from '../completion-event.ts';
import { command, event, query } from '../rpc/types.ts';
import { listOf, slice } from './paging.ts';

/**
 * queued: waits for a thread. retrying: failed, will be tried again at `runAfter`. running. cancelling:
 * asked to stop and not stopped yet. succeeded, failed, cancelled: over.
 */
export const taskStates = [
  'queued',
  'retrying',
  'running',
  'cancelling',
  'succeeded',
  'failed',
  'cancelled',
] as const;
export const taskState = z.enum(taskStates);
export type TaskState = z.output<typeof taskState>;

export const taskTabs = ['all', 'waiting', 'running', 'attention', 'done', 'cancelled'] as const;
export const taskTab = z.enum(taskTabs);
export type TaskTab = z.output<typeof taskTab>;

export const progress = z.strictObject({
  /** Items finished and items in all; null where the total is not known yet. */
  done: z.int(),
  total: z.int().nullable(),
  /** What it does just now, for example "Rendering". */
  step: z.string(),
  /** Items a second over the last seconds; null before there is a rate. */
  perSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
});
export type Progress = z.output<typeof progress>;

export const task = z.strictObject({
  id: z.int(),
  kind: z.string(),
  /** What the officer calls it, for example "Certificates: results.csv". */
  title: z.string(),
  lane: z.enum(['interactive', 'heavy']),
  state: taskState,
  progress,
  attempt: z.int(),
  maxAttempts: z.int(),
  createdAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  /** When it may run next; in the past for anything that need not wait. */
  runAfter: instant,
  /** Why it waits, failed or was cancelled. */
  reason: z.string().nullable(),
  /** What came of it, a sentence: "1 582 issued, 58 blocked". */
  summary: z.string().nullable(),
  /** True where the state allows it. */
  canCancel: z.boolean(),
  canRetry: z.boolean(),
});
export type Task = z.output<typeof task>;

export const tasksContract = {
  list: query(z.strictObject({ tab: taskTab.default('all'), ...slice }), listOf(task)),
  counts: query(z.strictObject({}), z.record(taskTab, z.int())),
  get: query(
    z.strictObject({ id: z.int() }),
    z.strictObject({
      task,
      /** The work as it was asked for. */
      payload: z.unknown(),
      history: z.array(
        z.strictObject({
          at: instant,
          from: taskState.nullable(),
          to: taskState,
          attempt: z.int(),
          actor: z.string(),
          reason: z.string().nullable(),
        }),
      ),
    }),
  ),
  cancel: command(z.strictObject({ id: z.int(), reason: z.string().max(500).optional() }), task),
  /** Puts a failed or cancelled task back into the queue; what it had finished stays finished. */
  retry: command(z.strictObject({ id: z.int() }), task),
  /** The listed tasks are in another state now, or are new. */
  changed: event(z.strictObject({ tasks: z.array(task) })),
  /** At most four a second for each task. */
  progressed: event(z.strictObject({ id: z.int(), progress })),
};
