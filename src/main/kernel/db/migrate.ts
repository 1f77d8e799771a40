/** Brings a store's schema to the version this program knows, one transaction a step. */
import { AppError } from '../../../shared/errors.ts';
import type { Connection } from './sql.ts';

export interface Migration {
  /** 1, 2, 3, ... without a gap; a released one never changes. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

export async function schemaVersion(db: Connection): Promise<number> {
  return (await db.get<{ user_version: number }>('PRAGMA user_version'))?.user_version ?? 0;
}

/** Refuses a store that a newer program has written: guessing at its meaning could lose data. */
export function refuseNewer(current: number, migrations: readonly Migration[], file: string): void {
  const known = migrations.at(-1)?.version ?? 0;
  if (current > known)
    throw new AppError(
      'store_newer',
      `${file} was written by a newer Examdesk (store version ${current}; this program knows ${known}). Install the newer program; nothing was changed.`,
    );
}

export async function migrate(db: Connection, migrations: readonly Migration[]): Promise<void> {
  const current = await schemaVersion(db);
  for (const migration of migrations.filter(({ version }) => version > current)) {
    await db.exec('BEGIN IMMEDIATE');
    try {
      await db.exec(migration.sql);
      await db.exec(`PRAGMA user_version = ${migration.version}`);
      await db.exec('COMMIT');
    } catch (cause) {
      await db.exec('ROLLBACK').catch(() => {});
      throw new Error(`Migration ${migration.version} (${migration.name}) failed`, { cause });
    }
  }
}
