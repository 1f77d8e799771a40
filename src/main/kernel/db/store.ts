/** Opens a store: takes the lock, checks the file, backs it up, migrates it. */
import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../clock.ts';
import { explainFileError } from '../files.ts';
import { backUp, backupIsDue, newestBackup } from './backup.ts';
import { Database } from './database.ts';
import { StoreLock } from './lock.ts';
import { type Migration, migrate, refuseNewer, schemaVersion } from './migrate.ts';
import { Connection, SqlError } from './sql.ts';

export interface OpenStore {
  readonly db: Database;
  /** Absent for a store opened for reading. */
  readonly lock?: StoreLock;
  close(): Promise<void>;
}
interface StoreOptions {
  readonly folder: string;
  readonly program: string;
  readonly migrations: readonly Migration[];
  readonly clock: Clock;
}

const fileOf = (folder: string) => join(folder, 'examdesk.db');
const backupsOf = (folder: string) => join(folder, 'backups');

// FULL: an issued certificate must survive a power cut, and at one commit per slice it costs less than 10 %.
const WRITER = `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
  PRAGMA busy_timeout = 5000; PRAGMA trusted_schema = OFF; PRAGMA recursive_triggers = ON; PRAGMA cache_size = -32768;`;
const READER = 'PRAGMA query_only = ON; PRAGMA busy_timeout = 5000; PRAGMA trusted_schema = OFF;';

export async function openStoreForWriting(options: StoreOptions): Promise<OpenStore> {
  const { folder, program, migrations, clock } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause) => {
    throw explainFileError(cause, folder, 'write');
  });
  const file = fileOf(folder);
  const lock = await StoreLock.take(folder, program, clock.now()).catch((cause) => {
    throw explainStoreError(cause, file);
  });
  let writer: Connection | undefined;
  try {
    await refuseEmptied(file, folder);
    writer = await Connection.open(file, 'write');
    await writer.exec(WRITER);
    await quickCheck(writer);
    const version = await schemaVersion(writer);
    refuseNewer(version, migrations, file);
    const behind = version < (migrations.at(-1)?.version ?? 0);
    if (version > 0 && (behind || (await backupIsDue(backupsOf(folder), clock.now()))))
      await backUp(writer, backupsOf(folder), `v${version}`, clock.now());
    await migrate(writer, migrations);
    const reader = await openReader(file);
    const db = new Database({ writer, reader }, (cause) => explainMachine(cause, file));
    return {
      db,
      lock,
      close: async () => {
        await db.close();
        await lock.release();
      },
    };
  } catch (cause) {
    await writer?.close().catch(() => {});
    await lock.release();
    throw await withBackup(explainStoreError(cause, file), folder);
  }
}

/** Works beside a program that writes. Never creates or migrates anything. */
export async function openStoreForReading(options: StoreOptions): Promise<OpenStore> {
  const { folder, migrations } = options;
  const file = fileOf(folder);
  if (!existsSync(file))
    throw new AppError(
      'not_found',
      `There is no store in ${folder}. Name another folder with --store, or make one by importing a file.`,
    );
  let reader: Connection | undefined;
  try {
    reader = await openReader(file);
    const version = await schemaVersion(reader);
    refuseNewer(version, migrations, file);
    if (version === 0)
      throw new AppError(
        'not_found',
        `The store ${file} was never finished: the program ended while it was being made. Run any command that writes, for example an import, to make it.`,
      );
    if (version < (migrations.at(-1)?.version ?? 0))
      throw new AppError(
        'conflict',
        `${file} was written by an older Examdesk. Open it once with this program (any command that writes, or the window) to bring it up to date; a copy is kept.`,
      );
    const db = new Database({ reader });
    return { db, close: () => db.close() };
  } catch (cause) {
    await reader?.close().catch(() => {});
    throw await withBackup(explainStoreError(cause, file), folder);
  }
}

/** A store that has backups has had data: an empty one in its place would look as if there had never been any. */
async function refuseEmptied(file: string, folder: string): Promise<void> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size === 0 && (await newestBackup(backupsOf(folder))) !== undefined)
    throw new SqlError('SQLITE_NOTADB', 'the file is empty or gone', `open ${file}`, undefined);
}

async function openReader(file: string): Promise<Connection> {
  const reader = await Connection.open(file, 'read');
  await reader.exec(READER);
  return reader;
}

async function quickCheck(db: Connection): Promise<void> {
  const rows = await db.all<{ quick_check: string }>('PRAGMA quick_check(3)');
  const found = rows.map(({ quick_check }) => quick_check);
  if (found.length !== 1 || found[0] !== 'ok')
    throw new SqlError('SQLITE_CORRUPT', found.join('; '), 'PRAGMA quick_check', undefined);
}

/** What stopped a store from opening, in words that say what to do. */
export function explainStoreError(cause: unknown, file: string): AppError {
  const explained = explainMachine(cause, file);
  return explained instanceof AppError ? explained : explainFileError(explained, file, 'write');
}

/** SQLite's codes for what only the machine can cause; anything else comes back as it is. */
function explainMachine(cause: unknown, file: string): unknown {
  if (cause instanceof AppError) return cause;
  const code = sqliteCode(cause);
  if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB')
    return new AppError(
      'store_corrupt',
      `The store ${file} is damaged. It was left as it is; nothing was changed.`,
      { cause },
    );
  if (code === 'SQLITE_FULL')
    return new AppError(
      'disk_full',
      `The disk is full: ${file} could not be written. Free some space, then try again; nothing half done was kept.`,
      { cause },
    );
  if (code === 'SQLITE_CANTOPEN' || code === 'SQLITE_READONLY' || code === 'SQLITE_PERM')
    return new AppError(
      'file_access',
      `The store ${file} cannot be opened for writing. Check that the folder and the file belong to you, or choose another folder with --store.`,
      { cause },
    );
  if (code === 'SQLITE_BUSY')
    return new AppError('busy', `The store ${file} is busy. Try again in a moment.`, { cause });
  if (code === 'SQLITE_IOERR')
    return new AppError(
      'file_access',
      `The store ${file} could not be read or written: the disk reports an error, or is full. Check the disk and its free space, then try again.`,
      { cause },
    );
  return cause;
}

/** A step such as a migration wraps SQLite's error in one of its own. */
function sqliteCode(cause: unknown): string | undefined {
  for (let at = cause; at instanceof Error; at = at.cause)
    if (at instanceof SqlError) return at.code;
  return undefined;
}

async function withBackup(error: AppError, folder: string): Promise<AppError> {
  if (error.code !== 'store_corrupt') return error;
  const backup = await newestBackup(backupsOf(folder));
  const offer = backup
    ? `The newest backup is ${backup}. To go back to it: close Examdesk, move examdesk.db and its -wal and -shm files aside, and copy the backup to ${fileOf(folder)}.`
    : 'There is no backup yet. Keep the file: much of it can often be recovered with the sqlite3 tool (.recover).';
  return new AppError(error.code, `${error.message} ${offer}`, {
    cause: error.cause,
    details: { backup: backup ?? null },
  });
}
