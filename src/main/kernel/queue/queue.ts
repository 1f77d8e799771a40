/** The durable half of the queue: every change of a job's state is one transaction here. */
import type { z } from 'zod';
import type { Progress } from '../../../shared/contract/tasks.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../clock.ts';
import type { Database, Tx } from '../db/database.ts';
import type { JobSpec, Lane } from './job.ts';
import { type JobState, mayCancel, mayRetry } from './states.ts';

export const LEASE_MS = 30_000;
/** The name under which the program itself changes a job. */
export const PROGRAM = 'examdesk';

export interface ClaimedJob {
  readonly id: number;
  readonly kind: string;
  readonly lane: Lane;
  readonly payload: string;
  readonly checkpoint: string | null;
  readonly attempt: number;
  readonly max_attempts: number;
  readonly done: number;
  readonly total: number | null;
  readonly step: string;
  readonly created_by: string;
}
export interface EnqueueOptions {
  readonly title: string;
  readonly actor: string;
  /** Joins a job of this kind and key that has not started yet: its total grows by `total`. A started or dead one is never joined. */
  readonly key?: string;
  readonly total?: number;
  readonly lane?: Lane;
  readonly priority?: number;
}
/** How a run ended. */
export type Settlement =
  | { readonly state: 'succeeded'; readonly summary: string }
  | { readonly state: 'cancelled'; readonly reason: string }
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'retrying'; readonly reason: string; readonly runAfter: number };

type Change = (jobIds: readonly number[]) => void;

export class JobQueue {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #listeners = new Set<Change>();

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Heard after the commit of every change of state. */
  onChanged(listener: Change): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes the transaction of the data that the job is about: the job exists exactly if that data does. */
  async enqueue<P extends z.ZodType>(
    tx: Tx,
    spec: JobSpec<P>,
    payload: z.input<P>,
    options: EnqueueOptions,
  ): Promise<number> {
    const now = this.#clock.now();
    const row = await tx.get<{ id: number }>(
      `INSERT INTO job (kind, lane, title, key, payload, state, priority, run_after, max_attempts, total, created_at, changed_at, changed_by)
       VALUES (?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (kind, key) WHERE state = 'queued' AND key IS NOT NULL
       DO UPDATE SET total = coalesce(total, 0) + coalesce(excluded.total, 0)
       RETURNING id`,
      [
        spec.kind,
        options.lane ?? spec.lane,
        options.title,
        options.key ?? null,
        JSON.stringify(spec.payload.parse(payload)),
        options.priority ?? 0,
        now,
        spec.maxAttempts,
        options.total ?? null,
        now,
        now,
        options.actor,
      ],
    );
    if (!row) throw new Error('An inserted job has no id');
    this.#announce(tx, [row.id]);
    return row.id;
  }

