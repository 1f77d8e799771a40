/** Opening a store: one program at a time, no newer file, no damaged file, and a copy before anything changes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { newestBackup } from '../../../src/main/kernel/db/backup.ts';
import { holderOf } from '../../../src/main/kernel/db/lock.ts';
import type { Migration } from '../../../src/main/kernel/db/migrate.ts';
import { Connection } from '../../../src/main/kernel/db/sql.ts';
import {
  type OpenStore,
  openStoreForReading,
  openStoreForWriting,
} from '../../../src/main/kernel/db/store.ts';
import { migrations } from '../../../src/main/migrations.ts';
import { FakeClock } from '../../helpers/clock.ts';
import { openFiles, temporaryFolder } from '../../helpers/folder.ts';
import { until } from '../../helpers/until.ts';

const first: Migration = {
  version: 1,
  name: 'first',
  sql: 'CREATE TABLE word (text TEXT) STRICT; CREATE TABLE filler (text TEXT)',
};
const second: Migration = {
  version: 2,
  name: 'second',
  sql: 'ALTER TABLE word ADD COLUMN size INTEGER',
};
const broken: Migration = {
  version: 2,
  name: 'broken',
  sql: 'ALTER TABLE nowhere ADD COLUMN size',
};

const options = (
  folder: string,
  steps: readonly Migration[] = [first],
  clock = new FakeClock(),
) => ({
  folder,
  program: 'the test',
  migrations: steps,
  clock,
});
async function writing(
  folder: string,
  steps?: readonly Migration[],
  clock?: FakeClock,
): Promise<OpenStore> {
  const store = await openStoreForWriting(options(folder, steps, clock));
  onTestFinished(() => store.close().catch(() => {}));
  return store;
}
const add = ({ db }: OpenStore, text: string) =>
  db.write((tx) => tx.run('INSERT INTO word (text) VALUES (?)', [text]));

/** A store with some pages in it, closed. */
async function closedStore(steps?: readonly Migration[]): Promise<string> {
  const folder = await temporaryFolder();
  const store = await writing(folder, steps);
  await add(store, 'kept');
  await store.db.write((tx) =>
    tx.run(
      "INSERT INTO filler WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 400) SELECT printf('%0500d', i) FROM n",
    ),
  );
  await store.close();
  return folder;
}

test('a second program is refused with a message that names the first, and its window', async () => {
  const folder = await temporaryFolder();
  const store = await writing(folder);
  await store.lock?.setAddress('http://127.0.0.1:4711');
  await expect(openStoreForWriting(options(folder))).rejects.toMatchObject({
    code: 'store_in_use',
    message: expect.stringMatching(
      new RegExp(
        `in use by the test \\(process ${process.pid} of .+ on .+, since 2026-06-15T09:00:00.000Z\\).+http://127.0.0.1:4711`,
      ),
    ),
    details: expect.objectContaining({ program: 'the test', pid: process.pid }),
  });
  await store.close();
  expect(holderOf(folder)).toBeUndefined();
  await (await writing(folder)).close();
});

test('another process holds the store as long as it lives; killed with SIGKILL, it leaves no lock behind', async () => {
  const folder = await temporaryFolder();
  const other: ChildProcess = spawn(
    process.execPath,
    [resolve('out/main/cli.js'), 'serve', '--store', folder, '--port', '0'],
    { stdio: 'ignore' },
  );
  const died = once(other, 'exit');
  onTestFinished(async () => {
    other.kill('SIGKILL');
    await died;
  });
  await until('the other program holds the store', () => {
    if (other.exitCode !== null) throw new Error(`The other program ended with ${other.exitCode}`);
    return holderOf(folder)?.pid === other.pid;
  });
  await expect(openStoreForWriting(options(folder, migrations))).rejects.toMatchObject({
    code: 'store_in_use',
    message: expect.stringContaining(`process ${other.pid}`),
  });
  other.kill('SIGKILL');
  await died;
  const store = await writing(folder, migrations);
  expect(holderOf(folder)?.pid).toBe(process.pid);
  await store.close();
});

test('reading works beside a program that writes, sees its commits, and creates nothing', async () => {
  const folder = await temporaryFolder();
  await expect(openStoreForReading(options(folder))).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringContaining(`There is no store in ${folder}`),
  });
  expect(await readdir(folder)).toEqual([]);
  const store = await writing(folder);
  const reading = await openStoreForReading(options(folder));
  await add(store, 'fresh');
  expect(await reading.db.reader.all('SELECT text FROM word')).toEqual([{ text: 'fresh' }]);
  await reading.close();
  await store.close();
});

