/** The stores of the window, fed as push events feed them. */
import { describe, expect, it } from 'vitest';
import { electronChannel } from '../../../src/renderer/program/electron-channel.ts';
import { createProgram } from '../../../src/renderer/program/program.ts';
import { coalesce } from '../../../src/renderer/stores/coalesce.ts';
import { milestonePassed, overall, share } from '../../../src/renderer/stores/progress.ts';
import { createTasks } from '../../../src/renderer/stores/tasks.ts';
import { channelPair } from '../../helpers/channel-pair.ts';
import { anOffice } from '../../helpers/fake-office.ts';
import { aTask } from '../../helpers/fake-people.ts';
import { fakeTimers } from '../../helpers/fake-timers.ts';

const running = aTask(7, { state: 'running', title: 'Certificates: a.csv' });

describe('the share of a task', () => {
  it.each([
    [{ done: 0, total: null }, null],
    [{ done: 0, total: 0 }, 1],
    [{ done: 812, total: 1_640 }, 812 / 1_640],
    [{ done: 12, total: 10 }, 1],
  ])('of %o is %s', (progress, expected) => {
    expect(share(progress)).toBe(expected);
  });
});

describe('several tasks together', () => {
  it('add up, and the longest estimate counts because they run beside each other', () => {
    const of = (done: number, total: number, secondsLeft: number | null) =>
      aTask(1, { progress: { done, total, step: '', perSecond: null, secondsLeft } });

    expect(overall([of(10, 100, 9), of(50, 300, 20), of(0, 1, null)])).toEqual({
      done: 60,
      total: 401,
      secondsLeft: 20,
    });
  });

  it('have no total while one of them has none', () => {
    const unknown = aTask(2, { progress: { ...running.progress, total: null } });

    expect(overall([running, unknown]).total).toBeNull();
  });
});

describe('what a screen reader hears', () => {
  it.each([
    [0, 0.1, null],
    [0.1, 0.25, 0.25],
    [0.1, 0.8, 0.75],
    [0.8, 0.99, null],
    [0.99, 1, 1],
    [null, 0.3, 0.25],
    [0.3, null, null],
  ])('from %s to %s is the quarter %s', (before, after, expected) => {
    expect(milestonePassed(before, after)).toBe(expected);
  });
});

describe('the tasks store', () => {
  it('keeps 500 finished tasks, the newest, and every unfinished one', () => {
    const store = createTasks();
    store.put([running, ...Array.from({ length: 600 }, (_, at) => aTask(at + 100))]);

    const ids = Object.keys(store.getState().byId).map(Number);
    expect([ids.length, Math.min(...ids), Math.min(...ids.filter((id) => id !== 7))]).toEqual([
      501, 7, 200,
    ]);
  });

  it('forgets a running task that the program does not have, and keeps the ones it has', () => {
    const store = createTasks();
    const other = aTask(8, { state: 'running' });
    const done = aTask(9);
    store.put([running, other, done]);
    store.confirmRunning([other]);

    expect(Object.values(store.getState().byId)).toEqual([other, done]);
  });

  it('does not invent a task from a tick', () => {
    const store = createTasks();

    expect([store.progress(7, running.progress), store.getState()]).toEqual([false, { byId: {} }]);
  });
});

describe('coalescing', () => {
  it('works at once, then once a period for all that came in it, and rests again', () => {
    const timers = fakeTimers();
    const worked: number[] = [];
    const call = coalesce(250, timers.later, () => worked.push(timers.now()));
    call();
    call();
    call();
    timers.advance(250);
    timers.advance(1_000);
    call();

    expect(worked).toEqual([0, 250, 1_250]);
  });
});

describe('the program as the window knows it', () => {
  const start = async () => {
    const timers = fakeTimers();
    const office = anOffice({ people: 10, running: [running] });
    const { near, far } = channelPair();
    office.attach(far);
    const program = createProgram(electronChannel(near), timers.later);
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    await settled();
    return { office, program, timers, settled };
  };

  it('learns the running tasks from the status and their progress from ticks', async () => {
    const { office, program } = await start();
    office
      .event('tasks.progressed')
      .pushes({ id: 7, progress: { ...running.progress, done: 900 } });

    expect(program.tasks.getState().byId[7]?.progress.done).toBe(900);
  });

  it('asks for the status again when a tick is about a task it does not know', async () => {
    const { office, timers, settled } = await start();
    timers.advance(300);
    await settled();
    const before = office.call('office.status').inputs.length;
    office.event('tasks.progressed').pushes({ id: 55, progress: running.progress });
    timers.advance(300);
    await settled();

    expect(office.call('office.status').inputs.length).toBe(before + 1);
  });

  it('touches every list when a task ends, and says its end once', async () => {
    const { office, program } = await start();
    const before = program.freshness.getState();
    const ended = aTask(7, { title: running.title });
    office.event('tasks.changed').pushes({ tasks: [ended] });
    office.event('tasks.changed').pushes({ tasks: [ended] });

    expect({
      certificates: program.freshness.getState().certificates - before.certificates,
      imports: program.freshness.getState().imports - before.imports,
      said: program.announcements.getState(),
    }).toEqual({
      certificates: 1,
      imports: 1,
      said: { text: 'Certificates: a.csv: Done. 1,582 issued, 58 blocked', turn: 1 },
    });
  });

  it('touches everything after a gap in the events', async () => {
    const { office, program } = await start();
    office.event('tasks.changed').pushes({ tasks: [] });
    const before = program.freshness.getState().courses;
    office.loseEvent();
    office.event('tasks.changed').pushes({ tasks: [] });

    expect(program.freshness.getState().courses).toBe(before + 1);
  });
});