  /** The next job of a lane, or none. One lane at a time, so that the partial index answers without a sort. */
  claim(owner: string, lane: Lane): Promise<ClaimedJob | undefined> {
    const now = this.#clock.now();
    return this.#db.write(async (tx) => {
      const job = await tx.get<ClaimedJob>(
        `UPDATE job SET state = 'running', attempt = attempt + 1, owner = ?, lease_until = ?,
           started_at = coalesce(started_at, ?), changed_at = ?, changed_by = '${PROGRAM}', reason = NULL
         WHERE id = (${claimable} LIMIT 1)
         RETURNING id, kind, lane, payload, checkpoint, attempt, max_attempts, done, total, step,
           (SELECT actor FROM job_history WHERE job_id = job.id ORDER BY id LIMIT 1) AS created_by`,
        [owner, now + LEASE_MS, now, now, lane, now],
      );
      if (job) this.#announce(tx, [job.id]);
      return job;
    });
  }

  /**
   * Takes back jobs whose lease has run out, and those of dead owners.
   * @param deadOwners `others`: every owner but `me` is known to be dead, because this program holds the store's lock.
   */
  reclaim(me: string, deadOwners: 'others' | 'none'): Promise<number> {
    const now = this.#clock.now();
    return this.#db.write(async (tx) => {
      const ids = await tx.all<{ id: number }>(
        `UPDATE job SET owner = NULL, lease_until = NULL, changed_at = ?, changed_by = '${PROGRAM}',
           state = CASE WHEN state = 'cancelling' THEN 'cancelled' WHEN attempt >= max_attempts THEN 'failed' ELSE 'retrying' END,
           finished_at = CASE WHEN state = 'cancelling' OR attempt >= max_attempts THEN ? END,
           reason = CASE WHEN state = 'cancelling' THEN 'Cancelled while the program ended'
             WHEN attempt >= max_attempts THEN 'The program ended while it ran, ' || attempt || ' times without progress'
             ELSE 'The program ended while it ran' END,
           run_after = ?
         WHERE owner IS NOT NULL AND (lease_until < ? OR (? = 'others' AND owner <> ?)) RETURNING id`,
        [now, now, now, now, deadOwners, me],
      );
      this.#announce(
        tx,
        ids.map(({ id }) => id),
      );
      return ids.length;
    });
  }

  /** Extends the leases; returns the ids that are still owned. */
  async heartbeat(owner: string, ids: readonly number[]): Promise<Set<number>> {
    const rows = await this.#db.write((tx) =>
      tx.all<{ id: number }>(
        'UPDATE job SET lease_until = ? WHERE owner = ? AND id IN (SELECT value FROM json_each(?)) RETURNING id',
        [this.#clock.now() + LEASE_MS, owner, JSON.stringify(ids)],
      ),
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Runs `work` in a transaction that exists only while `owner` still has the job; stores progress and checkpoint with it. */
  commit<T>(
    id: number,
    owner: string,
    progress: Progress,
    checkpoint: string | undefined,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    return this.#db.write(async (tx) => {
      const { changes } = await tx.run(
        `UPDATE job SET checkpoint = coalesce(?, checkpoint), attempt = CASE WHEN done < ? THEN 1 ELSE attempt END,
           done = ?, total = ?, step = ? WHERE id = ? AND owner = ?`,
        [
          checkpoint ?? null,
          progress.done,
          progress.done,
          progress.total,
          progress.step,
          id,
          owner,
        ],
      );
      if (changes !== 1) throw new AppError('conflict', 'This run no longer owns its task.');
      return work(tx);
    });
  }

  /** Ends a run, exactly once: false when the job was no longer this owner's. */
  settle(id: number, owner: string, progress: Progress, end: Settlement): Promise<boolean> {
    const now = this.#clock.now();
    return this.#db.write(async (tx) => {
      const { changes } = await tx.run(
        `UPDATE job SET state = CASE WHEN state = 'cancelling' AND ? = 'retrying' THEN 'cancelled' ELSE ? END,
           owner = NULL, lease_until = NULL, run_after = coalesce(?, run_after),
           finished_at = CASE WHEN ? = 'retrying' AND state = 'running' THEN NULL ELSE ? END,
           done = ?, total = ?, step = ?, summary = coalesce(?, summary), reason = ?, changed_at = ?, changed_by = '${PROGRAM}'
         WHERE id = ? AND owner = ?`,
        [
          end.state,
          end.state,
          end.state === 'retrying' ? end.runAfter : null,
          end.state,
          now,
          progress.done,
          progress.total,
          progress.step,
          end.state === 'succeeded' ? end.summary : null,
          end.state === 'succeeded' ? null : end.reason,
          now,
          id,
          owner,
        ],
      );
      if (changes === 1) this.#announce(tx, [id]);
      return changes === 1;
    });
  }

  /** A waiting job is cancelled at once; a running one becomes `cancelling` until its run has stopped. */
  cancel(id: number, actor: string, reason: string): Promise<JobState> {
    return this.#move(id, mayCancel, 'cannot be cancelled', (tx, state, now) =>
      state === 'running'
        ? tx.run(
            "UPDATE job SET state = 'cancelling', changed_at = ?, changed_by = ?, reason = ? WHERE id = ?",
            [now, actor, reason, id],
          )
        : tx.run(
            "UPDATE job SET state = 'cancelled', finished_at = ?, changed_at = ?, changed_by = ?, reason = ? WHERE id = ?",
            [now, now, actor, reason, id],
          ),
    );
  }

  retry(id: number, actor: string): Promise<JobState> {
    return this.#move(id, mayRetry, 'cannot be retried', (tx, _state, now) =>
      tx.run(
        `UPDATE job SET state = 'retrying', attempt = 0, run_after = ?, finished_at = NULL, summary = NULL,
           changed_at = ?, changed_by = ?, reason = 'Asked for by hand' WHERE id = ?`,
        [now, now, actor, id],
      ),
    );
  }

  /** When the next waiting job may run; undefined when none waits. */
  async nextRunAfter(): Promise<number | undefined> {
    const row = await this.#db.reader.get<{ at: number | null }>(
      "SELECT min(run_after) AS at FROM job WHERE state IN ('queued','retrying')",
    );
    return row?.at ?? undefined;
  }

  #move(
    id: number,
    allowed: (state: JobState) => boolean,
    refusal: string,
    change: (tx: Tx, state: JobState, now: number) => Promise<unknown>,
  ): Promise<JobState> {
    return this.#db.write(async (tx) => {
      const sql = 'SELECT state FROM job WHERE id = ?';
      const before = await tx.get<{ state: JobState }>(sql, [id]);
      if (!before) throw new AppError('not_found', `There is no task ${id}.`);
      if (!allowed(before.state))
        throw new AppError('conflict', `Task ${id} is ${before.state}: it ${refusal}.`);
      await change(tx, before.state, this.#clock.now());
      this.#announce(tx, [id]);
      return (await tx.get<{ state: JobState }>(sql, [id]))?.state ?? before.state;
    });
  }

  #announce(tx: Tx, ids: readonly number[]): void {
    if (ids.length > 0)
      tx.afterCommit(() => {
        for (const listener of this.#listeners) listener(ids);
      });
  }
}

/** First come, first served inside a priority. A test holds the plan to the index `job_ready`. */
export const claimable = `SELECT id FROM job INDEXED BY job_ready
  WHERE state IN ('queued','retrying') AND lane = ? AND run_after <= ? ORDER BY priority DESC, run_after, id`;
