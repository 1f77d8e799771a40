/** What a kind of job is: its name, the shape of its payload and checkpoint, and what it does. */
import type { z } from 'zod';
import type { Tx } from '../db/database.ts';

export type Lane = 'interactive' | 'heavy';

/** The part of a kind that others need in order to ask for it. */
export interface JobSpec<P extends z.ZodType = z.ZodType, C extends z.ZodType = z.ZodType> {
  readonly kind: string;
  /** Parsed on the way into the store and again on the way out. */
  readonly payload: P;
  readonly checkpoint: C;
  /** Short work that an officer waits for, or work that fills the machine. */
  readonly lane: Lane;
  /** Attempts without any progress in between; one that saves a checkpoint starts counting anew. */
  readonly maxAttempts: number;
}

/** What a running job may see and do. */
export interface JobContext<Checkpoint> {
  readonly jobId: number;
  readonly lane: Lane;
  readonly attempt: number;
  /** Who asked for the job. */
  readonly actor: string;
  /** Aborted when the job shall stop at its next item: cancelled, shutting down, or its lease was lost. */
  readonly signal: AbortSignal;
  readonly checkpoint: Checkpoint | undefined;
  progress(change: { done?: number; total?: number | null; step?: string }): void;
  /**
   * Writes `work` and the checkpoint in one transaction, and only while this run still owns the job: a
   * run that lost its lease changes nothing. Every write of a job goes through here.
   */
  commit<T>(work: (tx: Tx) => Promise<T>, checkpoint?: Checkpoint): Promise<T>;
}

export interface Job {
  readonly spec: JobSpec;
  /** Returns the sentence that sums it up: "1 582 issued, 58 blocked". */
  run(payload: unknown, context: JobContext<unknown>): Promise<string>;
}
export type JobRegistry = Readonly<Record<string, Job>>;

export const defineJob = <P extends z.ZodType, C extends z.ZodType>(
  spec: JobSpec<P, C>,
): JobSpec<P, C> => spec;

/** Ties `run` to the schemas of its spec; the runner has parsed payload and checkpoint with exactly these. */
export function implementJob<P extends z.ZodType, C extends z.ZodType>(
  spec: JobSpec<P, C>,
  run: (payload: z.output<P>, context: JobContext<z.output<C>>) => Promise<string>,
): Job {
  return { spec, run: run as Job['run'] };
}
