/** The tracking store as the officer reads it: the list, one row. */
import type { Completion } from '../../../shared/contract/completions.ts';
import { AppError } from '../../../shared/errors.ts';
import { likeWords } from '../../kernel/db/search.ts';
import type { Reader, SqlValue } from '../../kernel/db/sql.ts';

interface Filter {
  readonly text?: string | undefined;
  readonly course?: string | undefined;
}
type Sort = 'newest' | 'name' | 'course' | 'mark';

const orders = {
  newest: 'm.updated_at DESC, m.id DESC',
  name: 'm.name COLLATE NOCASE, m.id',
  course: 'k.code, m.name COLLATE NOCASE, m.id',
  mark: 'CAST(m.mark AS REAL) DESC, m.id',
} as const satisfies Record<Sort, string>;

const SELECT = `SELECT m.id, p.candidate_id AS candidateId, m.name AS candidateName, k.code AS courseCode, k.title AS courseTitle,
  k.pass_mark AS passMark, m.attempt, m.sitting, m.mark, m.enrolled_at AS enrolledAt, m.started_at AS startedAt,
  m.completed_at AS completedAt, m.hold, m.hold_reason AS holdReason, m.version, m.source_file AS sourceFile,
  m.source_row AS sourceRow, m.updated_at AS updatedAt, c.id AS certificateId, c.state, c.number, c.reason`;
const FROM =
  'FROM completion AS m JOIN person AS p ON p.id = m.person_id JOIN course AS k ON k.id = m.course_id';
const NEWEST_CERTIFICATE =
  'LEFT JOIN certificate AS c ON c.id = (SELECT max(id) FROM certificate WHERE completion_id = m.id)';

interface Row extends Omit<Completion, 'hold' | 'source' | 'certificate'> {
  readonly hold: number;
  readonly sourceFile: string | null;
  readonly sourceRow: number | null;
  readonly certificateId: number | null;
  readonly state: NonNullable<Completion['certificate']>['state'];
  readonly number: string | null;
  readonly reason: string | null;
}

export async function listCompletions(
  db: Reader,
  filter: Filter,
  sort: Sort,
  slice: { readonly offset: number; readonly limit: number },
): Promise<{ rows: Completion[]; total: number }> {
  const conditions: string[] = [];
  const params: SqlValue[] = [];
  if (filter.course !== undefined) {
    conditions.push('k.code = ?');
    params.push(filter.course);
  }
  for (const word of likeWords(filter.text)) {
    conditions.push(
      `(m.name LIKE ? ESCAPE '\\' OR p.candidate_id LIKE ? ESCAPE '\\' OR k.code LIKE ? ESCAPE '\\')`,
    );
    params.push(word, word, word);
  }
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  const counted =
    conditions.length > 0
      ? await db.get<{ n: number }>(`SELECT count(*) AS n ${FROM} ${where}`, params)
      : await db.get<{ n: number }>('SELECT count(*) AS n FROM completion');
  // The ids of the page first, from the index alone: the joins are then made for the page and not for all before it.
  const rows = await db.all<Row>(
    `WITH page AS MATERIALIZED (SELECT m.id, row_number() OVER () AS place FROM (SELECT m.id ${conditions.length > 0 || sort === 'course' ? FROM : 'FROM completion AS m'} ${where}
       ORDER BY ${orders[sort]} LIMIT ? OFFSET ?) AS m)
     ${SELECT} FROM page JOIN completion AS m ON m.id = page.id JOIN person AS p ON p.id = m.person_id
     JOIN course AS k ON k.id = m.course_id ${NEWEST_CERTIFICATE} ORDER BY page.place`,
    [...params, slice.limit, slice.offset],
  );
  return { rows: rows.map(toCompletion), total: counted?.n ?? 0 };
}

export async function completionById(db: Reader, id: number): Promise<Completion> {
  const row = await db.get<Row>(`${SELECT} ${FROM} ${NEWEST_CERTIFICATE} WHERE m.id = ?`, [id]);
  if (!row) throw new AppError('not_found', `There is no completion ${id}.`);
  return toCompletion(row);
}

function toCompletion(row: Row): Completion {
  const { hold, sourceFile, sourceRow, certificateId, state, number, reason, ...facts } = row;
  return {
    ...facts,
    hold: hold === 1,
    source: sourceFile === null ? null : { file: sourceFile, row: sourceRow },
    certificate: certificateId === null ? null : { id: certificateId, state, number, reason },
  };
}
