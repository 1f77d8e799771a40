/** The command line over a fake app: what goes to stdout and stderr, exit codes, interruption. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CliApp, CliParts } from '../../../src/main/hosts/cli/ports.ts';
import { runCli } from '../../../src/main/hosts/cli/program.ts';
import type { CompletionEvent } from '../../../src/shared/completion-event.ts';
import type { ImportRecord, RowCounts } from '../../../src/shared/contract/imports.ts';
import type { Task } from '../../../src/shared/contract/tasks.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { type FakeApp, fakeApp } from './fake-app.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'examdesk-cli-'));
});
afterEach(() => rm(folder, { recursive: true }));

interface Run {
  readonly app?: CliApp | AppError;
  readonly stdin?: string;
  /** Called with the function that asks the command to stop. */
  readonly onStart?: (stop: () => void) => void;
  readonly env?: Record<string, string>;
}

/** Runs one command line to its end. */
async function run(
  line: readonly string[],
  { app = fakeApp({}), stdin = '', onStart, env = {} }: Run = {},
) {
  const said = { stdout: '', stderr: '' };
  const opened: unknown[] = [];
  const exits: number[] = [];
  const stderr = new PassThrough();
  stderr.on('data', (text) => {
    said.stderr += String(text);
  });
  const parts: CliParts = {
    openApp: async ({ storeDir, access, program }) => {
      opened.push({ storeDir, access, program });
      if (app instanceof AppError) throw app;
      return app;
    },
    defaultStoreDir: () => '/default/store',
    version: '1.2.3',
    rendererDir: '/nowhere',
  };
  const code = await runCli(line, parts, {
    env,
    cwd: folder,
    platform: 'linux',
    stdout: {
      write: (text) => {
        said.stdout += text;
      },
    },
    stderr,
    readStdin: async () => stdin,
    monotonic: () => 0,
    onStopRequest: (listener) => {
      onStart?.(listener);
      return () => {};
    },
    exitNow: (exit) => {
      exits.push(exit);
    },
  });
  return { code, ...said, opened, exits };
}

const aTask = (changes: Partial<Task> = {}): Task => ({
  id: 5,
  kind: 'imports.check',
  title: 'Check: results.csv',
  lane: 'interactive',
  state: 'succeeded',
  progress: { done: 1, total: 1, step: '', perSecond: null, secondsLeft: null },
  attempt: 1,
  maxAttempts: 3,
  createdAt: 0,
  startedAt: 0,
  finishedAt: 0,
  runAfter: 0,
  reason: null,
  summary: null,
  canCancel: false,
  canRetry: false,
  ...changes,
});
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

describe('completions record', () => {
  const recorded: CompletionEvent[][] = [];
  const recording = () => {
    recorded.length = 0;
    return fakeApp({
      completions: {
        record: ({ events }) => {
          recorded.push(events);
          return {
            outcomes: [{ outcome: 'new', completionId: 1, version: 1, reason: null }],
            taskId: 5,
          };
        },
      },
      tasks: { get: () => ({ task: aTask(), payload: {}, history: [] }) },
    });
  };
  const text = '{"candidate":{"id":"C-1","name":"Ann"},"course":{"code":"BIO"},"mark":50.0}';

  test('from standard input: records and waits for the certificates', async () => {
    const app = recording();
    const { code, stdout } = await run(['completions', 'record', '--json'], { app, stdin: text });

    expect([code, JSON.parse(stdout), app.log]).toEqual([
      0,
      { outcomes: [expect.objectContaining({ outcome: 'new' })], taskId: 5 },
      ['startWork', 'close'],
    ]);
    expect(recorded).toMatchObject([[{ mark: '50.0' }]]);
  });

  test('from a file, without waiting', async () => {
    await writeFile(join(folder, 'event.json'), text);
    const app = recording();
    const { code } = await run(['completions', 'record', 'event.json', '--no-wait'], { app });

    expect([code, recorded.length, app.log]).toEqual([0, 1, ['close']]);
  });

  test('a bad event is bad input, and nothing is recorded', async () => {
    const app = recording();
    const { code, stderr } = await run(['completions', 'record'], {
      app,
      stdin: '{"mark":"12,5"}',
    });

    expect([code, recorded]).toEqual([3, []]);
    expect(stderr).toContain('mark: A number with a decimal point, for example 49.96.');
  });

  test('a file that is not there is told by its name', async () => {
    const { code, stderr } = await run(['completions', 'record', 'nothing.json'], {
      app: recording(),
    });

    expect([code, stderr]).toEqual([6, expect.stringContaining('nothing.json')]);
  });
});

