/** The statements of pre-flight: runs, findings with their state today, decisions. */
import type {
  Finding,
  FindingDecision,
  FindingFilter,
  FindingStatus,
  KindCount,
  PreflightRun,
  PreflightScope,
} from '../../../shared/contract/preflight.ts';
import type { Tx } from '../../kernel/db/database.ts';
import { likeWords } from '../../kernel/db/search.ts';
import type { Reader, SqlValue } from '../../kernel/db/sql.ts';
import type { Found } from './findings.ts';

interface Deed {
  readonly at: number;
  readonly actor: string;
}

export async function insertRun(
  tx: Tx,
  run: { readonly scope: PreflightScope; readonly title: string } & Deed,
): Promise<number> {
  const { lastId } = await tx.run(
    'INSERT INTO preflight_run (scope, title, created_at, created_by) VALUES (?, ?, ?, ?)',
    [JSON.stringify(run.scope), run.title, run.at, run.actor],
  );
  return lastId;
}

export async function setRunJob(tx: Tx, runId: number, jobId: number): Promise<void> {
  await tx.run('UPDATE preflight_run SET job_id = ? WHERE id = ?', [jobId, runId]);
}

export async function endRun(tx: Tx, runId: number, checked: number): Promise<void> {
  await tx.run('UPDATE preflight_run SET checked = ? WHERE id = ?', [checked, runId]);
}

export async function listRuns(
  db: Reader,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ rows: PreflightRun[]; total: number }> {
  const rows = await db.all<Omit<PreflightRun, 'scope'> & { scope: string }>(
    `SELECT id, job_id AS taskId, scope, title, checked, created_at AS createdAt, created_by AS createdBy
     FROM preflight_run ORDER BY id DESC LIMIT ? OFFSET ?`,
    [limit, offset],
  );
  const counted = await db.get<{ n: number }>('SELECT count(*) AS n FROM preflight_run');
  return {
    rows: rows.map((row) => ({ ...row, scope: JSON.parse(row.scope) as PreflightScope })),
    total: counted?.n ?? 0,
  };
}

/** Keeps what was found; a decision on the same finding stands as long as the text it was made about. */
export async function keepFindings(tx: Tx, runId: number, found: readonly Found[]): Promise<void> {
  await tx.run(
    `INSERT INTO preflight_finding (run_id, subject, completion_id, version, import_id, import_row, candidate_id, candidate_name,
       course_code, kind, severity, field, value, reason, remedy)
     SELECT ?, value ->> 'subject', value ->> 'completionId', value ->> 'version', value ->> 'importId', value ->> 'importRow',
       value ->> 'candidateId', value ->> 'candidateName', value ->> 'courseCode', value ->> 'kind', value ->> 'severity',
       value ->> 'field', value ->> 'value', value ->> 'reason', value ->> 'remedy'
     FROM json_each(?) WHERE true
     ON CONFLICT (subject, kind, field) DO UPDATE SET run_id = excluded.run_id, version = excluded.version,
       candidate_name = excluded.candidate_name, severity = excluded.severity, reason = excluded.reason, remedy = excluded.remedy,
       decision = iif(value = excluded.value, decision, NULL), decided_at = iif(value = excluded.value, decided_at, NULL),
       decided_by = iif(value = excluded.value, decided_by, NULL),
       decision_reason = iif(value = excluded.value, decision_reason, NULL), value = excluded.value`,
    [runId, JSON.stringify(found)],
  );
}

/** Whether an earlier run had found anything that this one could take back. */
export async function hasOlderFindings(db: Reader, runId: number): Promise<boolean> {
  const row = await db.get('SELECT 1 AS one FROM preflight_finding WHERE run_id <> ? LIMIT 1', [
    runId,
  ]);
  return row !== undefined;
}

/** What an earlier run had found about these and this run, which must have kept all of its own, has not. */
export async function forgetFindings(
  tx: Tx,
  runId: number,
  subjects: readonly string[],
): Promise<void> {
  await tx.run(
    `DELETE FROM preflight_finding WHERE id IN (
       SELECT f.id FROM json_each(?) AS e CROSS JOIN preflight_finding AS f ON f.subject = e.value WHERE f.run_id <> ?)`,
    [JSON.stringify(subjects), runId],
  );
}

/** Faults of the template that an earlier run saw and this one has not. */
export async function forgetTemplateFindings(tx: Tx, runId: number): Promise<void> {
  await tx.run(
    "DELETE FROM preflight_finding WHERE field = 'template' AND completion_id IS NULL AND import_id IS NULL AND run_id <> ?",
    [runId],
  );
}

/** A finding is resolved when the store no longer says what was looked at. */
const STATUS = `CASE
  WHEN f.completion_id IS NOT NULL AND CASE f.field WHEN 'name' THEN m.name IS NOT f.value
    WHEN 'sitting' THEN coalesce(m.sitting, '') IS NOT f.value WHEN 'courseTitle' THEN k.title IS NOT f.value
    ELSE m.version > f.version END THEN 'resolved'
  WHEN f.import_id IS NOT NULL AND i.state <> 'checked' THEN 'resolved'
  ELSE coalesce(f.decision, 'open') END`;
const FROM = `FROM preflight_finding AS f LEFT JOIN completion AS m ON m.id = f.completion_id
  LEFT JOIN course AS k ON k.id = m.course_id LEFT JOIN import AS i ON i.id = f.import_id`;

