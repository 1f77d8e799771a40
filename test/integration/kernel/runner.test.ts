/** The runner: what a run's end means for its job, told by a clock that the test moves. */
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { silentLog } from '../../../src/main/kernel/log.ts';
import {
  defineJob,
  implementJob,
  type JobContext,
  type JobSpec,
} from '../../../src/main/kernel/queue/job.ts';
import { historyOf, jobById } from '../../../src/main/kernel/queue/job-list.ts';
import { LEASE_MS } from '../../../src/main/kernel/queue/queue.ts';
import { JobRunner } from '../../../src/main/kernel/queue/runner.ts';
import type { Progress } from '../../../src/shared/contract/tasks.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { openQueue, type QueueBench } from '../../helpers/queue.ts';
import { until } from '../../helpers/until.ts';

type Work = (context: JobContext<unknown>, n: number) => Promise<string>;

const spec = defineJob({
  kind: 'test',
  payload: z.strictObject({ n: z.int() }),
  checkpoint: z.strictObject({ at: z.int() }),
  lane: 'heavy',
  maxAttempts: 2,
});

interface RunnerBench extends QueueBench {
  readonly runner: JobRunner;
  readonly pushed: [number, Progress][];
  add(n?: number, of?: JobSpec<typeof spec.payload>): Promise<number>;
  states(id: number): Promise<string[]>;
}

async function openRunner(work: Work): Promise<RunnerBench> {
  const bench = await openQueue();
  const pushed: [number, Progress][] = [];
  const runner = new JobRunner({
    queue: bench.queue,
    jobs: { test: implementJob(spec, ({ n }, context) => work(context, n)) },
    clock: bench.clock,
    log: silentLog,
    owner: 'me',
    lanes: { interactive: 1, heavy: 1 },
    random: () => 0.5,
    onProgress: (id, progress) => pushed.push([id, progress]),
  });
  onTestFinished(async () => {
    await runner.stop();
    expect(bench.clock.pending).toBe(0);
  });
  return {
    ...bench,
    runner,
    pushed,
    add: (n = 1, of = spec) =>
      bench.db.write((tx) => bench.queue.enqueue(tx, of, { n }, { title: 'T', actor: 'ada' })),
    states: async (id) => (await historyOf(bench.db.reader, id)).map(({ to }) => to),
  };
}

/** A run that waits until it is told to go on or to stop. */
function gate() {
  let begin = () => {};
  let open = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const pass = async (signal: AbortSignal) => {
    begin();
    const stopped = new Promise<void>((resolve) =>
      signal.addEventListener('abort', () => resolve(), { once: true }),
    );
    await Promise.race([opened, stopped]);
    signal.throwIfAborted();
  };
  return { begun, open: () => open(), pass };
}

const busy = () => new AppError('busy', 'The store is busy.');

test('a job that ends well has succeeded, with its sentence and its progress', async () => {
  const bench = await openRunner(async ({ progress }, n) => {
    progress({ done: n, total: n, step: 'Working' });
    return `${n} done`;
  });
  const id = await bench.add(7);
  await bench.runner.start();
  await bench.runner.untilIdle();
  expect(await jobById(bench.db.reader, id)).toMatchObject({
    state: 'succeeded',
    summary: '7 done',
    attempt: 1,
    progress: { done: 7, total: 7, step: 'Working' },
  });
});

test('after a retryable error a job waits for its back-off, and fails after its last attempt', async () => {
  const bench = await openRunner(async () => {
    throw busy();
  });
  const { runner, clock, db } = bench;
  const id = await bench.add();
  await runner.start();
  await runner.untilIdle();
  const waiting = await jobById(db.reader, id);
  const timersSet = () => until('heartbeat and wake-up set', () => clock.pending === 2);
  await timersSet();
  clock.advance(29_999);
  await timersSet();
  const stillWaiting = (await jobById(db.reader, id)).state;
  clock.advance(1);
  await until('the second attempt', async () => (await jobById(db.reader, id)).state === 'failed');
  expect({
    waits: waiting.runAfter - waiting.createdAt,
    reason: waiting.reason,
    stillWaiting,
    states: await bench.states(id),
  }).toEqual({
    waits: 30_000,
    reason: 'The store is busy.',
    stillWaiting: 'retrying',
    states: ['queued', 'running', 'retrying', 'running', 'failed'],
  });
});

test('an error that no repetition mends fails the job at once', async () => {
  const bench = await openRunner(async () => {
    throw new AppError('unreadable_file', 'results.csv is empty.');
  });
  const id = await bench.add();
  await bench.runner.start();
  await bench.runner.untilIdle();
  expect(await jobById(bench.db.reader, id)).toMatchObject({
    state: 'failed',
    attempt: 1,
    reason: 'results.csv is empty.',
  });
});

