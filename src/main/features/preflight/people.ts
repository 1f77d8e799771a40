/** Whose certificates a pre-flight looks at, read from the store in slices. */
import type { PreflightScope } from '../../../shared/contract/preflight.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Reader, SqlValue } from '../../kernel/db/sql.ts';
import { printBlockCodes } from '../certificates/api.ts';
import { importStage, stagedFacts, stagedFactsAt } from '../completions/api.ts';
import { type Person, peopleOf } from './person.ts';

/** A scope that has been looked up: what it is called, and how to read it. */
export interface Batch {
  readonly title: string;
  readonly count: number;
  /** Null where the people have completions; otherwise their places are rows of this import. */
  readonly importId: number | null;
  /** Slices as JSON texts, see `peopleOf`. */
  read(limit: number): AsyncIterable<string>;
  /** The people at these places. */
  find(places: readonly number[]): Promise<Person[]>;
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
    return {
      title: file,
      count: rows,
      importId,
      read: (limit) => staged(db, importId, limit),
      find: async (places) => peopleOf(await stagedFactsAt(db, importId, places)),
    };
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
  return {
    title,
    count,
    importId: null,
    read: (limit) => due(db, scope, limit),
    find: (places) => found(db, places),
  };
}

/** In the order of `PersonRow`. */
const FACTS = `json_array(m.id, m.version, NULL, p.candidate_id, m.name, k.code, k.title, k.validity_months, m.sitting, m.mark,
  k.pass_mark, m.enrolled_at, m.completed_at)`;
const PERSON = 'CROSS JOIN person AS p ON p.id = m.person_id';

async function* due(db: Reader, scope: Due, limit: number): AsyncGenerator<string> {
  const { sql, params } = narrowed(scope);
  for (const state of states)
    for (let after = 0; ; ) {
      // One text for a slice: its rows are made in SQLite's own thread, and read in the pool's.
      const slice = await db.get<{ last: number | null; people: string }>(
        `SELECT max(at) AS last, json_group_array(json(facts)) AS people FROM (
           SELECT c.id AS at, ${FACTS} AS facts ${FROM} ${PERSON} WHERE ${state}${sql} AND c.id > ? ORDER BY c.id LIMIT ?)`,
        [...params, after, limit],
      );
      if (!slice || slice.last === null) break;
      after = slice.last;
      yield slice.people;
    }
}

async function found(db: Reader, places: readonly number[]): Promise<Person[]> {
  const row = await db.get<{ people: string }>(
    `SELECT json_group_array(json(${FACTS})) AS people FROM json_each(?) AS e CROSS JOIN completion AS m ON m.id = e.value
     CROSS JOIN course AS k ON k.id = m.course_id ${PERSON}`,
    [JSON.stringify(places)],
  );
  return peopleOf(row?.people ?? '[]');
}

async function* staged(db: Reader, importId: number, limit: number): AsyncGenerator<string> {
  for (let after = 0; ; ) {
    const slice = await stagedFacts(db, importId, after, limit);
    if (slice.last === null) return;
    after = slice.last;
    yield slice.people;
  }
}
