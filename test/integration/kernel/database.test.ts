/** The store's connections: all of a write or nothing, readers that never wait, failures that say so. */
import { expect, onTestFinished, test } from 'vitest';
import { migrate, schemaVersion } from '../../../src/main/kernel/db/migrate.ts';
import { Connection } from '../../../src/main/kernel/db/sql.ts';
import { temporaryFolder } from '../../helpers/folder.ts';
import { openDatabase } from '../../helpers/queue.ts';

const words = {
  version: 1,
  name: 'words',
  sql: 'CREATE TABLE word (text TEXT PRIMARY KEY) STRICT',
};
const add = 'INSERT INTO word VALUES (?)';
const all = 'SELECT text FROM word ORDER BY text';

async function openConnection(cacheSize?: number): Promise<Connection> {
  const db = await Connection.open(`${await temporaryFolder()}/x.db`, 'write', cacheSize);
  onTestFinished(() => db.close().catch(() => {}));
  return db;
}

test('a write that throws leaves nothing behind, and the next one works', async () => {
  const { db } = await openDatabase([words]);
  const failed = db.write(async (tx) => {
    await tx.run(add, ['half']);
    throw new Error('changed my mind');
  });
  await expect(failed).rejects.toThrow('changed my mind');
  await db.write((tx) => tx.run(add, ['whole']));
  expect(await db.reader.all(all)).toEqual([{ text: 'whole' }]);
});

test('a write inside a write throws at once instead of waiting for itself', async () => {
  const { db } = await openDatabase([words]);
  const nested = db.write(async (tx) => {
    await tx.run(add, ['outer']);
    await db.write((inner) => inner.run(add, ['inner']));
  });
  await expect(nested).rejects.toThrow('A write inside a write');
  expect(await db.reader.all(all)).toEqual([]);
});

test('a transaction is of no use once it is over', async () => {
  const { db } = await openDatabase([words]);
  const kept = await db.write(async (tx) => tx);
  const late = [() => kept.run(add, ['late']), () => kept.all(all), () => kept.get(all)];
  for (const use of late) expect(use).toThrow('This transaction is over');
  expect(() => kept.afterCommit(() => {})).toThrow('This transaction is over');
});

test('reactions run after the commit, in order, and never after a roll-back', async () => {
  const { db, file } = await openDatabase([words]);
  const other = await Connection.open(file, 'read');
  onTestFinished(() => other.close());
  const heard: string[] = [];
  await db.write(async (tx) => {
    await tx.run(add, ['one']);
    tx.afterCommit(() => heard.push('first'));
    tx.afterCommit(() => heard.push('second'));
    heard.push(`before: ${(await other.all(all)).length} rows`);
  });
  heard.push(`after: ${(await other.all(all)).length} rows`);
  await db
    .write(async (tx) => {
      tx.afterCommit(() => heard.push('never'));
      throw new Error('no');
    })
    .catch(() => {});
  expect(heard).toEqual(['before: 0 rows', 'first', 'second', 'after: 1 rows']);
});

test('a reader sees only what is committed and does not wait for the writer', async () => {
  const { db } = await openDatabase([words]);
  const seen = await db.write(async (tx) => {
    await tx.run(add, ['secret']);
    return [await db.reader.all(all), await tx.all(all)];
  });
  expect([...seen, await db.reader.all(all)]).toEqual([
    [],
    [{ text: 'secret' }],
    [{ text: 'secret' }],
  ]);
});

test('a hundred writes at once are made one after the other', async () => {
  const { db } = await openDatabase([
    {
      version: 1,
      name: 'count',
      sql: 'CREATE TABLE n (value INTEGER) STRICT; INSERT INTO n VALUES (0)',
    },
  ]);
  const increment = () =>
    db.write(async (tx) => {
      const row = await tx.get<{ value: number }>('SELECT value FROM n');
      await tx.run('UPDATE n SET value = ?', [(row?.value ?? 0) + 1]);
    });
  await Promise.all(Array.from({ length: 100 }, increment));
  expect(await db.reader.all('SELECT value FROM n')).toEqual([{ value: 100 }]);
});

test('the reader cannot write, and a store opened for reading has no writer', async () => {
  const { db, file } = await openDatabase([words]);
  await expect(db.reader.all("INSERT INTO word VALUES ('x') RETURNING text")).rejects.toMatchObject(
    {
      code: 'SQLITE_READONLY',
    },
  );
  const { Database } = await import('../../../src/main/kernel/db/database.ts');
  const readOnly = new Database({ reader: await Connection.open(file, 'read') });
  onTestFinished(() => readOnly.close());
  await expect(readOnly.write(async () => 1)).rejects.toThrow('opened for reading only');
});

test('a statement that cannot be prepared rejects with its text, every time, and does not hang', async () => {
  const db = await openConnection();
  const failure = {
    code: 'SQLITE_ERROR',
    message: expect.stringContaining('in: SELECT * FROM nowhere'),
  };
  await expect(db.all('SELECT * FROM nowhere')).rejects.toMatchObject(failure);
  await expect(db.run('SELECT * FROM nowhere')).rejects.toMatchObject(failure);
  await db.exec('CREATE TABLE nowhere (a)');
  expect(await db.all('SELECT * FROM nowhere')).toEqual([]);
});

test('a constraint that is broken rejects with its code and leaves the statement usable', async () => {
  const db = await openConnection();
  await db.exec(words.sql);
  await db.run(add, ['a']);
  await expect(db.run(add, ['a'])).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT' });
  expect(await db.run(add, ['b'])).toMatchObject({ changes: 1 });
});

test('many different statements at once through a cache of one all answer', async () => {
  const db = await openConnection(1);
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => db.get<{ n: number }>(`SELECT ${n % 10} AS n`)),
  );
  expect(answers.map((row) => row?.n)).toEqual(Array.from({ length: 50 }, (_, n) => n % 10));
});

test('migrations run once each, from whatever version the store has', async () => {
  const steps = [
    {
      version: 1,
      name: 'one',
      sql: 'CREATE TABLE log (step INTEGER) STRICT; INSERT INTO log VALUES (1)',
    },
    { version: 2, name: 'two', sql: 'INSERT INTO log VALUES (2)' },
    { version: 3, name: 'three', sql: 'INSERT INTO log VALUES (3)' },
  ];
  const results: unknown[] = [];
  for (const known of [1, 2, 3]) {
    const db = await openConnection();
    await migrate(db, steps.slice(0, known));
    await migrate(db, steps);
    await migrate(db, steps);
    results.push([await schemaVersion(db), (await db.all('SELECT step FROM log')).length]);
  }
  expect(results).toEqual([
    [3, 3],
    [3, 3],
    [3, 3],
  ]);
});

test('a migration that fails rolls back whole, names itself, and leaves the version before it', async () => {
  const db = await openConnection();
  const broken = {
    version: 2,
    name: 'broken',
    sql: 'CREATE TABLE half (a); INSERT INTO nowhere VALUES (1)',
  };
  await expect(migrate(db, [words, broken])).rejects.toThrow('Migration 2 (broken) failed');
  const tables = await db.all("SELECT name FROM sqlite_master WHERE type = 'table'");
  expect({ version: await schemaVersion(db), tables }).toEqual({
    version: 1,
    tables: [{ name: 'word' }],
  });
});
