/** The built command line, as an officer's scripts use it. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CertificateDetail } from '../../../src/shared/contract/certificates.ts';
import type { Completion } from '../../../src/shared/contract/completions.ts';
import type { Task } from '../../../src/shared/contract/tasks.ts';
import type { WireError } from '../../../src/shared/errors.ts';
import { anEvent, end, Workplace } from './program.ts';

let at: Workplace;
beforeEach(async () => {
  at = await Workplace.make();
});
afterEach(() => at.leave());

const header =
  'candidate number,candidate name,course code,course title,pass mark,mark,enrolled at,completed at';
const row = (id: string, name: string, mark: string) =>
  `${id},${name},BIO-101,Biology I,50,${mark},2026-01-10T09:00:00Z,2026-06-15T14:30:00+02:00`;
const results = [
  header,
  row('C-1', 'Zoë Ångström', '49.96'),
  row('C-2', 'Ελένη Παπαδοπούλου', '75.5'),
  row('C-3', 'Ann Example', 'abc'),
  row('C-4', 'Пётр Образцов', '50'),
].join('\n');
const importResults = async () => {
  await writeFile(join(at.folder, 'results.csv'), results);
  return at.run('completions', 'import', 'results.csv', '--json');
};

test('a results file becomes sealed certificates, with a reason for everyone else', async () => {
  const imported = await importResults();
  const listed = await at.json<{ rows: Completion[] }>('completions', 'list', '--sort', 'name');

  expect([imported.code, JSON.parse(imported.stdout)]).toMatchObject([
    1,
    {
      import: { counts: { new: 3, changed: 0, unchanged: 0, conflicting: 0, invalid: 1 } },
      certificates: { state: 'succeeded' },
    },
  ]);
  expect(
    Object.fromEntries(
      listed.rows.map(({ candidateName, mark, certificate }) => [
        candidateName,
        [mark, certificate?.state],
      ]),
    ),
  ).toEqual({
    'Zoë Ångström': ['49.96', 'blocked'],
    'Ελένη Παπαδοπούλου': ['75.5', 'issued'],
    'Пётр Образцов': ['50', 'issued'],
  });
  const rejects = await readFile(JSON.parse(imported.stdout).import.rejectsFile, 'utf8');
  expect(rejects).toContain('Ann Example');
});

test('importing the same file again issues nothing new', async () => {
  await importResults();
  const before = await at.json('certificates', 'list');
  const again = await importResults();

  expect([again.code, JSON.parse(again.stdout).import.counts]).toEqual([
    1,
    { new: 0, changed: 0, unchanged: 3, conflicting: 0, invalid: 1 },
  ]);
  expect(await at.json('certificates', 'list')).toEqual(before);
});

test('a certificate is shown by the number on it, and is exported as the sealed file', async () => {
  await importResults();
  const { rows } = await at.json<{ rows: { number: string }[] }>(
    'certificates',
    'list',
    '--state',
    'issued',
    '--sort',
    'name',
  );
  const number = rows[0]?.number ?? '';
  const shown = await at.json<CertificateDetail>('certificates', 'show', number.toLowerCase());
  const exported = await at.run('certificates', 'export', 'handover', '--text', number);
  const names = await readdir(join(at.folder, 'handover'), { recursive: true });
  const pdf = names.find((name) => name.endsWith('.pdf')) ?? '';
  const bytes = await readFile(join(at.folder, 'handover', pdf));

  expect([shown.certificate.number, shown.conditions.every(({ met }) => met)]).toEqual([
    number,
    true,
  ]);
  expect([exported.code, names.filter((name) => name.endsWith('.pdf')).length]).toEqual([0, 1]);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(shown.file?.sha256);
});

test('a dry run writes nothing', async () => {
  await writeFile(join(at.folder, 'results.csv'), results);
  const dry = await at.run('completions', 'import', 'results.csv', '--dry-run');

  expect([dry.code, dry.stdout]).toEqual([1, expect.stringContaining('3 new, 1 invalid')]);
  expect(await at.json('completions', 'list')).toEqual({ rows: [], total: 0 });
});

test('recorded events wait in the queue until a run has worked through it', async () => {
  const recorded = await at.runWith(
    JSON.stringify([anEvent('C-1', '60'), anEvent('C-2', '40')]),
    'completions',
    'record',
    '--no-wait',
  );
  const waiting = await at.json<{ total: number }>('tasks', 'list', '--tab', 'waiting');
  const run = await at.run('run', '--until-idle', '--json');
  const counts = await at.json('certificates', 'counts');

  expect([recorded.code, waiting.total, run.code]).toEqual([0, 1, 0]);
  expect((JSON.parse(run.stdout) as { tasks: Task[] }).tasks).toMatchObject([
    { state: 'succeeded' },
  ]);
  expect(counts).toMatchObject({
    states: { issued: 1, blocked: 1 },
    reasons: [{ code: 'below_pass_mark', count: 1 }],
  });
});

test('a queued task is cancelled, retried, and its history tells both', async () => {
  await at.runWith(JSON.stringify(anEvent('C-1', '60')), 'completions', 'record', '--no-wait');
  const cancelled = await at.json<Task>('tasks', 'cancel', '1', '--reason', 'too early');
  const idle = await at.json<{ tasks: Task[] }>('run', '--until-idle');
  const retried = await at.json<Task>('tasks', 'retry', '1');
  const { history } = await at.json<{ history: { to: string; reason: string | null }[] }>(
    'tasks',
    'show',
    '1',
  );

  expect([cancelled.state, idle.tasks, retried.state]).toEqual(['cancelled', [], 'retrying']);
  expect(history.map(({ to }) => to)).toEqual(['queued', 'cancelled', 'retrying']);
  expect(history[1]?.reason).toContain('too early');
});

test('an interrupted import is kept and the next run ends it', async () => {
  const rows = Array.from({ length: 20_000 }, (_, index) =>
    row(`C-${index}`, `Name ${index}`, '10'),
  );
  await writeFile(join(at.folder, 'large.csv'), [header, ...rows].join('\n'));
  const child = at.start('completions', 'import', 'large.csv', '--no-wait');
  const ended = end(child);
  const running = async () => {
    const { rows: tasks } = await at.json<{ rows?: Task[] }>('tasks', 'list', '--tab', 'running');
    return tasks?.length ?? 0;
  };
  await expect.poll(running, { timeout: 30_000 }).toBe(1);
  child.kill('SIGINT');
  const { code, stderr } = await ended;
  const run = await at.run('run', '--until-idle', '--json');

  expect([code, stderr]).toEqual([130, expect.stringContaining('Stopped. Task ')]);
  expect([run.code, JSON.parse(run.stdout)]).toMatchObject([
    0,
    { tasks: [{ state: 'succeeded' }] },
  ]);
});

describe('what goes wrong is told, with an exit code of its own', () => {
  const failing = async (...line: string[]) => {
    const { code, stdout } = await at.run(...line, '--json');
    const { error } = JSON.parse(stdout) as { error: WireError };
    return [code, error.code, error.message];
  };

  test.each([
    ['an empty file', '', 3],
    ['a file without the columns', 'colour,size\nblue,3\n', 3],
  ])('%s', async (_what, content, exit) => {
    await writeFile(join(at.folder, 'bad.csv'), content);

    expect(await failing('completions', 'import', 'bad.csv')).toEqual([
      exit,
      expect.stringMatching(/^(invalid_input|unreadable_file)$/),
      expect.stringContaining('bad.csv'),
    ]);
    expect(await at.json('completions', 'list')).toEqual({ rows: [], total: 0 });
  });

  test('a file that is not there', async () => {
    expect(await failing('completions', 'import', 'nothing.csv')).toEqual([
      expect.any(Number),
      expect.stringMatching(/^(file_access|not_found|unreadable_file)$/),
      expect.stringContaining('nothing.csv'),
    ]);
  });

  test('a store that does not exist yet cannot be read', async () => {
    expect(await failing('completions', 'list')).toEqual([
      3,
      'not_found',
      expect.stringContaining(at.store),
    ]);
  });

  test('a store that is no store', async () => {
    await mkdir(at.store);
    await writeFile(join(at.store, 'examdesk.db'), 'not a database'.repeat(1_000));

    expect(await failing('run', '--until-idle')).toEqual([
      5,
      'store_corrupt',
      expect.stringContaining('It was left as it is'),
    ]);
  });

  test('a folder without permission', async () => {
    // Refused to every user, the superuser included.
    const folder = process.platform === 'linux' ? '/sys/kernel/store' : '/System/store';

    expect(await failing('run', '--until-idle', '--store', folder)).toEqual([
      6,
      'file_access',
      expect.stringContaining(folder),
    ]);
  });
});

test('the demo issues the sample once: a second run says that nothing is new', async () => {
  const first = await at.run('demo');
  const second = await at.run('demo');
  const issued = /^issued +([\d\u00A0]+) \(/m.exec(first.stdout)?.[1] ?? '';
  const files = await readdir(join(at.store, 'certificates'), { recursive: true });

  expect([first.code, second.code]).toEqual([0, 0]);
  expect(first.stdout).toContain(`issued                 ${issued} (${issued} by this run)`);
  expect(second.stdout).toContain(`issued                 ${issued} (none by this run)`);
  expect(second.stdout).toContain('Nothing new was issued');
  expect(files.filter((name) => name.endsWith('.pdf'))).toHaveLength(
    Number(issued.replace('\u00A0', '')),
  );
});
