/** The statements that move certificates from expected to issued. Each takes the transaction of the run that owns them. */
import type { Tx } from '../../kernel/db/database.ts';
import type { Reader } from '../../kernel/db/sql.ts';
import type { EligibilityFacts } from './rules.ts';

/** One certificate to be decided, with the committed facts it is about. */
export interface Undecided extends EligibilityFacts {
  readonly id: number;
  readonly name: string;
  readonly courseCode: string;
  readonly courseTitle: string;
  readonly validityMonths: number | null;
  readonly sitting: string | null;
}
export interface Numbered {
  readonly id: number;
  readonly number: string;
  /** JSON of what the template needs; the same snapshot gives the same bytes. */
  readonly snapshot: string;
  readonly path: string;
  readonly template: string;
  readonly expiresOn: string | null;
}
export interface Rendering {
  readonly id: number;
  readonly number: string;
  readonly snapshot: string;
  readonly path: string;
  readonly template: string;
}
export interface Sealed {
  readonly id: number;
  readonly number: string;
  readonly sha256: string;
  readonly size: number;
}
export interface NotMade {
  readonly id: number;
  readonly code: string;
  readonly reason: string;
}
/** Who changes a row, when, and in which task. */
export interface Change {
  readonly jobId: number;
  readonly now: number;
  readonly actor: string;
}

/** Rows of the job that come after `afterId`, with the facts as they are committed now. */
export async function undecided(
  db: Reader,
  jobId: number,
  afterId: number,
  limit: number,
): Promise<Undecided[]> {
  const rows = await db.all<Omit<Undecided, 'hold'> & { hold: number }>(
    `SELECT c.id, m.hold, m.hold_reason AS holdReason, m.enrolled_at AS enrolledAt, m.completed_at AS completedAt,
       m.mark, k.pass_mark AS passMark, m.name, k.code AS courseCode, k.title AS courseTitle,
       k.validity_months AS validityMonths, m.sitting
     FROM certificate AS c JOIN completion AS m ON m.id = c.completion_id JOIN course AS k ON k.id = m.course_id
     WHERE c.job_id = ? AND c.state = 'expected' AND c.id > ? ORDER BY c.id LIMIT ?`,
    [jobId, afterId, limit],
  );
  return rows.map((row) => ({ ...row, hold: row.hold === 1 }));
}

/** Numbered rows that no run has finished: a run before this one ended between rendering and sealing. */
export function unfinished(db: Reader, jobId: number): Promise<Rendering[]> {
  return db.all<Rendering>(
    "SELECT id, number, snapshot, path, template FROM certificate WHERE job_id = ? AND state = 'rendering' ORDER BY id",
    [jobId],
  );
}

export async function countOf(
  db: Reader,
  jobId: number,
): Promise<{ open: number; issued: number; blocked: number; failed: number }> {
  const row = await db.get<{ open: number; issued: number; blocked: number; failed: number }>(
    `SELECT count(*) FILTER (WHERE state IN ('expected','rendering')) AS open,
       count(*) FILTER (WHERE state IN ('issued','superseded','revoked')) AS issued,
       count(*) FILTER (WHERE state = 'blocked') AS blocked, count(*) FILTER (WHERE state = 'failed') AS failed
     FROM certificate WHERE job_id = ?`,
    [jobId],
  );
  return row ?? { open: 0, issued: 0, blocked: 0, failed: 0 };
}

// Every bulk statement here walks its JSON list and looks each row up, which NOT INDEXED (only the row id is left),
// CROSS JOIN and INDEXED BY make sure of: without statistics SQLite walks the whole task for each row of the list
// instead, measured as 600 ms a slice at 2 700 certificates where 10 ms are enough.

/** Gives the entitled their number and snapshot. A number that exists already fails the whole transaction. */
export async function number(tx: Tx, rows: readonly Numbered[], change: Change): Promise<void> {
  await tx.run(
    `UPDATE certificate NOT INDEXED SET state = 'rendering', number = e.value ->> 'number', snapshot = e.value ->> 'snapshot',
       path = e.value ->> 'path', template = e.value ->> 'template', expires_on = e.value ->> 'expiresOn',
       renders = renders + 1, changed_at = ?, changed_by = ?
     FROM json_each(?) AS e WHERE certificate.id = e.value ->> 'id' AND state = 'expected' AND job_id = ?`,
    [change.now, change.actor, JSON.stringify(rows), change.jobId],
  );
}

/** Notes that rows are rendered once more after a crash. */
export async function renderAgain(tx: Tx, ids: readonly number[], jobId: number): Promise<void> {
  await tx.run(
    `UPDATE certificate SET renders = renders + 1
     WHERE id IN (SELECT value FROM json_each(?)) AND state = 'rendering' AND job_id = ?`,
    [JSON.stringify(ids), jobId],
  );
}

