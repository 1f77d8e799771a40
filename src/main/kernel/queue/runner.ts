/** The running half of the queue: claims jobs, runs them, and settles each exactly once. */
import type { Progress } from '../../../shared/contract/tasks.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../clock.ts';
import { describeError, type Log } from '../log.ts';
import { backoff } from './backoff.ts';
import type { JobRegistry, Lane } from './job.ts';
import { ProgressMeter } from './progress.ts';
import { type ClaimedJob, type JobQueue, LEASE_MS, type Settlement } from './queue.ts';

const HEARTBEAT_MS = LEASE_MS / 3;
const PUSH_MS = 250;
const MOST_IDLE_MS = 30_000;

/** Why a run was asked to stop. */
type Stop = 'cancelled' | 'shutdown' | 'lease lost';

interface Run {
  readonly controller: AbortController;
  readonly meter: ProgressMeter;
  readonly finished: Promise<void>;
  /** Calls off the push of progress that is under way. */
  callOffPush: (() => void) | undefined;
}
/** What the store holds of a run: an attempt that saved progress is the first of a new count. */
interface Saved {
  attempt: number;
  done: number;
}
export interface RunnerOptions {
  readonly queue: JobQueue;
  readonly jobs: JobRegistry;
  readonly clock: Clock;
  readonly log: Log;
  /** Unique for this start of the program. */
  readonly owner: string;
  /** How many jobs of a lane run side by side. */
  readonly lanes: Readonly<Record<Lane, number>>;
  readonly random: () => number;
  readonly onProgress: (jobId: number, progress: Progress) => void;
}

export class JobRunner {
  readonly #options: RunnerOptions;
  readonly #runs = new Map<number, Run>();
  readonly #perLane: Record<Lane, number> = { interactive: 0, heavy: 0 };
  readonly #idleWaiters = new Set<() => void>();
  #working = false;
  #dispatching: Promise<void> | undefined;
  #beating: Promise<void> | undefined;
  #again = false;
  /** Why the store could not be asked for the next job. */
  #dispatchFailure: AppError | undefined;
  /** Why the store could not be told of a job's end; the job seems to run until its lease is over. */
  #settleFailure: AppError | undefined;
  #callOffWake: () => void = () => {};
  #callOffBeat: () => void = () => {};
  #unhear: () => void = () => {};

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Takes back what a program that died left running, then claims until stopped. */
  async start(): Promise<void> {
    const { queue, owner } = this.#options;
    await queue.reclaim(owner, 'others');
    this.#working = true;
    this.#unhear = queue.onChanged(() => this.#wake());
    this.#beat();
    this.#wake();
  }

  /** Asks a running job to stop at its next item. */
  cancel(jobId: number): void {
    this.#runs.get(jobId)?.controller.abort('cancelled' satisfies Stop);
  }

  progressOf(jobId: number): Progress | undefined {
    return this.#runs.get(jobId)?.meter.value;
  }

