/** Certificates as the officer reads them: the list, counts, one with its why-not and history. */
import type {
  Certificate,
  CertificateDetail,
  CertificateFilter,
  CertificateState,
  ExportOrder,
} from '../../../shared/contract/certificates.ts';
import { AppError } from '../../../shared/errors.ts';
import { likeWords } from '../../kernel/db/search.ts';
import type { Reader, SqlValue } from '../../kernel/db/sql.ts';
import { parseCertificateNumber } from './number.ts';
import { conditionsOf } from './rules.ts';

type Sort = 'newest' | 'name' | 'course' | 'number';

const orders = {
  newest: 'c.id DESC',
  name: 'm.name COLLATE NOCASE, c.id',
  course: 'k.code, m.name COLLATE NOCASE, c.id',
  number: 'c.number, c.id',
} as const satisfies Record<Sort, string>;

const FROM = `FROM certificate AS c JOIN completion AS m ON m.id = c.completion_id
  JOIN person AS p ON p.id = m.person_id JOIN course AS k ON k.id = m.course_id`;
/** A sealed certificate shows what is printed on it, any other what is stored now. */
const COLUMNS = `c.id, c.completion_id AS completionId, c.state, c.number, p.candidate_id AS candidateId,
  coalesce(c.snapshot ->> 'name', m.name) AS candidateName, k.code AS courseCode,
  coalesce(c.snapshot ->> 'courseTitle', k.title) AS courseTitle, iif(c.snapshot IS NULL, m.sitting, c.snapshot ->> 'sitting') AS sitting,
  coalesce(c.snapshot ->> 'mark', m.mark) AS mark, c.reason_code AS reasonCode, c.reason, c.warning, c.issued_at AS issuedAt,
  c.expires_on AS expiresOn, c.job_id AS taskId, c.changed_at AS updatedAt`;

interface Where {
  readonly sql: string;
  readonly params: readonly SqlValue[];
  /** True where only the certificate's own table is asked: then the joins can wait. */
  readonly own: boolean;
}

function where(filter: CertificateFilter): Where {
  const conditions: string[] = [];
  const params: SqlValue[] = [];
  const add = (sql: string, ...values: SqlValue[]) => {
    conditions.push(sql);
    params.push(...values);
  };
  if (filter.state !== undefined) add('c.state = ?', filter.state);
  if (filter.reasonCode !== undefined) add('c.reason_code = ?', filter.reasonCode);
  if (filter.taskId !== undefined) add('c.job_id = ?', filter.taskId);
  if (filter.warned) add('c.warning IS NOT NULL');
  if (filter.course !== undefined) add('k.code = ?', filter.course);
  const number = filter.text === undefined ? undefined : parseCertificateNumber(filter.text);
  if (number !== undefined) add('c.number = ?', number);
  else
    for (const word of likeWords(filter.text))
      add(
        `(m.name LIKE ? ESCAPE '\\' OR p.candidate_id LIKE ? ESCAPE '\\' OR k.code LIKE ? ESCAPE '\\' OR c.number LIKE ? ESCAPE '\\')`,
        word,
        word,
        word,
        word,
      );
  const own = filter.course === undefined && likeWords(filter.text).length === 0;
  return { sql: conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '', params, own };
}

export async function listCertificates(
  db: Reader,
  filter: CertificateFilter,
  sort: Sort,
  slice: { readonly offset: number; readonly limit: number },
): Promise<{ rows: Certificate[]; total: number }> {
  const { sql, params, own } = where(filter);
  const counted = await db.get<{ n: number }>(
    `SELECT count(*) AS n ${own ? 'FROM certificate AS c' : FROM} ${sql}`,
    params,
  );
  const plain = own && (sort === 'newest' || sort === 'number');
  const rows = await db.all<Certificate>(
    `WITH page AS MATERIALIZED (SELECT id, row_number() OVER () AS place FROM
       (SELECT c.id ${plain ? 'FROM certificate AS c' : FROM} ${sql} ORDER BY ${orders[sort]} LIMIT ? OFFSET ?))
     SELECT ${COLUMNS} FROM page JOIN certificate AS c ON c.id = page.id JOIN completion AS m ON m.id = c.completion_id
     JOIN person AS p ON p.id = m.person_id JOIN course AS k ON k.id = m.course_id ORDER BY page.place`,
    [...params, slice.limit, slice.offset],
  );
  return { rows, total: counted?.n ?? 0 };
}

