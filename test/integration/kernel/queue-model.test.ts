/** Random histories of the queue against a simple model: nothing is lost, doubled, or taken out of turn. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineJob } from '../../../src/main/kernel/queue/job.ts';
import { LEASE_MS } from '../../../src/main/kernel/queue/queue.ts';
import { mayRetry, transitions } from '../../../src/main/kernel/queue/states.ts';
import type { TaskState } from '../../../src/shared/contract/tasks.ts';
import { openQueue, type QueueBench } from '../../helpers/queue.ts';

const MOST_ATTEMPTS = 3;
const spec = defineJob({
  kind: 'model',
  payload: z.strictObject({}),
  checkpoint: z.strictObject({}),
  lane: 'heavy',
  maxAttempts: MOST_ATTEMPTS,
});
const nothing = { done: 0, total: null, step: '', perSecond: null, secondsLeft: null };

interface ModelJob {
  state: TaskState;
  priority: number;
  runAfter: number;
  attempt: number;
  owner: string | undefined;
  leaseUntil: number;
  key: string | undefined;
}

type Step =
  | { readonly do: 'enqueue'; readonly priority: number; readonly key: number }
  | { readonly do: 'claim' | 'beat'; readonly owner: number }
  | { readonly do: 'settle'; readonly owner: number; readonly job: number; readonly end: number }
  | { readonly do: 'cancel' | 'retry'; readonly job: number }
  | { readonly do: 'reclaim'; readonly owner: number; readonly restart: boolean }
  | { readonly do: 'time'; readonly ms: number };

const small = (max: number) => fc.nat({ max });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('enqueue' as const),
      priority: small(2),
      key: small(3),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('claim' as const, 'claim' as const, 'beat' as const),
      owner: small(2),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      owner: small(2),
      job: small(6),
      end: small(3),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('cancel' as const, 'retry' as const),
      job: small(6),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('reclaim' as const),
      owner: small(2),
      restart: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('time' as const),
      ms: fc.constantFrom(1, 5_000, LEASE_MS + 1, -10_000),
    }),
  },
);

/** What the queue promises, in a few lines and without a store. Jobs are counted from 1. */
class Model {
  readonly jobs: ModelJob[] = [];
  /** The store's ids of the jobs; joining one may leave a gap. */
  readonly ids: number[] = [];
  readonly #clock: { now(): number };

  constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  enqueue(priority: number, key: string | undefined): number {
    const joined = this.jobs.findIndex(
      (job) => key !== undefined && job.key === key && job.state === 'queued',
    );
    if (joined >= 0) return joined + 1;
    const runAfter = this.#clock.now();
    return this.jobs.push({
      state: 'queued',
      priority,
      runAfter,
      attempt: 0,
      owner: undefined,
      leaseUntil: 0,
      key,
    });
  }
  claim(owner: string): number | undefined {
    const due = this.jobs
      .map((job, index) => ({ job, id: index + 1 }))
      .filter(
        ({ job }) =>
          (job.state === 'queued' || job.state === 'retrying') && job.runAfter <= this.#clock.now(),
      )
      .sort(
        (a, b) => b.job.priority - a.job.priority || a.job.runAfter - b.job.runAfter || a.id - b.id,
      );
    const [first] = due;
    if (!first) return undefined;
    Object.assign(first.job, {
      state: 'running',
      owner,
      attempt: first.job.attempt + 1,
      leaseUntil: this.#clock.now() + LEASE_MS,
    });
    return first.id;
  }
  beat(owner: string): number[] {
    return this.jobs.flatMap((job, index) => {
      if (job.owner !== owner) return [];
      job.leaseUntil = this.#clock.now() + LEASE_MS;
      return [index + 1];
    });
  }
  settle(id: number, owner: string, end: TaskState): boolean {
    const job = this.jobs[id - 1];
    if (!job || job.owner !== owner) return false;
    const state = job.state === 'cancelling' && end === 'retrying' ? 'cancelled' : end;
    if (end === 'retrying') job.runAfter = this.#clock.now() + 1;
    Object.assign(job, { state, owner: undefined });
    return true;
  }
  cancel(id: number): boolean {
    const job = this.jobs[id - 1];
    if (!job || !['queued', 'retrying', 'running'].includes(job.state)) return false;
    job.state = job.state === 'running' ? 'cancelling' : 'cancelled';
    return true;
  }
  retry(id: number): boolean {
    const job = this.jobs[id - 1];
    if (!job || !mayRetry(job.state)) return false;
    Object.assign(job, { state: 'retrying', attempt: 0, runAfter: this.#clock.now() });
    return true;
  }
  reclaim(me: string, restart: boolean): number {
    const dead = this.jobs.filter(
      ({ owner, leaseUntil }) =>
        owner !== undefined && (leaseUntil < this.#clock.now() || (restart && owner !== me)),
    );
    for (const job of dead) {
      const ended = job.attempt >= MOST_ATTEMPTS ? 'failed' : 'retrying';
      Object.assign(job, {
        state: job.state === 'cancelling' ? 'cancelled' : ended,
        owner: undefined,
        runAfter: this.#clock.now(),
      });
    }
    return dead.length;
  }
}

const ends = ['succeeded', 'failed', 'retrying', 'cancelled'] as const;

async function take(
  model: Model,
  { db, queue, clock }: QueueBench,
  what: Step,
): Promise<[unknown, unknown]> {
  const answered = (call: Promise<unknown>) =>
    call.then(
      () => true,
      () => false,
    );
  const idOf = (place: number | undefined) =>
    place === undefined ? undefined : model.ids[place - 1];
  switch (what.do) {
    case 'enqueue': {
      const key = what.key === 0 ? undefined : `k${what.key}`;
      const id = await db.write((tx) =>
        queue.enqueue(
          tx,
          spec,
          {},
          {
            title: 'T',
            actor: 'ada',
            priority: what.priority,
            ...(key === undefined ? {} : { key }),
          },
        ),
      );
      const place = model.enqueue(what.priority, key);
      if (place > model.ids.length) model.ids.push(id);
      return [model.ids[place - 1], id];
    }
    case 'claim': {
      const id = (await queue.claim(`o${what.owner}`, 'heavy'))?.id;
      return [idOf(model.claim(`o${what.owner}`)), id];
    }
    case 'beat': {
      const held = await queue.heartbeat(`o${what.owner}`, model.ids);
      return [model.beat(`o${what.owner}`).map(idOf), [...held].sort((a, b) => a - b)];
    }
    case 'settle': {
      const state = ends[what.end] ?? 'failed';
      // A run only ends as cancelled where it was asked to.
      const job = model.jobs[what.job - 1];
      if (state === 'cancelled' && job?.state !== 'cancelling') return [0, 0];
      const end =
        state === 'succeeded'
          ? { state, summary: 's' }
          : state === 'retrying'
            ? { state, reason: 'r', runAfter: clock.now() + 1 }
            : { state, reason: 'r' };
      return [
        model.settle(what.job, `o${what.owner}`, state),
        await queue.settle(idOf(what.job) ?? 0, `o${what.owner}`, nothing, end),
      ];
    }
    case 'cancel':
      return [
        model.cancel(what.job),
        await answered(queue.cancel(idOf(what.job) ?? 0, 'bob', 'c')),
      ];
    case 'retry':
      return [model.retry(what.job), await answered(queue.retry(idOf(what.job) ?? 0, 'bob'))];
    case 'reclaim': {
      const [me, dead] = [`o${what.owner}`, what.restart ? 'others' : 'none'] as const;
      return [model.reclaim(me, what.restart), await queue.reclaim(me, dead)];
    }
    case 'time':
      clock.jump(what.ms);
      return [0, 0];
  }
}

test('whatever happens in whatever order, the queue does what the model does', async () => {
  const bench = await openQueue();
  const { db } = bench;
  const run = async (steps: readonly Step[]) => {
    await db.write(async (tx) => {
      for (const sql of [
        'DROP TRIGGER IF EXISTS job_history_is_whole',
        'DELETE FROM job_history',
        'DELETE FROM job',
      ])
        await tx.run(sql);
    });
    const model = new Model(bench.clock);
    for (const what of steps) {
      const [expected, answer] = await take(model, bench, what);
      expect({ what, answer }).toEqual({ what, answer: expected });
    }
    const rows = await db.reader.all<Record<string, unknown>>(
      'SELECT state, priority, run_after AS runAfter, attempt, owner, key FROM job ORDER BY id',
    );
    expect(rows).toEqual(
      model.jobs.map(({ leaseUntil: _lease, owner, key, ...job }) => ({
        ...job,
        owner: owner ?? null,
        key: key ?? null,
      })),
    );
    const history = await db.reader.all<{ job: number; from: TaskState | null; to: TaskState }>(
      'SELECT job_id AS job, from_state AS "from", to_state AS "to" FROM job_history ORDER BY id',
    );
    const last = new Map<number, TaskState>();
    for (const { job, from, to } of history) {
      expect(from).toBe(last.get(job) ?? null);
      if (from !== null) expect(transitions[from]).toContain(to);
      last.set(job, to);
    }
    expect([...last.values()]).toEqual(model.jobs.map(({ state }) => state));
  };
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), run), {
    numRuns: 250,
  });
});
