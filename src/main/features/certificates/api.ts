/** What other features may ask of certificates: that one be made for a completion, and whether it could be printed. */
import { z } from 'zod';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/db/database.ts';
import { compareDecimals } from '../../kernel/decimal.ts';
import { defineJob, type Lane } from '../../kernel/queue/job.ts';
import type { JobQueue } from '../../kernel/queue/queue.ts';
import type { CertificateData } from './engine/data.ts';
import { decide, type EligibilityFacts } from './rules.ts';

export { dateIn } from './dates.ts';
export type { CertificateData } from './engine/data.ts';
export { type LoadedTemplate, loadTemplate, refuseOtherContent } from './engine/load-template.ts';
export { PdfMerger } from './pdf-merge.ts';
export { type SnapshotFacts, snapshotOf } from './snapshot.ts';

/** Decides, renders and seals every certificate that carries the job's id. The rows are the work; the job has no list of its own. */
export const certificatesJob = defineJob({
  kind: 'certificates',
  payload: z.strictObject({}),
  checkpoint: z.strictObject({}),
  lane: 'heavy',
  maxAttempts: 12,
});

export interface ExpectedCertificate {
  readonly completionId: number;
  readonly version: number;
}
export interface Expectation {
  readonly title: string;
  readonly actor: string;
  /** Certificates asked for under one key join one task as long as it has not started. */
  readonly key: string;
  readonly lane?: Lane;
}

/** Up to this many certificates are made at once, beside any heavy work. */
const SMALL = 25;

/**
 * Queues the certificates of these completions in the caller's transaction. A pending certificate starts
 * again from the new facts; an issued one stays until the new one replaces it, and says so meanwhile.
 * Returns the task's id, or null for none.
 */
export async function expectCertificates(
  tx: Tx,
  { queue, clock }: { readonly queue: JobQueue; readonly clock: Clock },
  expected: readonly ExpectedCertificate[],
  { title, actor, key, lane }: Expectation,
): Promise<number | null> {
  if (expected.length === 0) return null;
  const now = clock.now();
  const jobId = await queue.enqueue(
    tx,
    certificatesJob,
    {},
    {
      title,
      actor,
      key,
      total: expected.length,
      lane: lane ?? (expected.length <= SMALL ? 'interactive' : 'heavy'),
    },
  );
  const list = JSON.stringify(expected.map(({ completionId, version }) => [completionId, version]));
  const pending = "state IN ('expected','blocked','rendering','failed')";
  await tx.run(
    `INSERT OR IGNORE INTO stray_file (path) SELECT c.path FROM json_each(?) AS e
     CROSS JOIN certificate AS c INDEXED BY certificate_pending ON c.completion_id = e.value ->> 0 AND c.${pending} AND c.path IS NOT NULL`,
    [list],
  );
  await tx.run(
    `UPDATE certificate NOT INDEXED SET state = 'expected', job_id = ?, number = NULL, snapshot = NULL, path = NULL,
       completion_version = (SELECT version FROM completion WHERE id = completion_id), template = NULL,
       expires_on = NULL, reason = NULL, reason_code = NULL, changed_at = ?, changed_by = ?
     WHERE id IN (SELECT c.id FROM json_each(?) AS e
       CROSS JOIN certificate AS c INDEXED BY certificate_pending ON c.completion_id = e.value ->> 0 AND c.${pending})`,
    [jobId, now, actor, list],
  );
  await tx.run(
    `INSERT INTO certificate (completion_id, completion_version, state, job_id, created_at, changed_at, changed_by)
     SELECT e.value ->> 0, e.value ->> 1, 'expected', ?, ?, ?, ? FROM json_each(?) AS e
     WHERE NOT EXISTS (SELECT 1 FROM certificate INDEXED BY certificate_pending WHERE completion_id = e.value ->> 0 AND ${pending})`,
    [jobId, now, now, actor, list],
  );
  await tx.run(
    `UPDATE certificate NOT INDEXED SET warning = 'The tracking store has changed since it was issued.'
     WHERE id IN (SELECT c.id FROM json_each(?) AS e
       CROSS JOIN certificate AS c INDEXED BY certificate_current ON c.completion_id = e.value ->> 0 AND c.state = 'issued')`,
    [list],
  );
  return jobId;
}

