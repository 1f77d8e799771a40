/** `completions record` and `completions import` over a fake app. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CompletionEvent } from '../../../src/shared/completion-event.ts';
import type { ImportRecord, RowCounts } from '../../../src/shared/contract/imports.ts';
import type { Task } from '../../../src/shared/contract/tasks.ts';
import { aTask, type Run, runIn } from './cli-rig.ts';
import { fakeApp } from './fake-app.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'examdesk-cli-'));
});
afterEach(() => rm(folder, { recursive: true }));

const run = (line: readonly string[], how?: Run) => runIn(folder, line, how);

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
      ['startWork', 'untilIdle', 'close'],
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
