/** The store's connections: one writer behind a mutex, a reader beside it, WAL between them. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Mutex } from '../mutex.ts';
import type { Connection, Reader, RunResult, SqlValue } from './sql.ts';

/** An open transaction. A function that takes a Tx can write; nothing else can. */
export interface Tx extends Reader {
  run(sql: string, params?: readonly SqlValue[]): Promise<RunResult>;
  /** Called once, after the commit; never after a roll-back. */
  afterCommit(react: () => void): void;
}

export class Database {
  readonly #writer: Connection | undefined;
  readonly #reader: Connection;
  readonly #mutex = new Mutex();
  readonly #inside = new AsyncLocalStorage<Transaction>();
  readonly #explain: (cause: unknown) => unknown;

  /** @param explain turns what only the machine can cause (a full disk, a damaged file) into words for the officer. */
  constructor(
    connections: { writer?: Connection; reader: Connection },
    explain: (cause: unknown) => unknown = (cause) => cause,
  ) {
    this.#writer = connections.writer;
    this.#reader = connections.reader;
    this.#explain = explain;
  }

  /** Sees the last committed state and never waits for a writer. */
  get reader(): Reader {
    return this.#reader;
  }

  /**
   * The only way to write: all of `work` or nothing of it. A write inside a write would wait for itself
   * for ever, so it throws instead; hand the Tx on.
   */
  async write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const writer = this.#writer;
    if (!writer) throw new Error('This store was opened for reading only');
    if (this.#inside.getStore()?.open)
      throw new Error('A write inside a write: pass the transaction on instead');
    const transaction = new Transaction(writer);
    const result = await this.#mutex
      .run(() => this.#inside.run(transaction, () => transaction.settle(work)))
      .catch((cause) => {
        throw this.#explain(cause);
      });
    transaction.announce();
    return result;
  }

  async close(): Promise<void> {
    await this.#mutex.run(async () => {
      await this.#reader.close();
      // Statistics are a help, no duty: a full disk must not keep the store from closing.
      await this.#writer?.exec('PRAGMA optimize').catch(() => {});
      await this.#writer?.close();
    });
  }
}

class Transaction implements Tx {
  readonly #writer: Connection;
  readonly #reactions: (() => void)[] = [];
  open = false;

  constructor(writer: Connection) {
    this.#writer = writer;
  }

  async settle<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    await this.#writer.run('BEGIN IMMEDIATE');
    this.open = true;
    try {
      const result = await work(this);
      this.open = false;
      await this.#writer.run('COMMIT');
      return result;
    } catch (error) {
      this.open = false;
      // SQLite has rolled back by itself after some errors (disk full, I/O); then there is nothing left to undo.
      await this.#writer.run('ROLLBACK').catch(() => {});
      throw error;
    }
  }

  announce(): void {
    for (const react of this.#reactions) react();
  }

  afterCommit(react: () => void): void {
    this.#connection();
    this.#reactions.push(react);
  }
  all<R extends object>(sql: string, params?: readonly SqlValue[]): Promise<R[]> {
    return this.#connection().all<R>(sql, params);
  }
  get<R extends object>(sql: string, params?: readonly SqlValue[]): Promise<R | undefined> {
    return this.#connection().get<R>(sql, params);
  }
  run(sql: string, params?: readonly SqlValue[]): Promise<RunResult> {
    return this.#connection().run(sql, params);
  }

  #connection(): Connection {
    if (!this.open) throw new Error('This transaction is over');
    return this.#writer;
  }
}
