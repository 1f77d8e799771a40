/** The statements about imports: the file, its staged rows, the courses it brings, remembered mappings. */
import type {
  ColumnMapping,
  CompletionEvent,
  ReadingOptions,
} from '../../../shared/completion-event.ts';
import type { ImportRow, RowClass, RowCounts } from '../../../shared/contract/imports.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Tx } from '../../kernel/db/database.ts';
import type { Reader } from '../../kernel/db/sql.ts';
import type { DetectedText } from './reading/formats.ts';
import type { Facts, Known } from './rules.ts';
import type { NewCourse } from './store.ts';

export interface StoredImport {
  readonly id: number;
  readonly file: string;
  readonly path: string;
  readonly detected: DetectedText;
  readonly mapping: ColumnMapping;
  readonly reading: ReadingOptions;
  readonly state: 'checking' | 'checked' | 'committing' | 'committed' | 'discarded';
  readonly rejectsFile: string | null;
}
/** A row of the file as the check has judged it. */
export interface StagedRow {
  readonly row: number;
  readonly class: RowClass;
  readonly key: string | null;
  readonly event: CompletionEvent | null;
  /** What the store will hold after this row: the next row of the same key is judged against it. */
  readonly after: { readonly facts: Facts; readonly occurredAt: number | null } | null;
  readonly shown: Omit<ImportRow, 'row' | 'class'>;
}

export async function insertImport(
  tx: Tx,
  value: Omit<StoredImport, 'id' | 'state' | 'rejectsFile'> & {
    readonly now: number;
    readonly actor: string;
  },
): Promise<number> {
  const { file, path, detected, mapping, reading, now, actor } = value;
  const { lastId } = await tx.run(
    `INSERT INTO import (file, path, size, encoding, delimiter, detected, mapping, reading, state, created_at, created_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'checking', ?, ?)`,
    [
      file,
      path,
      detected.size,
      detected.encoding,
      detected.delimiter,
      JSON.stringify(detected),
      JSON.stringify(mapping),
      JSON.stringify(reading),
      now,
      actor,
    ],
  );
  return lastId;
}

export async function importById(db: Reader, id: number): Promise<StoredImport> {
  const row = await db.get<Record<string, string> & { id: number; rejectsFile: string | null }>(
    'SELECT id, file, path, detected, mapping, reading, state, rejects_file AS rejectsFile FROM import WHERE id = ?',
    [id],
  );
  if (!row) throw new AppError('not_found', `There is no import ${id}.`);
  return {
    ...(row as unknown as StoredImport),
    detected: JSON.parse(row['detected'] ?? '') as DetectedText,
    mapping: JSON.parse(row['mapping'] ?? '') as ColumnMapping,
    reading: JSON.parse(row['reading'] ?? '') as ReadingOptions,
  };
}

/** Moves an import on; throws where it is not in the state that this step starts from. */
export async function moveImport(
  tx: Tx,
  id: number,
  from: StoredImport['state'],
  to: StoredImport['state'],
): Promise<void> {
  const { changes } = await tx.run('UPDATE import SET state = ? WHERE id = ? AND state = ?', [
    to,
    id,
    from,
  ]);
  if (changes === 1) return;
  const { state, file } = await importById(tx, id);
  throw new AppError(
    'conflict',
    `The import of ${file} is ${state}, not ${from}: this step cannot be taken.`,
  );
}

const jobColumns = {
  check: 'check_job',
  commit: 'commit_job',
  certificates: 'certificates_job',
} as const;

export async function setImportJob(
  tx: Tx,
  id: number,
  step: keyof typeof jobColumns,
  jobId: number,
): Promise<void> {
  await tx.run(`UPDATE import SET ${jobColumns[step]} = ? WHERE id = ?`, [jobId, id]);
}

export async function setRejectsFile(tx: Tx, id: number, path: string): Promise<void> {
  await tx.run('UPDATE import SET rejects_file = ? WHERE id = ?', [path, id]);
}

export async function stageRows(
  tx: Tx,
  importId: number,
  rows: readonly StagedRow[],
): Promise<void> {
  await tx.run(
    `INSERT INTO import_row (import_id, row, class, key, event, facts, shown)
     SELECT ?, value ->> 'row', value ->> 'class', value ->> 'key', value -> 'event', value -> 'after', value -> 'shown'
     FROM json_each(?)`,
    [
      importId,
      JSON.stringify(
        rows.map(({ event, after, ...row }) => ({
          ...row,
          ...(event === null ? {} : { event }),
          ...(after === null ? {} : { after }),
        })),
      ),
    ],
  );
}

/** What earlier rows of this import will leave behind, by key. */
export async function stagedByKey(
  db: Reader,
  importId: number,
  keys: readonly string[],
): Promise<Map<string, Known>> {
  const rows = await db.all<{ key: string; facts: string }>(
    `SELECT r.key, r.facts FROM json_each(?) AS e CROSS JOIN import_row AS r INDEXED BY import_row_key
     ON r.import_id = ? AND r.key = e.value AND r.class IN ('new','changed','unchanged') ORDER BY r.row`,
    [JSON.stringify(keys), importId],
  );
  return new Map(
    rows.map(({ key, facts }) => [
      key,
      { ...(JSON.parse(facts) as { facts: Facts; occurredAt: number | null }), sameFile: true },
    ]),
  );
}

