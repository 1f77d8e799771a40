/** What other features may ask of the tracking store: holds, and the rows of an import under review. */
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/db/database.ts';
import type { Reader } from '../../kernel/db/sql.ts';
import type { JobQueue } from '../../kernel/queue/queue.ts';
import { expectCertificates } from '../certificates/api.ts';
import { setHold } from './store.ts';

/** Sets a hold or, with a null reason, lifts it: a change of the facts like any other, so the certificate is decided again. */
export async function changeHold(
  tx: Tx,
  deps: { readonly queue: JobQueue; readonly clock: Clock },
  ids: readonly number[],
  reason: string | null,
  actor: string,
): Promise<{ changed: number; taskId: number | null }> {
  const changed = await setHold(tx, ids, reason, deps.clock.now());
  const taskId = await expectCertificates(tx, deps, changed, {
    title: reason === null ? 'Certificates: holds lifted' : 'Certificates: put on hold',
    actor,
    key: 'hold',
  });
  return { changed: changed.length, taskId };
}

/** Makes rows of an import under review arrive on hold or, with a null reason, without one. */
export async function changeStagedHold(
  tx: Tx,
  importId: number,
  rows: readonly number[],
  reason: string | null,
): Promise<void> {
  const found = await tx.get<{ file: string; state: string }>(
    'SELECT file, state FROM import WHERE id = ?',
    [importId],
  );
  if (found?.state !== 'checked')
    throw new AppError(
      'conflict',
      `The import of ${found?.file ?? importId} is not under review any more. Check its certificates again, then decide.`,
    );
  await tx.run(
    `UPDATE import_row SET event = iif(?2 IS NULL, json_remove(event, '$.hold', '$.holdReason'),
       json_set(event, '$.hold', json('true'), '$.holdReason', ?2))
     WHERE import_id = ?1 AND event IS NOT NULL AND row IN (SELECT value FROM json_each(?3))`,
    [importId, reason, JSON.stringify(rows)],
  );
}

/** JSON of a row under review as the store would hold it: null, null, row, candidate, name, course code and title, months
 * of validity, sitting, mark, pass mark, enrolled, completed. */
const STAGED = `json_array(NULL, NULL, r.row, r.event ->> '$.candidate.id', r.facts ->> '$.facts.name', r.event ->> '$.course.code',
  coalesce(k.title, n.title), iif(k.id IS NULL, r.event ->> '$.course.validityMonths', k.validity_months),
  r.facts ->> '$.facts.sitting', r.facts ->> '$.facts.mark', coalesce(k.pass_mark, n.pass_mark),
  r.facts ->> '$.facts.enrolledAt', r.facts ->> '$.facts.completedAt')`;
const STAGED_FROM = `FROM import_row AS r LEFT JOIN course AS k ON k.code = r.event ->> '$.course.code'
  LEFT JOIN import_course AS n ON n.import_id = r.import_id AND n.code = r.event ->> '$.course.code'
  WHERE r.class IN ('new','changed') AND r.event IS NOT NULL AND r.import_id = ?`;

/** The new and changed rows after `afterRow`, in the order of the file, as one JSON array; `last` is null for none. */
export async function stagedFacts(
  db: Reader,
  importId: number,
  afterRow: number,
  limit: number,
): Promise<{ last: number | null; people: string }> {
  const slice = await db.get<{ last: number | null; people: string }>(
    `SELECT max(at) AS last, json_group_array(json(facts)) AS people FROM (
       SELECT r.row AS at, ${STAGED} AS facts ${STAGED_FROM} AND r.row > ? ORDER BY r.row LIMIT ?)`,
    [importId, afterRow, limit],
  );
  return slice ?? { last: null, people: '[]' };
}

/** The same of these rows only. */
export async function stagedFactsAt(
  db: Reader,
  importId: number,
  rows: readonly number[],
): Promise<string> {
  const found = await db.get<{ people: string }>(
    `SELECT json_group_array(json(${STAGED})) AS people ${STAGED_FROM} AND r.row IN (SELECT value FROM json_each(?))`,
    [importId, JSON.stringify(rows)],
  );
  return found?.people ?? '[]';
}

/** Where an import stands, and the task of its certificates once there is one. Throws `not_found`. */
export async function importStage(
  db: Reader,
  importId: number,
): Promise<{ file: string; state: string; certificatesTaskId: number | null; rows: number }> {
  const found = await db.get<{
    file: string;
    state: string;
    certificatesTaskId: number | null;
    rows: number;
  }>(
    `SELECT file, state, certificates_job AS certificatesTaskId,
       (SELECT count(*) FROM import_row WHERE import_id = import.id AND class IN ('new','changed')) AS rows
     FROM import WHERE id = ?`,
    [importId],
  );
  if (!found) throw new AppError('not_found', `There is no import ${importId}.`);
  return found;
}
