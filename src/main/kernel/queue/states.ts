/** The states of a job and the moves between them: one table, checked here by the compiler and in the store by a trigger. */
import type { TaskState, TaskTab } from '../../../shared/contract/tasks.ts';

export type JobState = TaskState;

/**
 * queued    first wait for a thread; a job with a key may still be joined
 * retrying  waits again: after a failure, after the program ended under it, or asked for by an officer
 * running   owned by one runner, under a lease
 * cancelling running, asked to stop, not stopped yet
 */
export const transitions = {
  queued: ['running', 'cancelled'],
  retrying: ['running', 'cancelled'],
  running: ['succeeded', 'failed', 'retrying', 'cancelling'],
  cancelling: ['cancelled', 'succeeded', 'failed'],
  succeeded: [],
  failed: ['retrying', 'cancelled'],
  cancelled: ['retrying'],
} as const satisfies Record<JobState, readonly JobState[]>;

export const tabStates = {
  all: ['queued', 'retrying', 'running', 'cancelling', 'succeeded', 'failed', 'cancelled'],
  waiting: ['queued', 'retrying'],
  running: ['running', 'cancelling'],
  attention: ['failed'],
  done: ['succeeded'],
  cancelled: ['cancelled'],
} as const satisfies Record<TaskTab, readonly JobState[]>;

/** A failed job is cancelled to give it up: it then no longer asks for attention. */
export const mayCancel = (state: JobState): boolean =>
  state === 'queued' || state === 'retrying' || state === 'running' || state === 'failed';

/** A job that waits for its next attempt may be told to make it now: the disk has room again. */
export const mayRetry = (state: JobState): boolean =>
  state === 'failed' || state === 'cancelled' || state === 'retrying';
