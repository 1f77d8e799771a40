/** A queue over a store of its own, without a runner: the test makes every move. */
import { onTestFinished } from 'vitest';
import { Database } from '../../src/main/kernel/db/database.ts';
import { type Migration, migrate } from '../../src/main/kernel/db/migrate.ts';
import { Connection } from '../../src/main/kernel/db/sql.ts';
import { JobQueue } from '../../src/main/kernel/queue/queue.ts';
import { queueSchema } from '../../src/main/kernel/queue/schema.ts';
import { FakeClock } from './clock.ts';
import { temporaryFolder } from './folder.ts';

export interface QueueBench {
  readonly db: Database;
  readonly queue: JobQueue;
  readonly clock: FakeClock;
  readonly file: string;
}

/** Data that a job may be about. */
const notes: Migration = { version: 2, name: 'notes', sql: 'CREATE TABLE note (text TEXT) STRICT' };

export async function openDatabase(
  migrations: readonly Migration[],
): Promise<{ db: Database; file: string }> {
  const file = `${await temporaryFolder()}/store.db`;
  const writer = await Connection.open(file, 'write');
  // Nothing here survives the test, so nothing needs to survive a power cut.
  await writer.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON',
  );
  await migrate(writer, migrations);
  const db = new Database({ writer, reader: await Connection.open(file, 'read') });
  onTestFinished(() => db.close());
  return { db, file };
}

export async function openQueue(): Promise<QueueBench> {
  const { db, file } = await openDatabase([queueSchema, notes]);
  const clock = new FakeClock();
  return { db, file, clock, queue: new JobQueue(db, clock) };
}