/** A no with its reason. A certificate issued earlier for the same completion stays, and says that it no longer agrees. */
export async function block(
  tx: Tx,
  rows: readonly NotMade[],
  from: 'expected' | 'rendering',
  change: Change,
): Promise<void> {
  const list = JSON.stringify(rows);
  await tx.run(
    `UPDATE certificate NOT INDEXED SET state = 'blocked', reason_code = e.value ->> 'code', reason = e.value ->> 'reason',
       number = NULL, snapshot = NULL, path = NULL, template = NULL, expires_on = NULL, changed_at = ?, changed_by = ?
     FROM json_each(?) AS e WHERE certificate.id = e.value ->> 'id' AND state = ? AND job_id = ?`,
    [change.now, change.actor, list, from, change.jobId],
  );
  await tx.run(
    `UPDATE certificate NOT INDEXED SET warning = 'No longer entitled: ' ||
       (SELECT b.reason FROM certificate AS b INDEXED BY certificate_pending
         WHERE b.completion_id = certificate.completion_id AND b.state IN ('expected','blocked','rendering','failed'))
     WHERE id IN (SELECT old.id FROM json_each(?) AS e CROSS JOIN certificate AS b NOT INDEXED ON b.id = e.value ->> 'id' AND b.state = 'blocked'
       CROSS JOIN certificate AS old INDEXED BY certificate_current ON old.completion_id = b.completion_id AND old.state = 'issued')`,
    [list],
  );
}

/**
 * Seals what is still wanted: rows whose facts changed while they were rendered have lost their number
 * and stay as they are. The certificate that a new one replaces becomes superseded in the same moment.
 * Returns the ids that were sealed.
 */
export async function seal(
  tx: Tx,
  sealed: readonly Sealed[],
  change: Change,
): Promise<Set<number>> {
  const mine = await tx.all<{ id: number }>(
    `SELECT c.id FROM json_each(?) AS e CROSS JOIN certificate AS c NOT INDEXED ON c.id = e.value ->> 'id'
     WHERE c.state = 'rendering' AND c.number = e.value ->> 'number' AND c.job_id = ?`,
    [JSON.stringify(sealed), change.jobId],
  );
  const ids = new Set(mine.map(({ id }) => id));
  const list = JSON.stringify(sealed.filter(({ id }) => ids.has(id)));
  await tx.run(
    `UPDATE certificate NOT INDEXED SET state = 'superseded', warning = NULL,
       reason = 'Replaced by ' || (SELECT n.number FROM certificate AS n INDEXED BY certificate_pending
         WHERE n.completion_id = certificate.completion_id AND n.state IN ('expected','blocked','rendering','failed')),
       changed_at = ?, changed_by = ?
     WHERE id IN (SELECT old.id FROM json_each(?) AS e CROSS JOIN certificate AS n NOT INDEXED ON n.id = e.value ->> 'id'
       CROSS JOIN certificate AS old INDEXED BY certificate_current ON old.completion_id = n.completion_id AND old.state = 'issued')`,
    [change.now, change.actor, list],
  );
  await tx.run(
    `UPDATE certificate NOT INDEXED SET state = 'issued', sha256 = e.value ->> 'sha256', size = e.value ->> 'size', issued_at = ?,
       changed_at = ?, changed_by = ? FROM json_each(?) AS e WHERE certificate.id = e.value ->> 'id'`,
    [change.now, change.now, change.actor, list],
  );
  return ids;
}

/** Puts a task's numbered rows back to be decided again; what they may have written is noted for removal. */
export async function unnumber(tx: Tx, jobId: number, change: Change): Promise<void> {
  const where = "state = 'rendering' AND job_id = ?";
  await tx.run(
    `INSERT OR IGNORE INTO stray_file (path) SELECT path FROM certificate WHERE ${where}`,
    [jobId],
  );
  await tx.run(
    `UPDATE certificate SET state = 'expected', number = NULL, snapshot = NULL, path = NULL, template = NULL,
       expires_on = NULL, changed_at = ?, changed_by = ? WHERE ${where}`,
    [change.now, change.actor, jobId],
  );
}

/** Tasks that are over and yet have numbered rows: the program ended while they were being cancelled. */
export async function deadTasksWithNumbers(db: Reader): Promise<number[]> {
  const rows = await db.all<{ id: number }>(
    `SELECT DISTINCT job_id AS id FROM certificate WHERE state = 'rendering'
     AND job_id IN (SELECT id FROM job WHERE state IN ('succeeded','failed','cancelled'))`,
  );
  return rows.map(({ id }) => id);
}

export async function strayFiles(db: Reader): Promise<string[]> {
  const rows = await db.all<{ path: string }>('SELECT path FROM stray_file');
  return rows.map(({ path }) => path);
}

export async function forgetStrayFiles(tx: Tx, paths: readonly string[]): Promise<void> {
  await tx.run('DELETE FROM stray_file WHERE path IN (SELECT value FROM json_each(?))', [
    JSON.stringify(paths),
  ]);
}

/** Takes issued certificates back; returns how many of them were issued. */
export async function revoke(
  tx: Tx,
  ids: readonly number[],
  reason: string,
  { now, actor }: { readonly now: number; readonly actor: string },
): Promise<number> {
  const { changes } = await tx.run(
    `UPDATE certificate SET state = 'revoked', reason = ?, reason_code = NULL, warning = NULL, changed_at = ?, changed_by = ?
     WHERE state = 'issued' AND id IN (SELECT value FROM json_each(?))`,
    [reason, now, actor, JSON.stringify(ids)],
  );
  return changes;
}