describe('completions import', () => {
  const importing = (counts: Partial<RowCounts>, certificatesTask?: Task) => {
    const calls: unknown[] = [];
    const all = { new: 0, changed: 0, unchanged: 0, conflicting: 0, invalid: 0, ...counts };
    const record: ImportRecord = {
      id: 9,
      file: 'results.csv',
      size: 10,
      encoding: 'UTF-8',
      delimiter: ',',
      state: 'checked',
      createdAt: 0,
      counts: all,
      newCourses: [],
      taskId: 5,
      certificatesTaskId: certificatesTask?.id ?? null,
      rejectsFile: all.invalid > 0 ? '/store/imports/9-rejected.csv' : null,
      error: null,
    };
    const app = fakeApp({
      imports: {
        inspect: ({ source }) => {
          calls.push(source);
          return {
            file: 'results.csv',
            size: 10,
            format: 'csv',
            encoding: 'UTF-8',
            delimiter: ',',
            header: ['Id', 'Name', 'Course', 'When'],
            firstRows: [],
            mapping: { candidateId: 'Id', candidateName: 'Name', courseCode: 'Course' },
            certain: ['candidateId', 'candidateName', 'courseCode'],
            unused: ['When'],
            remembered: false,
            reading: { zone: 'UTC' },
          };
        },
        check: ({ mapping, reading }) => {
          calls.push({ mapping, reading });
          return { importId: 9, taskId: 5 };
        },
        get: () => record,
        commit: () => {
          calls.push('commit');
          return { taskId: 6 };
        },
        discard: () => {
          calls.push('discard');
          return {};
        },
      },
      tasks: {
        get: ({ id }) => ({
          task: certificatesTask?.id === id ? certificatesTask : aTask({ id }),
          payload: {},
          history: [],
        }),
      },
    });
    return { app, calls, record };
  };

  test('checks, commits and waits for the certificates, with the columns and options given', async () => {
    const certificates = aTask({ id: 7, title: 'Certificates', summary: '3 issued' });
    const { app, calls, record } = importing({ new: 3 }, certificates);
    const { code, stdout } = await run(
      [
        'completions',
        'import',
        'r.csv',
        '--map',
        'completedAt=When',
        '--date-order',
        'dmy',
        '--zone',
        'Europe/Paris',
        '--json',
      ],
      { app },
    );

    expect([code, JSON.parse(stdout), calls]).toEqual([
      0,
      { import: record, certificates },
      [
        { kind: 'path', path: join(folder, 'r.csv') },
        {
          mapping: {
            candidateId: 'Id',
            candidateName: 'Name',
            courseCode: 'Course',
            completedAt: 'When',
          },
          reading: { zone: 'Europe/Paris', dateOrder: 'dmy' },
        },
        'commit',
      ],
    ]);
  });

  test('rows that were left out end it with 1 and name the file with the reasons', async () => {
    const { app, calls } = importing({ new: 3, invalid: 2 });
    const { code, stdout } = await run(['completions', 'import', 'r.csv'], { app });

    expect([code, calls.at(-1)]).toEqual([1, 'commit']);
    expect(stdout).toContain('5 rows: 3 new, 2 invalid');
    expect(stdout).toContain('/store/imports/9-rejected.csv');
  });

  test.each([
    ['a dry run', { new: 3 }, ['--dry-run'], 'Nothing was written (dry run).'],
    ['nothing new', { unchanged: 3 }, [], 'Nothing new: nothing was written.'],
  ])('%s commits nothing', async (_what, counts, options, said) => {
    const { app, calls } = importing(counts);
    const { code, stdout } = await run(['completions', 'import', 'r.csv', ...options], { app });

    expect([code, calls.at(-1), stdout]).toEqual([0, 'discard', expect.stringContaining(said)]);
  });

  test('certificates that failed end it with 1', async () => {
    const failed = aTask({ id: 7, title: 'Certificates', state: 'failed', reason: 'disk full' });
    const { app } = importing({ new: 3 }, failed);
    const { code, stderr } = await run(['completions', 'import', 'r.csv'], { app });

    expect([code, stderr]).toEqual([1, expect.stringContaining('Certificates: failed. disk full')]);
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

    expect([code, app.log, exits]).toEqual([130, ['close'], []]);
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
