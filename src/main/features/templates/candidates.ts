/** Which candidates a template is tried on: one that an officer names, or those whose certificates are most at risk. */
import type { PreviewSubject } from '../../../shared/contract/templates.ts';
import type { Reader, SqlValue } from '../../kernel/db/sql.ts';
import { type CertificateData, type SnapshotFacts, snapshotOf } from '../certificates/api.ts';

type Candidate = Omit<SnapshotFacts, 'completedAt'> & {
  readonly id: number;
  readonly completedAt: number | null;
};

const SELECT = `SELECT m.id, m.name, k.code AS courseCode, k.title AS courseTitle, k.validity_months AS validityMonths,
  m.sitting, m.mark, k.pass_mark AS passMark, m.completed_at AS completedAt
  FROM completion AS m JOIN course AS k ON k.id = m.course_id JOIN person AS p ON p.id = m.person_id`;

/** Stands where a number will stand, and is as wide as one; no certificate can have it. */
const PROOF_NUMBER = 'XXXX-XXXX-XXX';

/** The certificate that issuing would make today; a completion that is not over yet counts as completed today. */
export const proofData = (
  candidate: Candidate,
  now: number,
  dateOf: (at: number) => string,
): CertificateData =>
  snapshotOf(
    { ...candidate, completedAt: candidate.completedAt ?? now },
    { number: PROOF_NUMBER, issuedAt: now, dateOf },
  );

const invented: Candidate = {
  id: 0,
  name: 'Candidate of No Office',
  courseCode: 'SAMPLE-101',
  courseTitle: 'A Sample Course with a Title of Usual Length',
  validityMonths: 36,
  sitting: 'Sample sitting',
  mark: '72.5',
  passMark: '50',
  completedAt: null,
};

export async function candidateFor(
  db: Reader,
  subject: PreviewSubject,
): Promise<Candidate | { readonly nobody: string }> {
  if (subject.kind === 'invented') return invented;
  if (subject.kind === 'completion' || subject.kind === 'candidate') {
    const [column, value] =
      subject.kind === 'completion'
        ? ['m.id', subject.id]
        : ['p.candidate_id', subject.candidateId];
    const found = await db.get<Candidate>(
      `${SELECT} WHERE ${column} = ? ORDER BY m.id DESC LIMIT 1`,
      [value],
    );
    return found ?? { nobody: `The tracking store has no completion of ${value}.` };
  }
  const { kind, course } = subject;
  const [found] = await (kind === 'longest' ? longest : exotic)(db, course, 1);
  if (found) return found;
  const where = course === undefined ? 'The tracking store' : `Course ${course}`;
  return {
    nobody:
      kind === 'longest'
        ? `${where} has no completion yet. Import results, or preview an invented candidate.`
        : `${where} has no name outside Latin script.`,
  };
}

export interface RiskyCandidate extends Candidate {
  readonly risk: Risk;
}
const risks = {
  longest: { find: longest, words: 'longest' },
  shortest: { find: shortest, words: 'shortest' },
  exotic: { find: exotic, words: 'not in Latin script' },
  doubleBarrelled: { find: doubleBarrelled, words: 'double-barrelled' },
  sameName: { find: sameName, words: 'of the same name' },
  borderline: { find: borderline, words: 'near the pass mark' },
} as const;
type Risk = keyof typeof risks;
export const riskWords = (risk: Risk): string => risks[risk].words;

/** Up to `each` of every kind, nobody twice, in the order of the kinds. */
export async function riskyCandidates(
  db: Reader,
  course: string | undefined,
  each: number,
): Promise<RiskyCandidate[]> {
  const chosen = new Map<number, RiskyCandidate>();
  for (const [risk, { find }] of Object.entries(risks) as [Risk, (typeof risks)[Risk]][])
    for (const candidate of await find(db, course, each))
      if (!chosen.has(candidate.id)) chosen.set(candidate.id, { ...candidate, risk });
  return [...chosen.values()];
}

/**
 * The first `limit` completions in `order`. They are chosen before anything is joined to them, in one walk
 * with a short list in hand: a store holds half a million, and a preview asks while an officer types.
 */
function first(
  db: Reader,
  course: string | undefined,
  wish: { readonly where?: string; readonly order: string; readonly limit: number },
  ...more: readonly SqlValue[]
): Promise<Candidate[]> {
  const { where = 'true', order, limit } = wish;
  return db.all<Candidate>(
    `${SELECT} WHERE m.id IN (SELECT m.id FROM completion AS m
       WHERE (?1 IS NULL OR m.course_id = (SELECT id FROM course WHERE code = ?1)) AND ${where} ORDER BY ${order} LIMIT ?2)
     ORDER BY ${order}`,
    [course ?? null, limit, ...more],
  );
}

