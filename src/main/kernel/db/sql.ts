/** One sqlite3 handle as promises, with a bounded cache of prepared statements. */
import sqlite3 from 'sqlite3';

export type SqlValue = string | number | null | Uint8Array;
export type Row = Record<string, SqlValue>;

export interface RunResult {
  readonly changes: number;
  readonly lastId: number;
}

/** What may be asked of the store. Reading only: `all` and `get`. */
export interface Reader {
  all<R extends object = Row>(sql: string, params?: readonly SqlValue[]): Promise<R[]>;
  get<R extends object = Row>(sql: string, params?: readonly SqlValue[]): Promise<R | undefined>;
}

/** A failure of SQLite, with its code (SQLITE_BUSY, SQLITE_CONSTRAINT, ...) and the statement. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  readonly code: string;

  constructor(code: string, message: string, sql: string, cause: unknown) {
    super(`${message}\n  in: ${sql.replace(/\s+/g, ' ').trim().slice(0, 300)}`, { cause });
    this.code = code;
  }
}

/** Not safe to share between transactions: `Database` sees to that. */
export class Connection implements Reader {
  readonly #db: sqlite3.Database;
  readonly #statements = new Map<string, Promise<sqlite3.Statement>>();
  readonly #cacheSize: number;

  private constructor(db: sqlite3.Database, cacheSize: number) {
    this.#db = db;
    this.#cacheSize = cacheSize;
  }

  static open(file: string, access: 'write' | 'read', cacheSize = 200): Promise<Connection> {
    const mode =
      access === 'read' ? sqlite3.OPEN_READONLY : sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE;
    return new Promise((resolve, reject) => {
      const db = new sqlite3.Database(file, mode, (error) =>
        error ? reject(sqlError(error, `open ${file}`)) : resolve(new Connection(db, cacheSize)),
      );
    });
  }

  /** Several statements at once, without parameters and without results. */
  exec(sql: string): Promise<void> {
    return new Promise((resolve, reject) =>
      this.#db.exec(sql, (error) => (error ? reject(sqlError(error, sql)) : resolve())),
    );
  }

  async all<R extends object = Row>(sql: string, params: readonly SqlValue[] = []): Promise<R[]> {
    const statement = await this.#prepare(sql);
    return new Promise((resolve, reject) =>
      statement.all<R>(params, (error, rows) =>
        error ? reject(sqlError(error, sql)) : resolve(rows),
      ),
    );
  }

  // `Statement#get` would leave the statement open and with it the snapshot; `all` always resets it.
  async get<R extends object = Row>(
    sql: string,
    params: readonly SqlValue[] = [],
  ): Promise<R | undefined> {
    return (await this.all<R>(sql, params))[0];
  }

  async run(sql: string, params: readonly SqlValue[] = []): Promise<RunResult> {
    const statement = await this.#prepare(sql);
    return new Promise((resolve, reject) => {
      statement.run(params, function (error) {
        if (error) reject(sqlError(error, sql));
        else resolve({ changes: this.changes, lastId: this.lastID });
      });
    });
  }

  async close(): Promise<void> {
    const statements = [...this.#statements.values()];
    this.#statements.clear();
    for (const statement of statements) await finalize(statement);
    await new Promise<void>((resolve, reject) =>
      this.#db.close((error) => (error ? reject(sqlError(error, 'close')) : resolve())),
    );
  }

  // sqlite3 never calls back a query queued on a statement that failed to prepare: hence the await.
  #prepare(sql: string): Promise<sqlite3.Statement> {
    const cached = this.#statements.get(sql);
    if (cached !== undefined) {
      this.#statements.delete(sql);
      this.#statements.set(sql, cached);
      return cached;
    }
    const prepared = new Promise<sqlite3.Statement>((resolve, reject) => {
      const statement = this.#db.prepare(sql, (error: Error | null) =>
        error ? reject(sqlError(error, sql)) : resolve(statement),
      );
    });
    prepared.catch(() => this.#statements.delete(sql));
    this.#statements.set(sql, prepared);
    this.#dropOldest();
    return prepared;
  }

  #dropOldest(): void {
    if (this.#statements.size <= this.#cacheSize) return;
    const [oldest] = this.#statements;
    if (!oldest) return;
    this.#statements.delete(oldest[0]);
    void finalize(oldest[1]);
  }
}

async function finalize(statement: Promise<sqlite3.Statement>): Promise<void> {
  const prepared = await statement.catch(() => undefined);
  if (prepared) await new Promise<void>((resolve) => prepared.finalize(() => resolve()));
}

function sqlError(error: Error, sql: string): SqlError {
  return new SqlError(
    (error as { code?: string }).code ?? 'SQLITE_ERROR',
    error.message,
    sql,
    error,
  );
}
