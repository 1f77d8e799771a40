/** The command line over a fake app: what goes to stdout and stderr, exit codes, interruption. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../src/shared/errors.ts';
import { aTask, type Run, runIn } from './cli-rig.ts';
import { type FakeApp, fakeApp } from './fake-app.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'examdesk-cli-'));
});
afterEach(() => rm(folder, { recursive: true }));

const run = (line: readonly string[], how?: Run) => runIn(folder, line, how);

const aCourse = {
  id: 1,
  code: 'BIO-101',
  title: 'Biology',
  passMark: '50',
  validityMonths: null,
  completions: 3,
};

describe('where the store is', () => {
  const app = () => fakeApp({ courses: { list: () => [] } });

  test.each([
    [
      'the option, below the folder of the call',
      ['--store', 'x'],
      { EXAMDESK_STORE: '/env' },
      (below: string) => join(below, 'x'),
    ],
    ['the variable', [], { EXAMDESK_STORE: '/env' }, () => '/env'],
    ['the application data folder', [], {}, () => '/default/store'],
  ])('%s', async (_what, options, env, expected) => {
    const { opened } = await run(['courses', 'list', ...options], { app: app(), env });

    expect(opened).toEqual([
      { storeDir: expected(folder), access: 'read', program: 'examdesk courses list' },
    ]);
  });

  test("the demo never works in the office's own store", async () => {
    const { opened } = await run(['demo'], {
      app: new AppError('disk_full', 'full'),
      env: { EXAMDESK_STORE: '/env' },
    });

    expect(opened).toEqual([
      { storeDir: join(folder, 'demo-store'), access: 'write', program: 'examdesk demo' },
    ]);
  });
});

describe('what is printed', () => {
  test('lines for a person, one JSON document for a program', async () => {
    const app = fakeApp({ courses: { list: () => [aCourse] } });
    const human = await run(['courses', 'list'], { app });
    const json = await run(['courses', 'list', '--json'], { app });

    expect(human.stdout).toBe(
      'code     title    pass mark  valid     completions\nBIO-101  Biology         50  for ever            3\n1 course\n',
    );
    expect([JSON.parse(json.stdout), json.stderr, json.code]).toEqual([[aCourse], '', 0]);
  });

  test.each([
    ['store_in_use', 4],
    ['store_newer', 5],
    ['store_corrupt', 5],
    ['disk_full', 6],
    ['file_access', 6],
  ] as const)('a store that cannot be opened: %s', async (error, exit) => {
    const app = new AppError(error, 'What is wrong and what to do.', { details: { pid: 1 } });
    const human = await run(['courses', 'list'], { app });
    const json = await run(['courses', 'list', '--json'], { app });

    expect([human.code, human.stdout, human.stderr]).toEqual([
      exit,
      '',
      'Error: What is wrong and what to do.\n',
    ]);
    expect([json.code, JSON.parse(json.stdout), json.stderr]).toEqual([
      exit,
      { error: { code: error, message: 'What is wrong and what to do.', details: { pid: 1 } } },
      '',
    ]);
  });

  test('an unexpected failure is reported under the id that is printed, and the store is closed', async () => {
    const app = fakeApp({
      courses: {
        list: () => {
          throw new Error('a secret of the inside');
        },
      },
    });
    const { code, stderr, stdout } = await run(['courses', 'list'], { app });

    expect([code, stdout, app.log]).toEqual([70, '', ['close']]);
    expect(stderr).toMatch(
      /^Error: Something went wrong. The log has the details. \(id [\w-]{36}\)\n$/,
    );
    expect(app.errors).toMatchObject([{ cause: new Error('a secret of the inside') }]);
  });

  test.each([
    [['fly'], /unknown command/],
    [['tasks', 'show'], /missing required argument/],
    [['tasks', 'show', 'x'], /Give a whole number/],
    [['tasks', 'list', '--tab', 'x'], /Allowed choices are all, waiting/],
    [['courses', 'list', '--colour'], /unknown option/],
    [['completions', 'import', 'f', '--map', 'x'], /Write field=Column/],
    [['courses', 'save', 'A', '--title', 'A', '--pass-mark', '12,5'], /with a decimal point/],
    [['certificates', 'revoke', '1'], /required option '--reason/],
  ])('wrong use: %j', async (line, message) => {
    const human = await run(line);
    const json = await run([...line, '--json']);

    expect([human.code, human.stdout, human.stderr, human.opened]).toEqual([
      2,
      '',
      expect.stringMatching(message),
      [],
    ]);
    expect([json.code, JSON.parse(json.stdout), json.stderr]).toEqual([
      2,
      { error: { code: 'invalid_input', message: expect.stringMatching(message) } },
      '',
    ]);
  });

  test('help and version are success', async () => {
    const help = await run(['tasks', '--help']);
    const version = await run(['--version']);

    expect([help.code, help.stdout, version.code, version.stdout]).toEqual([
      0,
      expect.stringContaining('cancel'),
      0,
      '1.2.3\n',
    ]);
  });
});

describe('a request to stop', () => {
  const waiting = () =>
    fakeApp({
      certificates: { export: () => ({ taskId: 5, asked: 3 }) },
      tasks: { get: () => ({ task: aTask({ state: 'running' }), payload: {}, history: [] }) },
    });

  test('the first one drains and closes; the task is kept', async () => {
    const app = waiting();
    const { code, stderr, exits } = await run(['certificates', 'export', 'out'], {
      app,
      onStart: (stop) => {
        app.startWork = async () => stop();
      },
    });

    expect([code, app.log, exits]).toEqual([130, ['untilIdle', 'close'], []]);
    expect(stderr).toContain('Stopped. Task 5 is kept and goes on with the next "examdesk run".');
  });

  test('the second one ends the process at once', async () => {
    const app = waiting();
    const { exits } = await run(['certificates', 'export', 'out'], {
      app,
      onStart: (stop) => {
        app.startWork = async () => {
          stop();
          stop();
        };
      },
    });

    expect(exits).toEqual([130]);
  });

  test('"run" that was told to stop has done what it was asked, and lists what ended', async () => {
    const ended = aTask({ id: 8, title: 'Certificates', summary: '3 issued' });
    const app: FakeApp = fakeApp({
      office: {
        status: () => ({
          now: 0,
          version: '1',
          store: folder,
          readOnly: false,
          settings: { officeName: 'Office', zone: 'UTC' },
          heavyWork: { open: true, until: null, why: '' },
          running: [],
          waiting: 2,
          attention: [],
        }),
      },
    });
    const { code, stdout } = await run(['run', '--json'], {
      app,
      onStart: (stop) => {
        app.startWork = async () => {
          app.push('tasks.changed', { tasks: [ended] });
          stop();
        };
      },
    });

    expect([code, JSON.parse(stdout)]).toEqual([0, { tasks: [ended] }]);
  });
});

test('the end of a task is heard also when it comes after the question', async () => {
  const app = fakeApp({
    certificates: { export: () => ({ taskId: 5, asked: 3 }) },
    tasks: {
      get: () => {
        queueMicrotask(() =>
          app.push('tasks.changed', { tasks: [aTask({ summary: '3 copied' })] }),
        );
        return { task: aTask({ state: 'running' }), payload: {}, history: [] };
      },
    },
  });
  const { code, stdout } = await run(['certificates', 'export', 'out'], { app });

  expect([code, stdout]).toEqual([0, `3 copied: ${join(folder, 'out')}\n`]);
});