  /**
   * Resolves when nothing runs and nothing is due; a job that waits for a later attempt is not due.
   * Throws where the queue itself is stuck, as on a full disk: it is tried again, but nobody knows when that helps.
   */
  async untilIdle(signal?: AbortSignal): Promise<void> {
    for (;;) {
      if (signal?.aborted) throw new AppError('cancelled', 'The wait was interrupted.');
      await this.#dispatching;
      if (this.#runs.size === 0) {
        const stuck = this.#settleFailure ?? this.#dispatchFailure;
        if (stuck) throw stuck;
        const next = await this.#options.queue.nextRunAfter();
        if (this.#runs.size === 0 && (next === undefined || next > this.#options.clock.now()))
          return;
      }
      await new Promise<void>((resolve) => {
        const wake = () => {
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        this.#idleWaiters.add(wake);
        signal?.addEventListener('abort', wake);
      });
    }
  }

  /** Running jobs stop at their next item and go back to the queue; resolves when all have. */
  async stop(): Promise<void> {
    this.#working = false;
    this.#unhear();
    this.#callOffBeat();
    await Promise.all([this.#dispatching, this.#beating]);
    // Only now: a dispatch that was under way has set it once more.
    this.#callOffWake();
    for (const run of this.#runs.values()) run.controller.abort('shutdown' satisfies Stop);
    await Promise.all([...this.#runs.values()].map(({ finished }) => finished));
    this.#tellWaiters();
  }

  #wake(): void {
    if (!this.#working) return;
    if (this.#dispatching !== undefined) {
      this.#again = true;
      return;
    }
    const { clock, log } = this.#options;
    this.#dispatching = this.#dispatch()
      .catch((cause) => {
        this.#dispatchFailure = AppError.from(cause);
        log.error('queue.dispatch_failed', { error: describeError(cause) });
        // Nothing else would wake the queue again once the disk has room or the store is free.
        this.#callOffWake = clock.after(MOST_IDLE_MS, () => this.#wake());
      })
      .finally(() => {
        this.#dispatching = undefined;
        if (this.#again) {
          this.#again = false;
          this.#wake();
        }
        this.#tellWaiters();
      });
  }

  async #dispatch(): Promise<void> {
    const { queue, owner, lanes, clock } = this.#options;
    this.#callOffWake();
    for (const lane of ['interactive', 'heavy'] as const)
      while (this.#working && this.#perLane[lane] < lanes[lane]) {
        const claimed = await queue.claim(owner, lane);
        this.#dispatchFailure = undefined;
        if (!claimed) break;
        this.#begin(claimed, lane);
      }
    const next = await queue.nextRunAfter();
    const wait = next === undefined ? MOST_IDLE_MS : Math.max(50, next - clock.now());
    this.#callOffWake = clock.after(Math.min(wait, MOST_IDLE_MS), () => this.#wake());
  }

  #begin(claimed: ClaimedJob, lane: Lane): void {
    const controller = new AbortController();
    const meter = new ProgressMeter(() => this.#options.clock.monotonic(), claimed);
    this.#perLane[lane]++;
    const finished = this.#run(claimed, controller, meter).finally(() => {
      this.#perLane[lane]--;
      this.#runs.get(claimed.id)?.callOffPush?.();
      this.#runs.delete(claimed.id);
      this.#wake();
      this.#tellWaiters();
    });
    this.#runs.set(claimed.id, { controller, meter, finished, callOffPush: undefined });
  }

  /** Never throws: whatever happens to the job, this run ends with a settlement or with a lost lease. */
  async #run(
    claimed: ClaimedJob,
    controller: AbortController,
    meter: ProgressMeter,
  ): Promise<void> {
    const { queue, owner, log } = this.#options;
    const saved: Saved = { attempt: claimed.attempt, done: claimed.done };
    const end = await this.#attempt(claimed, controller.signal, meter, saved).then(
      (summary): Settlement => ({ state: 'succeeded', summary }),
      (cause): Settlement => this.#judge(claimed, controller.signal, saved.attempt, cause),
    );
    try {
      const settled = await queue.settle(claimed.id, owner, meter.value, end);
      this.#settleFailure = undefined;
      if (!settled) log.warn('queue.lease_lost', { job: claimed.id });
    } catch (cause) {
      // The job stays `running` in the store; its lease runs out and it is taken back then.
      this.#settleFailure = AppError.from(cause);
      log.error('queue.settle_failed', { job: claimed.id, error: describeError(cause) });
    }
  }

  async #attempt(
    claimed: ClaimedJob,
    signal: AbortSignal,
    meter: ProgressMeter,
    saved: Saved,
  ): Promise<string> {
    const { queue, jobs, owner } = this.#options;
    const job = Object.hasOwn(jobs, claimed.kind) ? jobs[claimed.kind] : undefined;
    if (!job)
      throw new AppError('not_found', `This program cannot run tasks of kind ${claimed.kind}.`);
    const { payload, checkpoint } = job.spec;
    return job.run(payload.parse(JSON.parse(claimed.payload)), {
      jobId: claimed.id,
      lane: claimed.lane,
      attempt: claimed.attempt,
      actor: claimed.created_by,
      signal,
      checkpoint:
        claimed.checkpoint === null ? undefined : checkpoint.parse(JSON.parse(claimed.checkpoint)),
      progress: (change) => {
        meter.update(change);
        this.#push(claimed.id, meter);
      },
      commit: async (work, value) => {
        const progress = meter.value;
        const state = value === undefined ? undefined : JSON.stringify(checkpoint.parse(value));
        const result = await queue.commit(claimed.id, owner, progress, state, work);
        if (progress.done > saved.done) saved.attempt = 1;
        saved.done = progress.done;
        return result;
      },
    });
  }

  /** What a throw means: asked to stop, worth another attempt, or failed for good. */
  #judge(claimed: ClaimedJob, signal: AbortSignal, attempt: number, cause: unknown): Settlement {
    const { clock, random, log } = this.#options;
    const stop = signal.aborted ? (signal.reason as Stop) : undefined;
    if (stop === 'cancelled') return { state: 'cancelled', reason: 'Cancelled while it ran' };
    if (stop !== undefined)
      return { state: 'retrying', reason: 'The program was closed', runAfter: clock.now() };
    const error = AppError.from(cause);
    log.error('queue.attempt_failed', {
      job: claimed.id,
      kind: claimed.kind,
      attempt,
      error: describeError(cause),
    });
    const worthAnother = error.retryable || error.code === 'internal';
    if (!worthAnother || attempt >= claimed.max_attempts)
      return { state: 'failed', reason: error.message };
    return {
      state: 'retrying',
      reason: error.message,
      runAfter: clock.now() + backoff(attempt, random()),
    };
  }

  #push(jobId: number, meter: ProgressMeter): void {
    const run = this.#runs.get(jobId);
    if (!run || run.callOffPush) return;
    run.callOffPush = this.#options.clock.after(PUSH_MS, () => {
      run.callOffPush = undefined;
      this.#options.onProgress(jobId, meter.value);
    });
  }

  #beat(): void {
    const { queue, owner, clock, log } = this.#options;
    this.#callOffBeat = clock.after(HEARTBEAT_MS, () => {
      const ids = [...this.#runs.keys()];
      const beat = async () => {
        const held = await queue.heartbeat(owner, ids);
        for (const id of ids)
          if (!held.has(id)) this.#runs.get(id)?.controller.abort('lease lost' satisfies Stop);
        await queue.reclaim(owner, 'none');
      };
      this.#beating = beat()
        .catch((cause) => log.error('queue.heartbeat_failed', { error: describeError(cause) }))
        .finally(() => {
          this.#beating = undefined;
          if (this.#working) this.#beat();
        });
    });
  }

  #tellWaiters(): void {
    const waiters = [...this.#idleWaiters];
    this.#idleWaiters.clear();
    for (const resolve of waiters) resolve();
  }
}