test.each(['write', 'read'] as const)(
  'a store of a newer program is refused for %s and left as it is',
  async (access) => {
    const folder = await closedStore([first, second]);
    const before = await readFile(join(folder, 'examdesk.db'));
    const open = access === 'write' ? openStoreForWriting : openStoreForReading;
    await expect(open(options(folder, [first]))).rejects.toMatchObject({
      code: 'store_newer',
      message: expect.stringContaining('store version 2; this program knows 1'),
    });
    expect(before.equals(await readFile(join(folder, 'examdesk.db')))).toBe(true);
    expect(openFiles(folder)).toEqual([]);
  },
);

test('an older store is copied before it is migrated, and only a program that writes migrates it', async () => {
  const folder = await closedStore();
  await expect(openStoreForReading(options(folder, [first, second]))).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('written by an older Examdesk'),
  });
  const store = await writing(folder, [first, second]);
  const rows = await store.db.reader.all('SELECT * FROM word');
  await store.close();
  const copy = await Connection.open((await newestBackup(join(folder, 'backups'))) ?? '', 'read');
  onTestFinished(() => copy.close());
  expect([
    rows,
    await copy.all('SELECT * FROM word'),
    await copy.get('PRAGMA user_version'),
  ]).toEqual([[{ text: 'kept', size: null }], [{ text: 'kept' }], { user_version: 1 }]);
});

test('a migration that fails leaves the store at its version, its data whole, and the lock free', async () => {
  const folder = await closedStore();
  await expect(openStoreForWriting(options(folder, [first, broken]))).rejects.toThrow();
  const store = await writing(folder);
  expect(await store.db.reader.all('SELECT text FROM word')).toEqual([{ text: 'kept' }]);
  await store.close();
});

test('every released version of the schema is brought to the newest one', async () => {
  for (const { version } of migrations) {
    const folder = await temporaryFolder();
    await (await writing(folder, migrations.slice(0, version))).close();
    const store = await writing(folder, migrations);
    expect(await store.db.reader.get('PRAGMA user_version')).toEqual({
      user_version: migrations.length,
    });
    await store.close();
  }
});

test('a store is copied once a day, and the newest five copies are kept', async () => {
  const folder = await closedStore();
  const clock = new FakeClock();
  const counts: number[] = [];
  for (let opening = 0; opening < 14; opening++) {
    await (await writing(folder, [first], clock)).close();
    counts.push((await readdir(join(folder, 'backups'))).length);
    clock.jump(43_200_000);
  }
  expect(counts).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5, 5, 5, 5]);
});

test.each([
  ['text', (file: string) => writeFile(file, 'This is no database at all. '.repeat(100))],
  [
    'a file cut short',
    async (file: string) => truncate(file, Math.floor((await stat(file)).size / 2 / 4096) * 4096),
  ],
  [
    'a page overwritten',
    async (file: string) => {
      const bytes = await readFile(file);
      bytes.fill(0xa5, 4096, 3 * 4096);
      await writeFile(file, bytes);
    },
  ],
])(
  'a damaged store (%s) is refused, left as it is, and the newest backup is offered',
  async (_what, damage) => {
    const folder = await closedStore();
    await (await writing(folder)).close();
    const file = join(folder, 'examdesk.db');
    await damage(file);
    const before = await readFile(file);
    const backup = await newestBackup(join(folder, 'backups'));
    await expect(openStoreForWriting(options(folder))).rejects.toMatchObject({
      code: 'store_corrupt',
      message: expect.stringMatching(
        /is damaged\. It was left as it is.+The newest backup is .+\.db\. To go back to it:/s,
      ),
      details: { backup },
    });
    expect(before.equals(await readFile(file))).toBe(true);
    expect(openFiles(folder)).toEqual([]);
  },
);

test('a store whose file is gone is not replaced by an empty one where a backup shows that it held data', async () => {
  const folder = await closedStore();
  await (await writing(folder)).close();
  await rm(join(folder, 'examdesk.db'));
  await expect(openStoreForWriting(options(folder))).rejects.toMatchObject({
    code: 'store_corrupt',
    details: { backup: await newestBackup(join(folder, 'backups')) },
  });
  expect([(await readdir(folder)).includes('examdesk.db'), openFiles(folder)]).toEqual([false, []]);
});

test('a damaged store without a backup says what is left to try', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'examdesk.db'), 'no database '.repeat(100));
  await expect(openStoreForWriting(options(folder))).rejects.toMatchObject({
    code: 'store_corrupt',
    message: expect.stringContaining('There is no backup yet. Keep the file'),
    details: { backup: null },
  });
});

test('a path that is a file, not a folder, is refused in words', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'file');
  await writeFile(path, '');
  await expect(openStoreForWriting(options(path))).rejects.toMatchObject({ code: 'file_access' });
});
