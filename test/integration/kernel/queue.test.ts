/** The durable queue: what each of its moves changes in the store, and what it leaves alone. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineJob } from '../../../src/main/kernel/queue/job.ts';
import { historyOf, jobById } from '../../../src/main/kernel/queue/job-list.ts';
import { claimable, type EnqueueOptions, LEASE_MS } from '../../../src/main/kernel/queue/queue.ts';
import { mayCancel, mayRetry, transitions } from '../../../src/main/kernel/queue/states.ts';
import { type TaskState, taskStates } from '../../../src/shared/contract/tasks.ts';
import { openQueue, type QueueBench } from '../../helpers/queue.ts';

const spec = defineJob({
  kind: 'test',
  payload: z.strictObject({ n: z.int() }),
  checkpoint: z.strictObject({ at: z.int() }),
  lane: 'heavy',
  maxAttempts: 3,
});
const nothingDone = { done: 0, total: null, step: '', perSecond: null, secondsLeft: null };
const progress = (done: number) => ({ ...nothingDone, done, total: 10 });

const enqueue = ({ db, queue }: QueueBench, options: Partial<EnqueueOptions> = {}) =>
  db.write((tx) => queue.enqueue(tx, spec, { n: 1 }, { title: 'T', actor: 'ada', ...options }));

const rowOf = async ({ db }: QueueBench, id: number) =>
  db.reader.get('SELECT * FROM job WHERE id = ?', [id]);

/** Brings a new job into `state` by the queue's own moves. */
async function jobIn(bench: QueueBench, state: TaskState): Promise<number> {
  const { queue } = bench;
  const id = await enqueue(bench);
  if (state === 'queued') return id;
  if (state === 'cancelled') {
    await queue.cancel(id, 'ada', 'no longer needed');
    return id;
  }
  await queue.claim('me', 'heavy');
  const end = (settlement: Parameters<typeof queue.settle>[3]) =>
    queue.settle(id, 'me', nothingDone, settlement);
  if (state === 'cancelling') await queue.cancel(id, 'ada', 'stop');
  if (state === 'succeeded') await end({ state, summary: 'done' });
  if (state === 'failed') await end({ state, reason: 'broken' });
  if (state === 'retrying')
    await end({ state, reason: 'busy', runAfter: bench.clock.now() + 60_000 });
  return id;
}

test('a job exists exactly if the data of its transaction does', async () => {
  const bench = await openQueue();
  const { db, queue } = bench;
  const both = async (fails: boolean) =>
    db.write(async (tx) => {
      await tx.run("INSERT INTO note VALUES ('data')");
      await queue.enqueue(tx, spec, { n: 1 }, { title: 'T', actor: 'ada' });
      if (fails) throw new Error('rolled back');
    });
  await expect(both(true)).rejects.toThrow('rolled back');
  const count = () =>
    db.reader.get(
      'SELECT (SELECT count(*) FROM note) AS notes, (SELECT count(*) FROM job) AS jobs, (SELECT count(*) FROM job_history) AS lines',
    );
  const afterRollBack = await count();
  await both(false);
  expect([afterRollBack, await count()]).toEqual([
    { notes: 0, jobs: 0, lines: 0 },
    { notes: 1, jobs: 1, lines: 1 },
  ]);
});

test('a payload that is not of its kind is refused before anything is written', async () => {
  const bench = await openQueue();
  const call = bench.db.write((tx) =>
    bench.queue.enqueue(tx, spec, { n: 'one' } as unknown as { n: number }, {
      title: 'T',
      actor: 'ada',
    }),
  );
  await expect(call).rejects.toThrow();
  expect(await bench.db.reader.all('SELECT id FROM job')).toEqual([]);
});

test.each(taskStates)(
  'asked again under its key, a job that is %s is joined only if queued',
  async (state) => {
    const bench = await openQueue();
    const first = await enqueue(bench, { key: 'k', total: 3 });
    if (state !== 'queued') {
      if (state === 'cancelled') await bench.queue.cancel(first, 'ada', 'no');
      else await bench.queue.claim('me', 'heavy');
      if (state === 'cancelling') await bench.queue.cancel(first, 'ada', 'stop');
      const ends = {
        succeeded: { state: 'succeeded', summary: 'done' },
        failed: { state: 'failed', reason: 'broken' },
        retrying: { state: 'retrying', reason: 'busy', runAfter: 0 },
      } as const;
      if (state in ends)
        await bench.queue.settle(first, 'me', progress(0), ends[state as keyof typeof ends]);
    }
    const second = await enqueue(bench, { key: 'k', total: 4 });
    const totals = (
      await bench.db.reader.all<{ total: number }>('SELECT total FROM job ORDER BY id')
    ).map(({ total }) => total);
    expect({ joined: first === second, total: totals.at(-1) }).toEqual(
      state === 'queued' ? { joined: true, total: 7 } : { joined: false, total: 4 },
    );
  },
);