export async function countCertificates(
  db: Reader,
  filter: CertificateFilter,
): Promise<{
  states: Record<CertificateState, number>;
  reasons: { code: string; count: number }[];
}> {
  const { state: _state, reasonCode: _reason, ...rest } = filter;
  const { sql, params, own } = where(rest);
  const from = own ? 'FROM certificate AS c' : FROM;
  const rows = await db.all<{ state: CertificateState; count: number }>(
    `SELECT c.state, count(*) AS count ${from} ${sql} GROUP BY c.state`,
    params,
  );
  const states = {
    expected: 0,
    blocked: 0,
    rendering: 0,
    issued: 0,
    failed: 0,
    superseded: 0,
    revoked: 0,
  };
  for (const { state, count } of rows) states[state] = count;
  const reasons = await db.all<{ code: string; count: number }>(
    `SELECT c.reason_code AS code, count(*) AS count ${from} ${sql === '' ? 'WHERE' : `${sql} AND`}
     c.reason_code IS NOT NULL GROUP BY c.reason_code ORDER BY count(*) DESC, c.reason_code`,
    params,
  );
  return { states, reasons };
}

interface DetailRow {
  readonly path: string | null;
  readonly size: number | null;
  readonly sha256: string | null;
  readonly renders: number;
  readonly hold: number;
  readonly holdReason: string | null;
  readonly enrolledAt: number | null;
  readonly completedAt: number | null;
  readonly mark: string | null;
  readonly passMark: string;
}

export async function certificateDetail(
  db: Reader,
  id: number,
  showDate: (at: number) => string,
): Promise<CertificateDetail> {
  const certificate = await db.get<Certificate>(`SELECT ${COLUMNS} ${FROM} WHERE c.id = ?`, [id]);
  const row = await db.get<DetailRow>(
    `SELECT c.path, c.size, c.sha256, c.renders, m.hold, m.hold_reason AS holdReason, m.enrolled_at AS enrolledAt,
       m.completed_at AS completedAt, m.mark, k.pass_mark AS passMark ${FROM} WHERE c.id = ?`,
    [id],
  );
  if (!certificate || !row) throw new AppError('not_found', `There is no certificate ${id}.`);
  const { path, size, sha256 } = row;
  return {
    certificate,
    file: path === null || size === null || sha256 === null ? null : { path, size, sha256 },
    renders: row.renders,
    conditions: [
      ...conditionsOf({ ...row, hold: row.hold === 1 }, showDate),
      ...printConditions(certificate),
    ],
    history: await db.all(
      `SELECT at, from_state AS "from", to_state AS "to", reason, actor, job_id AS taskId
       FROM certificate_history WHERE certificate_id = ? ORDER BY id`,
      [id],
    ),
    others: await db.all<Certificate>(
      `SELECT ${COLUMNS} ${FROM} WHERE c.completion_id = ? AND c.id <> ? ORDER BY c.id DESC`,
      [certificate.completionId, id],
    ),
  };
}

/** What the rendering found, where it is what blocks. */
function printConditions(certificate: Certificate): CertificateDetail['conditions'] {
  const code = printCodes.find((known) => known === certificate.reasonCode);
  if (code === undefined || certificate.state !== 'blocked') return [];
  const { candidateName, reason } = certificate;
  return [{ code, met: false, required: 'can be printed', found: candidateName, remedy: reason }];
}
const printCodes = ['glyph_missing', 'does_not_fit', 'bad_text', 'missing_value'] as const;

const exportOrders = {
  number: orders.number,
  name: orders.name,
  course: orders.course,
  candidate: 'p.candidate_id, c.id',
} as const satisfies Record<ExportOrder, string>;

/** The issued certificates that match, in the order of an export. */
export async function issuedIds(
  db: Reader,
  filter: CertificateFilter,
  order: ExportOrder,
): Promise<number[]> {
  const { sql, params } = where({ ...filter, state: 'issued' });
  const rows = await db.all<{ id: number }>(
    `SELECT c.id ${FROM} ${sql} ORDER BY ${exportOrders[order]}`,
    params,
  );
  return rows.map(({ id }) => id);
}

export interface IssuedFile {
  readonly number: string;
  readonly candidateId: string;
  readonly name: string;
  readonly courseCode: string;
  readonly sitting: string | null;
  readonly issuedAt: number;
  readonly path: string;
  readonly sha256: string;
}

/** What is printed on these certificates, and where their files lie, in the order of the ids. */
export function issuedById(db: Reader, ids: readonly number[]): Promise<IssuedFile[]> {
  return db.all<IssuedFile>(
    `SELECT c.number, p.candidate_id AS candidateId, c.snapshot ->> 'name' AS name, c.snapshot ->> 'courseCode' AS courseCode,
       c.snapshot ->> 'sitting' AS sitting, c.issued_at AS issuedAt, c.path, c.sha256
     FROM json_each(?) AS e CROSS JOIN certificate AS c ON c.id = e.value CROSS JOIN completion AS m ON m.id = c.completion_id
     CROSS JOIN person AS p ON p.id = m.person_id ORDER BY e.key`,
    [JSON.stringify(ids)],
  );
}
