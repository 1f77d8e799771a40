/** A whole office over a store of its own: the real program, real SQLite, real threads, a clock that stands still. */
import { join, resolve } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { type App, type AppConfig, createApp } from '../../src/main/app.ts';
import { Connection, type Row, type SqlValue } from '../../src/main/kernel/db/sql.ts';
import type { RandomBytes } from '../../src/main/kernel/random.ts';
import { type AppContract, contract } from '../../src/shared/contract/index.ts';
import { localClient } from '../../src/shared/rpc/client.ts';
import type { Client } from '../../src/shared/rpc/types.ts';
import { FakeClock } from './clock.ts';
import { filesBelow, openFiles, temporaryFolder } from './folder.ts';
import { seededRandom } from './random.ts';
import { until } from './until.ts';

export type OfficeClient = Pick<Client<AppContract>, keyof AppContract>;

export interface Office {
  readonly app: App;
  readonly client: OfficeClient;
  readonly clock: FakeClock;
  readonly dir: string;
  /** Asks the store itself, through a connection of its own that only reads. */
  sql<R extends object = Row>(sql: string, params?: readonly SqlValue[]): Promise<R[]>;
  /** Changes the store behind the program's back. */
  tamper(sql: string): Promise<void>;
  /** Runs all tasks that are due until none is left. */
  work(): Promise<void>;
  /** The files of certificates, relative to their folder. */
  files(): Promise<string[]>;
  /** Closes the program in the orderly way; nothing of it may stay open. */
  close(): Promise<void>;
}

export interface OfficeOptions {
  /** An existing store's folder; a new one unless given. */
  readonly dir?: string;
  readonly clock?: FakeClock;
  readonly random?: RandomBytes;
  readonly threads?: number;
  readonly access?: AppConfig['access'];
  /** The program's own resources unless given. */
  readonly resourcesDir?: string;
  /** Tasks run from the beginning unless this is false. */
  readonly working?: boolean;
}

let opened = 0;

/** Closes itself at the end of the test, and fails the test if a file, a lock or a timer was left behind. */
export async function openOffice(options: OfficeOptions = {}): Promise<Office> {
  const dir = options.dir ?? (await temporaryFolder());
  const clock = options.clock ?? new FakeClock();
  const app = await createApp({
    storeDir: dir,
    resourcesDir: options.resourcesDir ?? resolve('resources'),
    workerFile: resolve('out/main/worker.js'),
    access: options.access ?? 'write',
    program: 'the test',
    clock,
    // Each program draws others, or a second one would take the first one's tasks for its own.
    random: options.random ?? seededRandom(++opened),
    threads: options.threads ?? 2,
  });
  let working = false;
  const start = async () => {
    if (!working) await app.startWork();
    working = true;
  };
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= closeWhole(app, dir, clock);
    return closed;
  };
  onTestFinished(close);
  if (options.working !== false && options.access !== 'read') await start();
  return {
    app,
    client: localClient(contract, app.handlers, 'tester'),
    clock,
    dir,
    sql: (sql, params) => withConnection(dir, 'read', (db) => db.all(sql, params)),
    tamper: (sql) => withConnection(dir, 'write', (db) => db.exec(sql)),
    work: async () => {
      await start();
      await app.untilIdle();
    },
    files: () => filesBelow(join(dir, 'certificates')),
    close,
  };
}

async function closeWhole(app: App, dir: string, clock: FakeClock): Promise<void> {
  await app.close();
  await until('every file of the store closed', () => openFiles(dir).length === 0);
  const parts = (await filesBelow(dir)).filter((file) => file.endsWith('.part'));
  expect({ parts, timers: clock.pending }).toEqual({ parts: [], timers: 0 });
}

async function withConnection<T>(
  dir: string,
  access: 'read' | 'write',
  work: (db: Connection) => Promise<T>,
): Promise<T> {
  const db = await Connection.open(join(dir, 'examdesk.db'), access);
  try {
    await db.exec('PRAGMA busy_timeout = 5000');
    return await work(db);
  } finally {
    await db.close();
  }
}