function where(filter: FindingFilter): { sql: string; params: SqlValue[] } {
  const conditions = ['true'];
  const params: SqlValue[] = [];
  const add = (sql: string, ...values: SqlValue[]) => {
    conditions.push(sql);
    params.push(...values);
  };
  if (filter.runId !== undefined) add('f.run_id = ?', filter.runId);
  if (filter.kind !== undefined) add('f.kind = ?', filter.kind);
  if (filter.severity !== undefined) add('f.severity = ?', filter.severity);
  if (filter.course !== undefined) add('f.course_code = ?', filter.course);
  if (filter.status !== undefined) add(`${STATUS} = ?`, filter.status);
  for (const word of likeWords(filter.text))
    add(
      `(f.candidate_name LIKE ? ESCAPE '\\' OR f.candidate_id LIKE ? ESCAPE '\\' OR f.course_code LIKE ? ESCAPE '\\')`,
      word,
      word,
      word,
    );
  return { sql: `WHERE ${conditions.join(' AND ')}`, params };
}

export async function listFindings(
  db: Reader,
  filter: FindingFilter,
  slice: { readonly offset: number; readonly limit: number },
): Promise<{ rows: Finding[]; total: number }> {
  const { sql, params } = where(filter);
  const counted = await db.get<{ n: number }>(`SELECT count(*) AS n ${FROM} ${sql}`, params);
  const rows = await db.all<Finding>(
    `SELECT f.id, f.run_id AS runId, f.kind, f.severity, f.candidate_id AS candidateId, f.candidate_name AS candidateName,
       f.course_code AS courseCode, f.completion_id AS completionId, f.import_id AS importId, f.import_row AS importRow,
       f.field, f.reason, f.remedy, ${STATUS} AS status, f.decided_by AS decidedBy, f.decided_at AS decidedAt
     ${FROM} ${sql}
     ORDER BY CASE f.severity WHEN 'blocks' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, f.kind, f.candidate_name COLLATE NOCASE, f.id
     LIMIT ? OFFSET ?`,
    [...params, slice.limit, slice.offset],
  );
  return { rows, total: counted?.n ?? 0 };
}

export async function countFindings(
  db: Reader,
  { kind, severity, status, ...rest }: FindingFilter,
): Promise<{ kinds: KindCount[]; statuses: Record<FindingStatus, number> }> {
  const ofKinds = where(status === undefined ? rest : { ...rest, status });
  const kinds = await db.all<KindCount>(
    `SELECT f.kind, f.severity, count(*) AS count ${FROM} ${ofKinds.sql} GROUP BY f.kind, f.severity
     ORDER BY CASE f.severity WHEN 'blocks' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, f.kind`,
    ofKinds.params,
  );
  const ofStatuses = where({
    ...rest,
    ...(kind === undefined ? {} : { kind }),
    ...(severity === undefined ? {} : { severity }),
  });
  const rows = await db.all<{ status: FindingStatus; count: number }>(
    `SELECT ${STATUS} AS status, count(*) AS count ${FROM} ${ofStatuses.sql} GROUP BY 1`,
    ofStatuses.params,
  );
  const statuses = { open: 0, issue_anyway: 0, hold: 0, fixed: 0, resolved: 0 };
  for (const { status: each, count } of rows) statuses[each] = count;
  return { kinds, statuses };
}

/** What a decision needs to know of a finding. */
export interface Decidable {
  readonly id: number;
  readonly kind: Finding['kind'];
  readonly severity: Finding['severity'];
  readonly status: FindingStatus;
  readonly candidateName: string | null;
  readonly completionId: number | null;
  readonly importId: number | null;
  readonly importRow: number | null;
  readonly decision: FindingDecision | null;
  /** True where the person is on hold because of this finding and nothing else. */
  readonly holds: number;
}

export function decidable(db: Reader, ids: readonly number[]): Promise<Decidable[]> {
  return db.all<Decidable>(
    `SELECT f.id, f.kind, f.severity, ${STATUS} AS status, f.candidate_name AS candidateName, f.completion_id AS completionId,
       f.import_id AS importId, f.import_row AS importRow, f.decision,
       f.decision IS 'hold' AND (f.completion_id IS NULL OR m.hold_reason IS f.decision_reason) AND NOT EXISTS (
         SELECT 1 FROM preflight_finding AS o WHERE o.subject = f.subject AND o.decision = 'hold'
           AND o.id NOT IN (SELECT value FROM json_each(?1))) AS holds
     ${FROM} WHERE f.id IN (SELECT value FROM json_each(?1)) ORDER BY f.id`,
    [JSON.stringify(ids)],
  );
}

export async function setDecision(
  tx: Tx,
  ids: readonly number[],
  decision: FindingDecision,
  reason: string | null,
  { at, actor }: Deed,
): Promise<void> {
  await tx.run(
    `UPDATE preflight_finding SET decision = ?, decision_reason = ?, decided_at = ?, decided_by = ?
     WHERE id IN (SELECT value FROM json_each(?))`,
    [decision, reason, at, actor, JSON.stringify(ids)],
  );
}

/** A hold changes a completion's version and nothing that was looked at. */
export async function followVersions(tx: Tx, completionIds: readonly number[]): Promise<void> {
  await tx.run(
    `UPDATE preflight_finding SET version = (SELECT version FROM completion WHERE id = completion_id)
     WHERE completion_id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(completionIds)],
  );
}
