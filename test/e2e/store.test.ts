/** A store that cannot be used: a full disk, a newer program, damage, a second program. */
import { cp, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Connection } from '../../src/main/kernel/db/sql.ts';
import { aResultsFile } from '../helpers/builders.ts';
import { cli, startCli } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/folder.ts';
import { killWhen, lookAt } from '../helpers/kill-run.ts';
import { smallDisk } from '../helpers/run-sandbox.ts';
import { audit } from '../helpers/store-inspector.ts';
import { until } from '../helpers/until.ts';

const CERTIFICATES = 1_000;
const run = ['run', '--until-idle'];

/** A store with 30 candidates, their certificates made. */
async function aStore(): Promise<{ folder: string; store: string; path: string }> {
  const folder = await temporaryFolder();
  const store = join(folder, 'store');
  const { path } = await aResultsFile().rows(30).writeTo(folder);
  const { code, stderr } = await cli(['completions', 'import', path, '--store', store]);
  if (code !== 0) throw new Error(`The store could not be made: ${stderr}`);
  return { folder, store, path };
}

/** So small that the work stops there. */
const disks = [
  { size: '100k', stopsIn: 'the making of the store' },
  { size: '1500k', stopsIn: 'the import' },
  { size: '6m', stopsIn: 'the writing of certificates' },
] as const;

for (const { size, stopsIn } of disks)
  test(`a disk that is full in ${stopsIn} is told at once, keeps what was finished, and the work goes on with more room`, async () => {
    const folder = await temporaryFolder();
    const { path } = await aResultsFile().rows(CERTIFICATES).writeTo(folder);
    const disk = await smallDisk(size);
    const { within } = disk;
    const store = join(disk.folder, 'store');
    const seen = async () => {
      const copy = join(folder, 'seen');
      await rm(copy, { recursive: true, force: true });
      await cp(join(disk.seenFromHere, 'store'), copy, { recursive: true });
      return audit(copy);
    };

    const full = await cli(['completions', 'import', path, '--store', store], { within });
    expect(full.code).toBeOneOf([1, 3, 6]);
    expect(full.stderr).toMatch(
      /The disk is full: .*store.* could not be written\. Free some space/,
    );
    expect(full.stderr).not.toContain('Something went wrong');

    await disk.grow('512m');
    // What waits for its next attempt is told to make it now; where there is no store yet, nothing waits.
    const list = await cli(['tasks', 'list', '--tab', 'waiting', '--json', '--store', store], {
      within,
    });
    const { rows = [] } = JSON.parse(list.stdout) as { rows?: { id: number }[] };
    for (const { id } of rows)
      await cli(['tasks', 'retry', String(id), '--store', store], { within });
    const imported = await cli(['completions', 'import', path, '--store', store], { within });
    const rest = await cli([...run, '--store', store], { within });
    expect({ imported: imported.code, rest: rest.code, audit: await seen() }).toEqual({
      imported: 0,
      rest: 0,
      audit: expect.objectContaining({
        ...{ completions: CERTIFICATES, issued: CERTIFICATES, pdfFiles: CERTIFICATES },
        faults: [],
      }),
    });
  }, 120_000);

test('a store of a newer program is refused by every command and is left as it is', async () => {
  const { store } = await aStore();
  const file = join(store, 'examdesk.db');
  const db = await Connection.open(file, 'write');
  await db.exec('PRAGMA user_version = 999; PRAGMA wal_checkpoint(TRUNCATE);');
  await db.close();
  const before = await readFile(file);

  const writing = await cli([...run, '--store', store]);
  const reading = await cli(['tasks', 'list', '--store', store]);
  expect([writing.code, reading.code]).toEqual([5, 5]);
  for (const { stderr } of [writing, reading])
    expect(stderr).toMatch(/examdesk\.db was written by a newer Examdesk .*999.*Install the newer/);
  expect((await readFile(file)).equals(before)).toBe(true);
});

test('a damaged store is refused, is left as it is, and the newest backup is named', async () => {
  const { store, path } = await aStore();
  // Opening a store a second time makes the copy of the day.
  await cli(['completions', 'import', path, '--store', store]);
  const file = join(store, 'examdesk.db');
  const handle = await open(file, 'r+');
  const { size } = await handle.stat();
  const page = Buffer.alloc(4_096, 'damage');
  for (let at = 4_096; at < size; at += 4 * 4_096) await handle.write(page, 0, page.length, at);
  await handle.close();
  const before = await readFile(file);

  const ended = await cli([...run, '--store', store]);
  expect(ended.code).toBe(5);
  expect(ended.stderr).toMatch(
    /The store .*examdesk\.db is damaged.*nothing was changed.*newest backup is .*backups.*examdesk-.*\.db.*copy the backup/,
  );
  expect((await readFile(file)).equals(before)).toBe(true);
});

test('a file that is no store is refused as damaged', async () => {
  const { store } = await aStore();
  const file = await open(join(store, 'examdesk.db'), 'r+');
  await file.write('This is no database at all.', 0);
  await file.close();
  const ended = await cli([...run, '--store', store]);
  expect(ended.code).toBe(5);
  expect(ended.stderr).toMatch(/examdesk\.db is damaged/);
});

test('a second program is told who has the store; commands that only read work beside it; a killed one leaves it free', async () => {
  const { store } = await aStore();
  const first = startCli(['run', '--store', store]);
  const holder = () => readFile(join(store, 'store.lock.json'), 'utf8').catch(() => '');
  await until('the first program to have the store', async () =>
    (await holder()).includes(`"pid":${first.pid}`),
  );

  const second = await cli([...run, '--store', store]);
  const beside = await Promise.all(
    [['tasks', 'list'], ['certificates', 'list'], ['completions', 'list'], ['doctor']].map((args) =>
      cli([...args, '--store', store]),
    ),
  );
  const killed = await killWhen(first, store, () => true);
  const third = await cli([...run, '--store', store]);

  expect({
    second: second.code,
    named: second.stderr.includes(`examdesk run (process ${first.pid} `),
    beside: beside.map(({ code }) => code),
    after: { killed, code: third.code, issued: (await lookAt(store)).issued },
  }).toEqual({
    ...{ second: 4, named: true, beside: [0, 0, 0, 0] },
    after: { killed: true, code: 0, issued: 30 },
  });
});
