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
const OF_COURSE = '(?1 IS NULL OR k.code = ?1)';

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

const some = (db: Reader, rest: string, course: string | undefined, ...more: SqlValue[]) =>
  db.all<Candidate>(`${SELECT} WHERE ${OF_COURSE} AND ${rest}`, [course ?? null, ...more]);

function longest(db: Reader, course: string | undefined, each: number): Promise<Candidate[]> {
  return some(
    db,
    'true GROUP BY m.name ORDER BY length(m.name) DESC, m.name LIMIT ?2',
    course,
    each,
  );
}

function shortest(db: Reader, course: string | undefined, each: number): Promise<Candidate[]> {
  return some(db, 'true GROUP BY m.name ORDER BY length(m.name), m.name LIMIT ?2', course, each);
}

/** Anything but Latin letters with their marks, and usual punctuation. */
const OUTSIDE_LATIN = `*[^ -~\u00a0-\u024f\u0300-\u036f\u1e00-\u1eff\u2010-\u201f]*`;
/** Enough to meet every script of an office; the longest are the hardest to set. */
const LOOKED_AT = 5_000;

/** Scripts take turns, so that a few hundred Greek names do not hide the one in Khmer. */
async function exotic(db: Reader, course: string | undefined, each: number): Promise<Candidate[]> {
  const rows = await some(
    db,
    'm.name GLOB ?2 ORDER BY length(m.name) DESC, m.name, m.id LIMIT ?3',
    course,
    OUTSIDE_LATIN,
    LOOKED_AT,
  );
  const byScript = new Map<string, Candidate[]>();
  const names = new Set<string>();
  const foreign = (name: string) =>
    name.match(/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/gu);
  rows.sort((a, b) => (foreign(b.name)?.length ?? 0) - (foreign(a.name)?.length ?? 0));
  for (const row of rows) {
    const letters = foreign(row.name);
    if (!letters || names.has(row.name)) continue;
    names.add(row.name);
    const script = scriptOf(letters[0] ?? '');
    byScript.set(script, [...(byScript.get(script) ?? []), row]);
  }
  const chosen: Candidate[] = [];
  for (let turn = 0; chosen.length < each; turn++) {
    const next = [...byScript.values()].flatMap((of) => of[turn] ?? []);
    if (next.length === 0) break;
    chosen.push(...next.slice(0, each - chosen.length));
  }
  return chosen;
}

/** Blocks of 128 characters are near enough to scripts for taking turns; all of Han and Hangul is one each. */
function scriptOf(letter: string): string {
  if (/\p{Script=Han}/u.test(letter)) return 'Han';
  if (/\p{Script=Hangul}/u.test(letter)) return 'Hangul';
  return String((letter.codePointAt(0) ?? 0) >> 7);
}

function doubleBarrelled(
  db: Reader,
  course: string | undefined,
  each: number,
): Promise<Candidate[]> {
  return some(
    db,
    `m.name GLOB '*[-\u2010]*' GROUP BY m.name ORDER BY length(m.name) DESC, m.name LIMIT ?2`,
    course,
    each,
  );
}

/** Different people of one name, side by side. */
function sameName(db: Reader, course: string | undefined, each: number): Promise<Candidate[]> {
  return some(
    db,
    `m.name IN (SELECT name FROM completion GROUP BY name HAVING count(DISTINCT person_id) > 1 LIMIT ?2)
     GROUP BY m.name, m.person_id ORDER BY m.name, m.id LIMIT ?2 * 2`,
    course,
    each,
  );
}

/** Within one of the pass mark on either side: these are looked at again, and asked about. */
function borderline(db: Reader, course: string | undefined, each: number): Promise<Candidate[]> {
  const distance = 'abs(CAST(m.mark AS REAL) - CAST(k.pass_mark AS REAL))';
  return some(
    db,
    `m.mark IS NOT NULL AND ${distance} <= 1.000000001 ORDER BY ${distance}, m.id LIMIT ?2`,
    course,
    each,
  );
}
