/** Whose certificates a pre-flight looks at, read from the store in slices. */
import type { PreflightScope } from '../../../shared/contract/preflight.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Reader, SqlValue } from '../../kernel/db/sql.ts';
import { printBlockCodes } from '../certificates/api.ts';
import { importStage, stagedFacts } from '../completions/api.ts';

/** One certificate that is to be, with the facts it would print. */
export interface Person {
  readonly subject: string;
  readonly completionId: number | null;
  readonly version: number | null;
  readonly importId: number | null;
  readonly importRow: number | null;
  readonly candidateId: string;
  readonly name: string;
  readonly courseCode: string;
  readonly courseTitle: string;
  readonly validityMonths: number | null;
  readonly sitting: string | null;
  readonly mark: string | null;
  readonly passMark: string;
  readonly enrolledAt: number | null;
  readonly completedAt: number | null;
}

/** A scope that has been looked up: what it is called, and how to count and to read it. */
export interface Batch {
  readonly title: string;
  readonly count: number;
  read(limit: number): AsyncIterable<readonly Person[]>;
}

/** Throws for an import that cannot be looked at. */
export async function batchOf(db: Reader, scope: PreflightScope): Promise<Batch> {
  if (scope.kind === 'due') {
    const title =
      scope.courses?.join(', ') ?? (scope.taskId ? `task ${scope.taskId}` : 'everything due');
    return dueBatch(db, title, scope);
  }
  const { importId } = scope;
  const { file, state, certificatesTaskId, rows } = await importStage(db, importId);
  if (state === 'checked')
    return { title: file, count: rows, read: (limit) => staged(db, importId, limit) };
  if (state === 'committed')
    return dueBatch(db, file, { kind: 'due', taskId: certificatesTaskId ?? 0 });
  throw new AppError(
    'conflict',
    `The import of ${file} is ${state}. Wait until its check or commit has ended, or import the file again.`,
  );
}

type Due = Extract<PreflightScope, { kind: 'due' }>;

/** Each state by itself, because the index on states answers one at a time in the order of the ids. */
const states = [
  "c.state = 'expected'",
  `c.state = 'blocked' AND c.reason_code IN (${printBlockCodes.map((code) => `'${code}'`).join(',')})`,
] as const;

function narrowed({ courses, taskId }: Due): { sql: string; params: SqlValue[] } {
  const params: SqlValue[] = [];
  let sql = '';
  if (courses !== undefined) {
    sql += ' AND k.code IN (SELECT value FROM json_each(?))';
    params.push(JSON.stringify(courses));
  }
  if (taskId !== undefined) {
    sql += ' AND c.job_id = ?';
    params.push(taskId);
  }
  return { sql, params };
}

const FROM = `FROM certificate AS c CROSS JOIN completion AS m ON m.id = c.completion_id
  CROSS JOIN course AS k ON k.id = m.course_id`;

async function dueBatch(db: Reader, title: string, scope: Due): Promise<Batch> {
  const { sql, params } = narrowed(scope);
  let count = 0;
  for (const state of states) {
    const from = sql === '' ? 'FROM certificate AS c' : FROM;
    const row = await db.get<{ n: number }>(
      `SELECT count(*) AS n ${from} WHERE ${state}${sql}`,
      params,
    );
    count += row?.n ?? 0;
  }
  return { title, count, read: (limit) => due(db, scope, limit) };
}

interface DueRow extends Omit<Person, 'subject' | 'importId' | 'importRow'> {
  readonly at: number;
  readonly completionId: number;
}

async function* due(db: Reader, scope: Due, limit: number): AsyncGenerator<readonly Person[]> {
  const { sql, params } = narrowed(scope);
  for (const state of states)
    for (let after = 0; ; ) {
      const rows = await db.all<DueRow>(
        `SELECT c.id AS at, m.id AS completionId, m.version, p.candidate_id AS candidateId, m.name, k.code AS courseCode,
           k.title AS courseTitle, k.validity_months AS validityMonths, m.sitting, m.mark, k.pass_mark AS passMark,
           m.enrolled_at AS enrolledAt, m.completed_at AS completedAt
         ${FROM} CROSS JOIN person AS p ON p.id = m.person_id WHERE ${state}${sql} AND c.id > ? ORDER BY c.id LIMIT ?`,
        [...params, after, limit],
      );
      const last = rows.at(-1);
      if (!last) break;
      after = last.at;
      yield rows.map(({ at: _, ...row }) => ({
        ...row,
        subject: `completion:${row.completionId}`,
        importId: null,
        importRow: null,
      }));
    }
}

async function* staged(
  db: Reader,
  importId: number,
  limit: number,
): AsyncGenerator<readonly Person[]> {
  for (let after = 0; ; ) {
    const rows = await stagedFacts(db, importId, after, limit);
    const last = rows.at(-1);
    if (!last) return;
    after = last.row;
    yield rows.map(({ row, ...facts }) => ({
      ...facts,
      subject: `import:${importId}:${row}`,
      completionId: null,
      version: null,
      importId,
      importRow: row,
    }));
  }
}