/** Looks again at everyone of a course who has no certificate: the course has changed. */
export async function decideAgain(
  tx: Tx,
  deps: { readonly queue: JobQueue; readonly clock: Clock },
  courseId: number,
  expectation: Expectation,
): Promise<number | null> {
  const rows = await tx.all<ExpectedCertificate>(
    `SELECT m.id AS completionId, m.version FROM completion AS m JOIN certificate AS c ON c.completion_id = m.id
     WHERE m.course_id = ? AND c.state IN ('expected','blocked','rendering','failed')`,
    [courseId],
  );
  return expectCertificates(tx, deps, rows, expectation);
}

/** Marks the issued certificates of a course whose mark is now below its pass mark, and clears the others. */
export async function warnOfPassMark(tx: Tx, courseId: number, passMark: string): Promise<void> {
  const rows = await tx.all<{ id: number; mark: string | null }>(
    `SELECT c.id, m.mark FROM completion AS m JOIN certificate AS c ON c.completion_id = m.id AND c.state = 'issued'
     WHERE m.course_id = ?`,
    [courseId],
  );
  const below = rows.filter(({ mark }) => mark !== null && compareDecimals(mark, passMark) < 0);
  const isBelow = new Set(below.map(({ id }) => id));
  const warning = `The pass mark is ${passMark} now, above the mark of this certificate.`;
  await tx.run('UPDATE certificate SET warning = ? WHERE id IN (SELECT value FROM json_each(?))', [
    warning,
    JSON.stringify([...isBelow]),
  ]);
  await tx.run(
    `UPDATE certificate SET warning = NULL WHERE warning LIKE 'The pass mark is %' AND id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(rows.filter(({ id }) => !isBelow.has(id)).map(({ id }) => id))],
  );
}

/** Who would get a certificate from these facts; a hold only delays it. */
export const isEntitled = (facts: Omit<EligibilityFacts, 'hold' | 'holdReason'>): boolean =>
  decide({ ...facts, hold: false, holdReason: null }).entitled;

/** Why a certificate was blocked where the reason lies in its printing: a corrected name or template may change it. */
export const printBlockCodes = [
  'glyph_missing',
  'does_not_fit',
  'bad_text',
  'missing_value',
] as const;

/** The facts of one entitled candidate that a certificate may print. */
export interface PrintingFacts {
  /** The caller's own number. */
  readonly id: number;
  readonly name: string;
  readonly courseCode: string;
  readonly courseTitle: string;
  readonly validityMonths: number | null;
  readonly sitting: string | null;
  readonly mark: string;
  readonly passMark: string;
  /** Milliseconds UTC. */
  readonly completedAt: number;
}

/** Input of the pool's function `checkPrinting`. */
export interface PrintingCheckInput {
  readonly templateDir: string;
  /** What the folder's content must have as its hash. */
  readonly templateHash?: string | undefined;
  /** IANA zone of the office, and the instant that stands for the day of issue. */
  readonly zone: string;
  readonly now: number;
  readonly items: readonly PrintingFacts[];
}

export interface PrintingProblem {
  readonly id: number;
  readonly code: (typeof printBlockCodes)[number] | 'tight_fit';
  readonly field: string;
  readonly reason: string;
  readonly remedy: string;
}

export type PrintingCheckOutput =
  | {
      readonly ok: true;
      readonly problems: readonly PrintingProblem[];
      /** What is wrong with the template without preventing its use. */
      readonly warnings: readonly string[];
    }
  | {
      readonly ok: false;
      readonly failure: { readonly code: ErrorCode; readonly message: string };
    };

/** Input of the pool's function `renderProofs`: certificates to look at, in memory and marked as proofs. */
export interface ProofsInput {
  readonly templateDir: string;
  /** What the folder's content must have as its hash. */
  readonly templateHash?: string | undefined;
  /** An edited template.json to take instead of the folder's. */
  readonly json?: string | undefined;
  readonly items: readonly CertificateData[];
}

/** One for each item, in their order; or why the template cannot be used at all. */
export type ProofsOutput =
  | {
      readonly ok: true;
      readonly proofs: readonly (
        | { readonly pdf: Uint8Array }
        | { readonly reason: string; readonly remedy: string }
      )[];
      readonly warnings: readonly string[];
    }
  | {
      readonly ok: false;
      readonly failure: { readonly code: ErrorCode; readonly message: string };
    };
