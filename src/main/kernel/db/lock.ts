/** One writing program per store. The operating system drops the lock when its holder dies, however it dies. */
import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { Connection, SqlError } from './sql.ts';

/** Who holds the store, for the message to the second program. */
export interface Holder {
  readonly program: string;
  readonly pid: number;
  readonly host: string;
  readonly user: string;
  readonly since: string;
  readonly address?: string;
}

export class StoreLock {
  readonly #connection: Connection;
  readonly #note: string;
  #holder: Holder;

  private constructor(connection: Connection, note: string, holder: Holder) {
    this.#connection = connection;
    this.#note = note;
    this.#holder = holder;
  }

  /**
   * Takes an exclusive SQLite lock on a file of its own: Node has no portable file lock, SQLite has one
   * on every platform, and unlike a file with a process id in it, it cannot be left behind by a crash.
   */
  static async take(folder: string, program: string, now: number): Promise<StoreLock> {
    const connection = await Connection.open(join(folder, 'store.lock'), 'write');
    try {
      await connection.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
    } catch (cause) {
      await connection.close();
      if (cause instanceof SqlError && cause.code === 'SQLITE_BUSY') throw inUse(folder);
      throw cause;
    }
    const holder: Holder = {
      program,
      pid: process.pid,
      host: hostname(),
      user: userInfo().username,
      since: new Date(now).toISOString(),
    };
    const lock = new StoreLock(connection, join(folder, 'store.lock.json'), holder);
    await lock.#write();
    return lock;
  }

  async setAddress(address: string): Promise<void> {
    this.#holder = { ...this.#holder, address };
    await this.#write();
  }

  async release(): Promise<void> {
    await rm(this.#note, { force: true });
    await this.#connection.exec('ROLLBACK');
    await this.#connection.close();
  }

  async #write(): Promise<void> {
    await writeFile(this.#note, JSON.stringify(this.#holder), { mode: 0o600 });
  }
}

export function holderOf(folder: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'store.lock.json'), 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function inUse(folder: string): AppError {
  const holder = holderOf(folder);
  const who = holder
    ? `${holder.program} (process ${holder.pid} of ${holder.user} on ${holder.host}, since ${holder.since})`
    : 'another program';
  const where = holder?.address ? ` Its window is at ${holder.address}.` : '';
  return new AppError(
    'store_in_use',
    `The store ${folder} is in use by ${who}. Close it first, or do this there.${where}`,
    { details: holder },
  );
}