export async function stageCourses(
  tx: Tx,
  importId: number,
  courses: readonly NewCourse[],
): Promise<void> {
  await tx.run(
    `INSERT OR IGNORE INTO import_course (import_id, code, title, pass_mark, validity_months)
     SELECT ?, value ->> 'code', value ->> 'title', value ->> 'passMark', value ->> 'validityMonths' FROM json_each(?)`,
    [importId, JSON.stringify(courses)],
  );
}

export function stagedCourses(db: Reader, importId: number): Promise<NewCourse[]> {
  return db.all(
    'SELECT code, title, pass_mark AS passMark, validity_months AS validityMonths FROM import_course WHERE import_id = ? ORDER BY code',
    [importId],
  );
}

/** The rows to be written, in the order of the file. */
export async function stagedEvents(
  db: Reader,
  importId: number,
  afterRow: number,
  limit: number,
): Promise<{ row: number; event: CompletionEvent }[]> {
  const rows = await db.all<{ row: number; event: string }>(
    `SELECT row, event FROM import_row WHERE import_id = ? AND row > ? AND event IS NOT NULL AND class IN ('new','changed','unchanged')
     ORDER BY row LIMIT ?`,
    [importId, afterRow, limit],
  );
  return rows.map(({ row, event }) => ({ row, event: JSON.parse(event) as CompletionEvent }));
}

/** How many rows to be written lie up to this one: where a commit that was interrupted goes on. */
export async function writableRowsUpTo(db: Reader, importId: number, row: number): Promise<number> {
  const counted = await db.get<{ n: number }>(
    `SELECT count(*) AS n FROM import_row WHERE import_id = ? AND row <= ? AND class IN ('new','changed','unchanged')`,
    [importId, row],
  );
  return counted?.n ?? 0;
}

/** Rows that the store refused at the commit although the check had accepted them: it had changed in between. */
export async function refuseRows(
  tx: Tx,
  importId: number,
  rows: readonly { readonly row: number; readonly reason: string }[],
): Promise<void> {
  await tx.run(
    `UPDATE import_row SET class = 'conflicting', shown = json_set(shown, '$.problems[#]', e.value ->> 'reason')
     FROM json_each(?) AS e WHERE import_id = ? AND row = e.value ->> 'row'`,
    [JSON.stringify(rows), importId],
  );
}

/** Frees what only the commit needed; what the officer was shown stays. */
export async function forgetStagedEvents(tx: Tx, importId: number): Promise<void> {
  await tx.run(
    'UPDATE import_row SET event = NULL, facts = NULL WHERE import_id = ? AND event IS NOT NULL',
    [importId],
  );
}

/** True for an import whose check has failed or was cancelled: there is nothing left to wait for. */
export async function endedWithoutCheck(db: Reader, importId: number): Promise<boolean> {
  const row = await db.get(
    `SELECT 1 FROM import AS i JOIN job AS j ON j.id = i.check_job
     WHERE i.id = ? AND i.state = 'checking' AND j.state IN ('failed','cancelled')`,
    [importId],
  );
  return row !== undefined;
}

/** A discarded import leaves its line in the list and nothing else. */
export async function forgetRows(tx: Tx, importId: number): Promise<void> {
  await tx.run('DELETE FROM import_row WHERE import_id = ?', [importId]);
  await tx.run('DELETE FROM import_course WHERE import_id = ?', [importId]);
  await tx.run('UPDATE import SET rejects_file = NULL WHERE id = ?', [importId]);
}

export async function countsOf(db: Reader, importId: number): Promise<RowCounts> {
  const rows = await db.all<{ class: RowClass; count: number }>(
    'SELECT class, count(*) AS count FROM import_row WHERE import_id = ? GROUP BY class',
    [importId],
  );
  const counts = { new: 0, changed: 0, unchanged: 0, conflicting: 0, invalid: 0 };
  for (const row of rows) counts[row.class] = row.count;
  return counts;
}

export async function rememberMapping(
  tx: Tx,
  headerKey: string,
  mapping: ColumnMapping,
  reading: ReadingOptions,
  now: number,
): Promise<void> {
  await tx.run(
    `INSERT INTO remembered_mapping (header_key, mapping, reading, used_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (header_key) DO UPDATE SET mapping = excluded.mapping, reading = excluded.reading, used_at = excluded.used_at`,
    [headerKey, JSON.stringify(mapping), JSON.stringify(reading), now],
  );
}

export async function rememberedMapping(
  db: Reader,
  headerKey: string,
): Promise<{ mapping: ColumnMapping; reading: ReadingOptions } | undefined> {
  const row = await db.get<{ mapping: string; reading: string }>(
    'SELECT mapping, reading FROM remembered_mapping WHERE header_key = ?',
    [headerKey],
  );
  return (
    row && {
      mapping: JSON.parse(row.mapping) as ColumnMapping,
      reading: JSON.parse(row.reading) as ReadingOptions,
    }
  );
}
