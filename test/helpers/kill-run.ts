/** Kills the program in the middle of its work, and tells from what it left in which step it died. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Connection } from '../../src/main/kernel/db/sql.ts';
import type { Running } from './cli.ts';
import { inspectorOf, withInspector } from './store-inspector.ts';

/** The steps of the work in which a kill can land. */
export type Step = 'start' | 'check' | 'import' | 'decide' | 'write' | 'rename' | 'seal';

export interface Sight {
  readonly completions: number;
  /** How often any certificate was given to a thread, in all. */
  readonly renders: number;
  readonly issued: number;
  /** Files under their temporary names, and under their own. */
  readonly parts: number;
  readonly files: number;
}

/** True when the moment has come. Asked without pause, so it asks for one number only. */
export type Moment = (db: Connection, store: string) => boolean | Promise<boolean>;

/** Watches the store through a connection of its own and kills at `moment`; resolves to whether it was killed. */
export async function killWhen(running: Running, store: string, moment: Moment): Promise<boolean> {
  let db: Connection | undefined;
  try {
    while (!running.over()) {
      db ??= await inspectorOf(store);
      if (db && (await moment(db, store))) {
        running.kill('SIGKILL');
        break;
      }
      await setImmediate();
    }
  } finally {
    await db?.close();
  }
  return (await running.ended).signal === 'SIGKILL';
}

/** When a query that selects one number `n` has reached `least`. */
export const atLeast =
  (least: number, sql: string): Moment =>
  async (db) => {
    // The first program has only just made the file, and its tables may not be there yet.
    const row = await db.get<{ n: number }>(sql).catch(() => undefined);
    return (row?.n ?? 0) >= least;
  };

/** When the number of files with this ending differs from `before` by `count`. */
export const filesDiffer =
  (ending: '.part' | '.pdf', before: number, count: number): Moment =>
  (_db, store) =>
    Math.abs(filesIn(store, ending) - before) >= count;

export const lookAt = (store: string): Promise<Sight> =>
  withInspector(store, async (db) => {
    const counts = await db.get<Omit<Sight, 'parts' | 'files'>>(
      `SELECT (SELECT count(*) FROM completion) AS completions, coalesce(sum(renders), 0) AS renders,
         count(*) FILTER (WHERE state = 'issued') AS issued FROM certificate`,
    );
    if (!counts) throw new Error('The store has no certificates table');
    return { ...counts, parts: filesIn(store, '.part'), files: filesIn(store, '.pdf') };
  });

/** Every certificate of these tests is of this year's one course: one folder, quickly listed. */
function filesIn(store: string, ending: string): number {
  const names = (folder: string): string[] => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  };
  const root = join(store, 'certificates');
  return names(root)
    .flatMap((year) => names(join(root, year)).map((course) => join(root, year, course)))
    .reduce((sum, folder) => sum + names(folder).filter((name) => name.endsWith(ending)).length, 0);
}

/** The furthest step that the killed run had begun, from what it changed. */
export function stepOf(before: Sight, left: Sight, total: number): Step {
  if (left.completions === 0) return 'check';
  if (left.completions < total || before.completions < total) return 'import';
  if (left.issued > before.issued) return 'seal';
  if (left.files - left.issued > before.files - before.issued) return 'rename';
  if (left.parts > 0 && left.parts !== before.parts) return 'write';
  return left.renders > before.renders ? 'decide' : 'start';
}

/** Everything that must never change any more of a certificate that has been sealed, by its file. */
export function sealedState(store: string): Promise<Map<string, string>> {
  return withInspector(store, async (db) => {
    const rows = await db.all<Record<string, string | number> & { path: string }>(
      "SELECT id, number, path, sha256, issued_at, renders FROM certificate WHERE state = 'issued'",
    );
    return new Map(
      rows.map((row) => {
        const { ino, mtimeMs } = statSync(join(store, 'certificates', row.path));
        return [row.path, JSON.stringify({ ...row, ino, mtimeMs })];
      }),
    );
  });
}
