/** What needs an officer, and the ledger from entered to issued, counted from the store. */
import { type BlockCode, blockCode } from '../../../shared/contract/certificates.ts';
import type { AttentionItem, Ledger } from '../../../shared/contract/office.ts';
import type { Reader } from '../../kernel/db/sql.ts';

const SHOWN = 20;

export async function attention(db: Reader): Promise<AttentionItem[]> {
  const failedTasks = await db.all<{ id: number; title: string; reason: string | null }>(
    "SELECT id, title, reason FROM job WHERE state = 'failed' ORDER BY id DESC LIMIT ?",
    [SHOWN],
  );
  const imports = await db.all<{ id: number; file: string }>(
    "SELECT id, file FROM import WHERE state = 'checked' ORDER BY id DESC LIMIT ?",
    [SHOWN],
  );
  const certificates = await db.get<{
    failed: number;
    blocked: number;
    stale: number;
    left: number;
  }>(
    `SELECT (SELECT count(*) FROM certificate WHERE state = 'failed') AS failed,
       (SELECT count(*) FROM certificate WHERE state = 'blocked') AS blocked,
       (SELECT count(*) FROM certificate WHERE warning IS NOT NULL) AS stale,
       (SELECT count(*) FROM certificate WHERE state = 'expected'
          AND job_id IN (SELECT id FROM job WHERE state = 'cancelled')) AS left`,
  );
  const { failed = 0, blocked = 0, stale = 0, left = 0 } = certificates ?? {};
  const about = (
    kind: AttentionItem['kind'],
    count: number,
    one: string,
    many: string,
  ): AttentionItem[] =>
    count > 0 ? [{ kind, id: null, count, text: `${count} ${count === 1 ? one : many}` }] : [];
  return [
    ...failedTasks.map(({ id, title, reason }) => ({
      kind: 'task_failed' as const,
      id,
      count: 1,
      text: `${title} failed: ${reason ?? 'no reason is known'}`,
    })),
    ...imports.map(({ id, file }) => ({
      kind: 'import_waiting' as const,
      id,
      count: 1,
      text: `${file} has been checked and waits for your review`,
    })),
    ...about(
      'certificate_failed',
      failed,
      'certificate could not be made',
      'certificates could not be made',
    ),
    ...about(
      'certificate_stale',
      stale,
      'issued certificate no longer agrees with the tracking store',
      'issued certificates no longer agree with the tracking store',
    ),
    ...about(
      'certificate_cancelled',
      left,
      'certificate was not made because its task was cancelled',
      'certificates were not made because their task was cancelled',
    ),
    ...about(
      'certificate_blocked',
      blocked,
      'completion has no certificate, for the reason given there',
      'completions have no certificate, each with a reason',
    ),
  ];
}

export async function ledgerOf(db: Reader): Promise<Ledger> {
  const row = await db.get<Omit<Ledger, 'reasons'>>(
    `SELECT (SELECT count(*) FROM completion) AS entered,
       (SELECT count(*) FROM completion WHERE completed_at IS NOT NULL) AS completed,
       (SELECT count(*) FROM certificate WHERE state = 'issued') AS issued,
       (SELECT count(*) FROM certificate WHERE state IN ('expected','rendering')) AS inProgress,
       (SELECT count(*) FROM certificate WHERE state = 'blocked') AS blocked,
       (SELECT count(*) FROM certificate WHERE state = 'failed') AS failed`,
  );
  const reasons = await db.all<{ code: string; count: number }>(
    `SELECT reason_code AS code, count(*) AS count FROM certificate WHERE state = 'blocked' AND reason_code IS NOT NULL
     GROUP BY reason_code ORDER BY count(*) DESC, reason_code`,
  );
  return {
    ...(row ?? { entered: 0, completed: 0, issued: 0, inProgress: 0, blocked: 0, failed: 0 }),
    reasons: reasons.map(({ code, count }) => ({
      code: blockCode.parse(code) satisfies BlockCode,
      count,
    })),
  };
}

export async function issuedSample(db: Reader, limit: number): Promise<string[]> {
  const rows = await db.all<{ path: string }>(
    "SELECT path FROM certificate WHERE state = 'issued' ORDER BY id DESC LIMIT ?",
    [limit],
  );
  return rows.map(({ path }) => path);
}