test('a task of a kind that this program does not know fails and says so', async () => {
  const bench = await openRunner(async () => '');
  const id = await bench.add(1, { ...spec, kind: 'constructor' });
  await bench.runner.start();
  await bench.runner.untilIdle();
  expect(await jobById(bench.db.reader, id)).toMatchObject({
    state: 'failed',
    reason: 'This program cannot run tasks of kind constructor.',
  });
});

test('a job that saves progress in every attempt is never given up', async () => {
  let runs = 0;
  const bench = await openRunner(async ({ commit, progress }) => {
    runs++;
    progress({ done: runs });
    await commit(async () => {}, { at: runs });
    if (runs < 6) throw busy();
    return 'done';
  });
  const id = await bench.add();
  await bench.runner.start();
  for (let attempt = 1; attempt < 6; attempt++) {
    await until(
      `attempt ${attempt}`,
      async () => runs === attempt && (await jobById(bench.db.reader, id)).state === 'retrying',
    );
    bench.clock.advance(30_000);
  }
  await until('the end', async () => (await jobById(bench.db.reader, id)).state === 'succeeded');
  expect(runs).toBe(6);
});

test('a later attempt gets the checkpoint and the progress that the earlier one saved', async () => {
  const seen: unknown[] = [];
  const bench = await openRunner(async ({ checkpoint, attempt, actor, commit, progress }) => {
    seen.push([attempt, checkpoint, actor]);
    if (attempt === 2) return 'done';
    progress({ done: 4, total: 9 });
    await commit((tx) => tx.run("INSERT INTO note VALUES ('saved')"), { at: 4 });
    throw busy();
  });
  const id = await bench.add();
  await bench.runner.start();
  await bench.runner.untilIdle();
  bench.clock.advance(30_000);
  await until('the end', async () => (await jobById(bench.db.reader, id)).state === 'succeeded');
  expect({ seen, notes: await bench.db.reader.all('SELECT * FROM note') }).toEqual({
    seen: [
      [1, undefined, 'ada'],
      [2, { at: 4 }, 'ada'],
    ],
    notes: [{ text: 'saved' }],
  });
});

test('a running job that is cancelled shows cancelling until its run has stopped', async () => {
  const { begun, pass } = gate();
  const stopping = gate();
  const bench = await openRunner(async ({ signal }) => {
    await pass(signal).catch(() => {});
    await stopping.pass(new AbortController().signal);
    signal.throwIfAborted();
    return '';
  });
  const id = await bench.add();
  await bench.runner.start();
  await begun;
  await bench.queue.cancel(id, 'bob', 'wrong file');
  bench.runner.cancel(id);
  await stopping.begun;
  const meanwhile = await jobById(bench.db.reader, id);
  stopping.open();
  await bench.runner.untilIdle();
  expect([meanwhile.state, await bench.states(id)]).toEqual([
    'cancelling',
    ['queued', 'running', 'cancelling', 'cancelled'],
  ]);
});

test('a job that was finished when its cancellation arrived has succeeded', async () => {
  const { begun, open, pass } = gate();
  const bench = await openRunner(async () => {
    await pass(new AbortController().signal);
    return 'done';
  });
  const id = await bench.add();
  await bench.runner.start();
  await begun;
  await bench.queue.cancel(id, 'bob', 'too late');
  bench.runner.cancel(id);
  open();
  await bench.runner.untilIdle();
  expect(await bench.states(id)).toEqual(['queued', 'running', 'cancelling', 'succeeded']);
});

test('a runner that stops puts its running jobs back, due at once', async () => {
  const { begun, pass } = gate();
  const bench = await openRunner(async ({ signal }) => {
    await pass(signal);
    return '';
  });
  const id = await bench.add();
  await bench.runner.start();
  await begun;
  await bench.runner.stop();
  expect(await jobById(bench.db.reader, id)).toMatchObject({
    state: 'retrying',
    reason: 'The program was closed',
    runAfter: bench.clock.now(),
  });
});

test('a run that lost its lease is told to stop, its commit is refused, and the other run is left alone', async () => {
  const { begun, pass } = gate();
  const refused: unknown[] = [];
  const bench = await openRunner(async ({ signal, commit }) => {
    await pass(signal).catch(() => {});
    await commit((tx) => tx.run("INSERT INTO note VALUES ('stale')")).catch((error) =>
      refused.push(error),
    );
    return 'done';
  });
  const { runner, queue, clock } = bench;
  const id = await bench.add();
  await runner.start();
  await begun;
  clock.jump(LEASE_MS + 1);
  await queue.reclaim('other', 'none');
  await queue.claim('other', 'heavy');
  clock.advance(LEASE_MS / 3);
  await until('the run stopped', () => refused.length > 0);
  await until('the run ended', () => runner.progressOf(id) === undefined);
  expect({
    refused,
    row: await bench.db.reader.get('SELECT state, owner FROM job'),
    notes: await bench.db.reader.all('SELECT * FROM note'),
  }).toEqual({
    refused: [expect.objectContaining({ code: 'conflict' })],
    row: { state: 'running', owner: 'other' },
    notes: [],
  });
});