/** A candidate with several completions has one name, so some more are looked at than are wanted. */
const SPARE = 8;

function oneOfEachName(rows: readonly Candidate[], each: number): Candidate[] {
  const byName = new Map<string, Candidate>();
  for (const row of rows) if (!byName.has(row.name)) byName.set(row.name, row);
  return [...byName.values()].slice(0, each);
}

async function longest(db: Reader, course: string | undefined, each: number): Promise<Candidate[]> {
  const order = 'length(m.name) DESC, m.name, m.id';
  return oneOfEachName(await first(db, course, { order, limit: each * SPARE }), each);
}

async function shortest(
  db: Reader,
  course: string | undefined,
  each: number,
): Promise<Candidate[]> {
  const order = 'length(m.name), m.name, m.id';
  return oneOfEachName(await first(db, course, { order, limit: each * SPARE }), each);
}

/** Anything but Latin letters with their marks, and usual punctuation. */
const OUTSIDE_LATIN = '*[^ -~\u00a0-\u024f\u0300-\u036f\u1e00-\u1eff\u2010-\u201f]*';
/** Enough to meet every script of an office; the longest are the hardest to set. */
const LOOKED_AT = 5_000;

/** Scripts take turns, so that a few hundred Greek names do not hide the one in Khmer. */
async function exotic(db: Reader, course: string | undefined, each: number): Promise<Candidate[]> {
  const rows = await first(
    db,
    course,
    { where: 'm.name GLOB ?3', order: 'length(m.name) DESC, m.name, m.id', limit: LOOKED_AT },
    OUTSIDE_LATIN,
  );
  const ranked = oneOfEachName(rows, rows.length)
    .map((row) => ({ row, letters: foreignLetters(row.name) }))
    .filter(({ letters }) => letters.length > 0)
    .sort((a, b) => b.letters.length - a.letters.length);
  const byScript = new Map<string, Candidate[]>();
  for (const { row, letters } of ranked) {
    const script = scriptOf(letters[0] ?? '');
    const known = byScript.get(script);
    if (known) known.push(row);
    else byScript.set(script, [row]);
  }
  const chosen: Candidate[] = [];
  for (let turn = 0; chosen.length < each; turn++) {
    const next = [...byScript.values()].flatMap((of) => of[turn] ?? []);
    if (next.length === 0) break;
    chosen.push(...next.slice(0, each - chosen.length));
  }
  return chosen;
}

const foreignLetters = (name: string): readonly string[] =>
  name.match(/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/gu) ?? [];

/** Blocks of 128 characters are near enough to scripts for taking turns; all of Han and Hangul is one each. */
function scriptOf(letter: string): string {
  if (/\p{Script=Han}/u.test(letter)) return 'Han';
  if (/\p{Script=Hangul}/u.test(letter)) return 'Hangul';
  return String((letter.codePointAt(0) ?? 0) >> 7);
}

async function doubleBarrelled(
  db: Reader,
  course: string | undefined,
  each: number,
): Promise<Candidate[]> {
  const rows = await first(db, course, {
    where: "m.name GLOB '*[-\u2010]*'",
    order: 'length(m.name) DESC, m.name, m.id',
    limit: each * SPARE,
  });
  return oneOfEachName(rows, each);
}

/** Different people of one name, side by side. */
async function sameName(
  db: Reader,
  course: string | undefined,
  each: number,
): Promise<Candidate[]> {
  return first(
    db,
    course,
    {
      where: `m.name IN (SELECT name FROM person GROUP BY name HAVING count(*) > 1 LIMIT ?3)
      AND NOT EXISTS (SELECT 1 FROM completion AS other WHERE other.person_id = m.person_id AND other.id < m.id
        AND (?1 IS NULL OR other.course_id = m.course_id))`,
      order: 'm.name, m.id',
      limit: each * 2,
    },
    each,
  );
}

/** Within one of the pass mark on either side: these are looked at again, and asked about. */
function borderline(db: Reader, course: string | undefined, each: number): Promise<Candidate[]> {
  const distance =
    'abs(CAST(m.mark AS REAL) - CAST((SELECT pass_mark FROM course WHERE id = m.course_id) AS REAL))';
  return first(db, course, {
    // The sum of two binary fractions may be a hair above one.
    where: `m.mark IS NOT NULL AND ${distance} <= 1.000000001`,
    order: `${distance}, m.id`,
    limit: each,
  });
}