test('the same key in another kind of job is another job', async () => {
  const bench = await openQueue();
  const other = defineJob({ ...spec, kind: 'other' });
  const first = await enqueue(bench, { key: 'k' });
  const second = await bench.db.write((tx) =>
    bench.queue.enqueue(tx, other, { n: 1 }, { title: 'T', actor: 'ada', key: 'k' }),
  );
  expect(second).not.toBe(first);
});

test('jobs are claimed by priority, then first come first served, and only in their lane and when due', async () => {
  const bench = await openQueue();
  const { queue, clock } = bench;
  const plain = await enqueue(bench);
  const later = await enqueue(bench);
  const urgent = await enqueue(bench, { priority: 5 });
  const quick = await enqueue(bench, { lane: 'interactive' });
  clock.advance(1000);
  const last = await enqueue(bench);
  const claimAll = async () => {
    const ids: number[] = [];
    for (let job = await queue.claim('me', 'heavy'); job; job = await queue.claim('me', 'heavy'))
      ids.push(job.id);
    return ids;
  };
  const order = await claimAll();
  await queue.settle(plain, 'me', nothingDone, {
    state: 'retrying',
    reason: 'busy',
    runAfter: clock.now() + 1,
  });
  const tooEarly = await claimAll();
  clock.advance(1);
  expect({
    order,
    interactive: (await queue.claim('me', 'interactive'))?.id,
    tooEarly,
    due: await claimAll(),
  }).toEqual({
    order: [urgent, plain, later, last],
    interactive: quick,
    tooEarly: [],
    due: [plain],
  });
});