test('a long run keeps its lease by its heartbeat', async () => {
  const { begun, open, pass } = gate();
  const bench = await openRunner(async ({ signal }) => {
    await pass(signal);
    return 'done';
  });
  const id = await bench.add();
  await bench.runner.start();
  await begun;
  const lease = async () =>
    (await bench.db.reader.get<{ at: number }>('SELECT lease_until AS at FROM job'))?.at ?? 0;
  for (let beat = 0; beat < 5; beat++) {
    await until('heartbeat and wake-up set', () => bench.clock.pending === 2);
    const before = await lease();
    bench.clock.advance(LEASE_MS / 3);
    await until('a longer lease', async () => (await lease()) > before);
  }
  open();
  await bench.runner.untilIdle();
  expect(await bench.states(id)).toEqual(['queued', 'running', 'succeeded']);
});

test('a job whose settlement fails stays owned, is taken back when its lease runs out, and runs again', async () => {
  let runs = 0;
  const bench = await openRunner(async () => `run ${++runs}`);
  const { db, clock, runner } = bench;
  await db.write((tx) =>
    tx.run(
      "CREATE TRIGGER full BEFORE UPDATE OF state ON job WHEN NEW.state = 'succeeded' BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    ),
  );
  const id = await bench.add();
  await runner.start();
  // Whoever waits is told: nobody knows when the store can be written again.
  await expect(runner.untilIdle()).rejects.toMatchObject({ code: 'internal' });
  const left = (await jobById(db.reader, id)).state;
  await db.write((tx) => tx.run('DROP TRIGGER full'));
  await until('its second run', async () => {
    clock.advance(LEASE_MS / 3);
    return (await jobById(db.reader, id)).state === 'succeeded';
  });
  expect({ left, states: await bench.states(id), runs }).toEqual({
    left: 'running',
    states: ['queued', 'running', 'retrying', 'running', 'succeeded'],
    runs: 2,
  });
});

test('a claim that fails, for a full disk or a busy store, is tried again by itself', async () => {
  const bench = await openRunner(async () => 'done');
  const { db, clock, runner } = bench;
  await db.write((tx) =>
    tx.run(
      "CREATE TRIGGER full BEFORE UPDATE OF state ON job WHEN NEW.state = 'running' BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    ),
  );
  const id = await bench.add();
  await runner.start();
  await until('the failed claim', () => clock.pending === 2);
  await db.write((tx) => tx.run('DROP TRIGGER full'));
  await until('its run', async () => {
    clock.advance(30_000);
    return (await jobById(db.reader, id)).state === 'succeeded';
  });
  expect(await bench.states(id)).toEqual(['queued', 'running', 'succeeded']);
});

test('a lane runs as many jobs as it may at once, and a full heavy lane leaves the interactive one free', async () => {
  const { begun, open, pass } = gate();
  const order: number[] = [];
  const bench = await openRunner(async ({ signal, lane }, n) => {
    order.push(n);
    if (lane === 'heavy') await pass(signal);
    return '';
  });
  await bench.add(1);
  await bench.add(2);
  await bench.runner.start();
  await begun;
  const quick = await bench.add(3, { ...spec, lane: 'interactive' });
  await until(
    'the quick job',
    async () => (await jobById(bench.db.reader, quick)).state === 'succeeded',
  );
  const whileBusy = [...order];
  open();
  await bench.runner.untilIdle();
  expect([whileBusy, order]).toEqual([
    [1, 3],
    [1, 3, 2],
  ]);
});

test('progress is pushed at most four times a second, with the newest value', async () => {
  const { begun, open, pass } = gate();
  const bench = await openRunner(async ({ signal, progress }) => {
    await Promise.resolve();
    for (let done = 1; done <= 50; done++) progress({ done, total: 50 });
    await pass(signal);
    return '';
  });
  const id = await bench.add();
  await bench.runner.start();
  await begun;
  bench.clock.advance(249);
  const early = bench.pushed.length;
  bench.clock.advance(1);
  open();
  await bench.runner.untilIdle();
  expect([early, bench.pushed]).toEqual([
    0,
    [[id, expect.objectContaining({ done: 50, total: 50 })]],
  ]);
});

test('waiting for idle ends when only later attempts are left, and can be interrupted', async () => {
  const { begun, pass } = gate();
  const bench = await openRunner(async ({ signal }) => {
    await pass(signal);
    return '';
  });
  await bench.add();
  await bench.runner.start();
  await begun;
  const controller = new AbortController();
  const waiting = bench.runner.untilIdle(controller.signal);
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
});