test('claiming reads the partial index in its own order: no sort, no scan of the table', async () => {
  const { db } = await openQueue();
  const plan = await db.reader.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${claimable} LIMIT 1`, [
    'heavy',
    0,
  ]);
  expect(plan.map(({ detail }) => detail)).toEqual(['SEARCH job USING INDEX job_ready (lane=?)']);
});

test('twenty claims at once hand out each job once', async () => {
  const bench = await openQueue();
  for (let n = 0; n < 10; n++) await enqueue(bench);
  const claimed = await Promise.all(
    Array.from({ length: 20 }, (_, n) => bench.queue.claim(`owner ${n}`, 'heavy')),
  );
  const ids = claimed.flatMap((job) => (job ? [job.id] : []));
  expect(ids.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('a run settles exactly once: the second settlement says no and changes nothing', async () => {
  const bench = await openQueue();
  const id = await jobIn(bench, 'running');
  const first = await bench.queue.settle(id, 'me', progress(10), {
    state: 'succeeded',
    summary: 'all done',
  });
  const row = await rowOf(bench, id);
  const second = await bench.queue.settle(id, 'me', progress(0), {
    state: 'failed',
    reason: 'late',
  });
  expect({ first, second, row: await rowOf(bench, id) }).toEqual({
    first: true,
    second: false,
    row,
  });
});

test('a run whose job was taken back can neither commit, extend its lease nor settle, and changes nothing', async () => {
  const bench = await openQueue();
  const { queue, clock } = bench;
  const id = await jobIn(bench, 'running');
  clock.advance(LEASE_MS + 1);
  const reclaimed = await queue.reclaim('other', 'none');
  await queue.claim('other', 'heavy');
  const row = await rowOf(bench, id);
  const commit = queue.commit(id, 'me', progress(5), '{"at":5}', (tx) =>
    tx.run("INSERT INTO note VALUES ('stale')"),
  );
  await expect(commit).rejects.toMatchObject({ code: 'conflict' });
  expect({
    reclaimed,
    held: await queue.heartbeat('me', [id]),
    settled: await queue.settle(id, 'me', progress(9), { state: 'succeeded', summary: 'late' }),
    row: await rowOf(bench, id),
    notes: await bench.db.reader.all('SELECT * FROM note'),
  }).toEqual({ reclaimed: 1, held: new Set(), settled: false, row, notes: [] });
});

test('a heartbeat keeps a job from being taken back', async () => {
  const bench = await openQueue();
  const { queue, clock } = bench;
  const id = await jobIn(bench, 'running');
  clock.advance(LEASE_MS - 1);
  const held = await queue.heartbeat('me', [id]);
  clock.advance(LEASE_MS - 1);
  expect({ held, reclaimed: await queue.reclaim('other', 'none') }).toEqual({
    held: new Set([id]),
    reclaimed: 0,
  });
});

test('at the start jobs of dead owners are taken back whatever their lease; after the last attempt they have failed', async () => {
  const bench = await openQueue();
  const { queue } = bench;
  const id = await enqueue(bench);
  const states: unknown[] = [];
  for (let crash = 1; crash <= 3; crash++) {
    await queue.claim(`owner ${crash}`, 'heavy');
    await queue.reclaim(`owner ${crash + 1}`, 'others');
    const { state, reason } = await jobById(bench.db.reader, id);
    states.push([state, reason]);
  }
  expect(states).toEqual([
    ['retrying', 'The program ended while it ran'],
    ['retrying', 'The program ended while it ran'],
    ['failed', 'The program ended while it ran, 3 times without progress'],
  ]);
});

test('a job that was being cancelled when its owner died is cancelled', async () => {
  const bench = await openQueue();
  const id = await jobIn(bench, 'cancelling');
  await bench.queue.reclaim('other', 'others');
  expect(await jobById(bench.db.reader, id)).toMatchObject({
    state: 'cancelled',
    reason: 'Cancelled while the program ended',
  });
});

test('saved progress starts the count of attempts anew', async () => {
  const bench = await openQueue();
  const { queue, db } = bench;
  const id = await enqueue(bench);
  for (let crash = 0; crash < 2; crash++) {
    await queue.claim('me', 'heavy');
    await queue.reclaim('other', 'others');
  }
  await queue.claim('me', 'heavy');
  const before = (await jobById(db.reader, id)).attempt;
  await queue.commit(id, 'me', progress(4), '{"at":4}', async () => {});
  const after = (await jobById(db.reader, id)).attempt;
  await queue.commit(id, 'me', progress(4), '{"at":4}', async () => {});
  await queue.reclaim('other', 'others');
  const again = await queue.claim('other', 'heavy');
  expect({ before, after, again }).toMatchObject({
    before: 3,
    after: 1,
    again: { attempt: 2, done: 4, total: 10, checkpoint: '{"at":4}', created_by: 'ada' },
  });
});

test('a commit stores data, progress and checkpoint together or not at all', async () => {
  const bench = await openQueue();
  const id = await jobIn(bench, 'running');
  const row = await rowOf(bench, id);
  const commit = bench.queue.commit(id, 'me', progress(5), '{"at":5}', async (tx) => {
    await tx.run("INSERT INTO note VALUES ('half')");
    throw new Error('no');
  });
  await expect(commit).rejects.toThrow('no');
  expect([await rowOf(bench, id), await bench.db.reader.all('SELECT * FROM note')]).toEqual([
    row,
    [],
  ]);
});

test.each(taskStates)('cancelling a job that is %s', async (state) => {
  const bench = await openQueue();
  const id = await jobIn(bench, state);
  const cancelled = bench.queue.cancel(id, 'bob', 'not today');
  if (mayCancel(state))
    expect(await cancelled).toBe(state === 'running' ? 'cancelling' : 'cancelled');
  else
    await expect(cancelled).rejects.toMatchObject({
      code: 'conflict',
      message: `Task ${id} is ${state}: it cannot be cancelled.`,
    });
});

test.each(taskStates)('retrying a job that is %s', async (state) => {
  const bench = await openQueue();
  const id = await jobIn(bench, state);
  const retried = bench.queue.retry(id, 'bob');
  if (mayRetry(state)) {
    expect(await retried).toBe('retrying');
    expect(await bench.queue.claim('me', 'heavy')).toMatchObject({ id, attempt: 1 });
  } else
    await expect(retried).rejects.toMatchObject({
      code: 'conflict',
      message: `Task ${id} is ${state}: it cannot be retried.`,
    });
});

test('a job that does not exist can be neither cancelled nor retried', async () => {
  const { queue } = await openQueue();
  const refusal = { code: 'not_found', message: 'There is no task 99.' };
  await expect(queue.cancel(99, 'bob', 'x')).rejects.toMatchObject(refusal);
  await expect(queue.retry(99, 'bob')).rejects.toMatchObject(refusal);
});

test('every change of state is a line of history with who, when, why and which attempt', async () => {
  const bench = await openQueue();
  const { queue, clock, db } = bench;
  const start = clock.now();
  const id = await enqueue(bench);
  clock.advance(10);
  await queue.claim('me', 'heavy');
  clock.advance(10);
  await queue.settle(id, 'me', nothingDone, {
    state: 'retrying',
    reason: 'disk is full',
    runAfter: clock.now(),
  });
  clock.advance(10);
  await queue.claim('me', 'heavy');
  await queue.cancel(id, 'bob', 'wrong file');
  await queue.settle(id, 'me', nothingDone, {
    state: 'cancelled',
    reason: 'Cancelled while it ran',
  });
  await queue.retry(id, 'cleo');
  const history = await historyOf(db.reader, id);
  expect(
    history.map(({ at, from, to, attempt, actor, reason }) => [
      at - start,
      from,
      to,
      attempt,
      actor,
      reason,
    ]),
  ).toEqual([
    [0, null, 'queued', 0, 'ada', null],
    [10, 'queued', 'running', 1, 'examdesk', null],
    [20, 'running', 'retrying', 1, 'examdesk', 'disk is full'],
    [30, 'retrying', 'running', 2, 'examdesk', null],
    [30, 'running', 'cancelling', 2, 'bob', 'wrong file'],
    [30, 'cancelling', 'cancelled', 2, 'examdesk', 'Cancelled while it ran'],
    [30, 'cancelled', 'retrying', 0, 'cleo', 'Asked for by hand'],
  ]);
});

test.each([
  "UPDATE job_history SET reason = 'nothing happened'",
  'DELETE FROM job_history',
  "INSERT OR REPLACE INTO job_history (id, job_id, at, to_state, attempt, actor) VALUES (1, 1, 0, 'failed', 0, 'x')",
])('the history cannot be edited: %s', async (sql) => {
  const bench = await openQueue();
  await enqueue(bench);
  await expect(bench.db.write((tx) => tx.run(sql))).rejects.toMatchObject({
    code: 'SQLITE_CONSTRAINT',
    message: expect.stringContaining('history is never'),
  });
});

test('the store itself refuses every move that the table of states does not have, and takes every other', async () => {
  const bench = await openQueue();
  const moves = taskStates.flatMap((from) => taskStates.map((to) => ({ from, to })));
  const taken: string[] = [];
  for (const { from, to } of moves) {
    if (from === to) continue;
    const id = await jobIn(bench, from);
    const owned = to === 'running' || to === 'cancelling';
    const over = to === 'succeeded' || to === 'failed' || to === 'cancelled';
    const move = bench.db.write((tx) =>
      tx.run('UPDATE job SET state = ?, owner = ?, lease_until = ?, finished_at = ? WHERE id = ?', [
        to,
        owned ? 'me' : null,
        owned ? 1 : null,
        over ? 1 : null,
        id,
      ]),
    );
    const refused = await move.then(
      () => undefined,
      (error: Error) => error.message,
    );
    if (refused === undefined) taken.push(`${from} ${to}`);
    else expect(refused).toContain("forbidden change of a job's state");
    // Out of the way of the next claim.
    await bench.db.write((tx) =>
      tx.run("UPDATE job SET run_after = 9e15 WHERE state IN ('queued','retrying')"),
    );
  }
  expect(taken.sort()).toEqual(
    Object.entries(transitions)
      .flatMap(([from, tos]) => tos.map((to) => `${from} ${to}`))
      .sort(),
  );
});

test.each([
  ['a running job without an owner', "state = 'running', owner = NULL, lease_until = NULL"],
  ['a waiting job with an owner', "owner = 'me', lease_until = 1"],
  ['an owner without a lease', "state = 'running', owner = 'me', lease_until = NULL"],
  ['a job that is over without an end', "state = 'cancelled', finished_at = NULL"],
  ['a checkpoint that is not JSON', "checkpoint = '{'"],
])('the store refuses %s', async (_what, change) => {
  const bench = await openQueue();
  await enqueue(bench);
  await expect(bench.db.write((tx) => tx.run(`UPDATE job SET ${change}`))).rejects.toMatchObject({
    code: 'SQLITE_CONSTRAINT',
  });
});

test('listeners hear of a change after its commit, and of none that is rolled back', async () => {
  const bench = await openQueue();
  const { db, queue } = bench;
  const heard: (readonly number[])[] = [];
  queue.onChanged((ids) => heard.push(ids));
  await db
    .write(async (tx) => {
      await queue.enqueue(tx, spec, { n: 1 }, { title: 'T', actor: 'ada' });
      throw new Error('no');
    })
    .catch(() => {});
  const id = await enqueue(bench);
  await queue.claim('me', 'heavy');
  expect(heard).toEqual([[id], [id]]);
});
