/** One certificate to look at, from a stored version or from an edit that nobody has saved. */
import type { PreviewSubject, TemplatePreview } from '../../../shared/contract/templates.ts';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db/database.ts';
import type { WorkerPool } from '../../kernel/pool/worker-pool.ts';
import { dateIn, type ProofsInput, type ProofsOutput } from '../certificates/api.ts';
import { candidateFor, proofData } from './candidates.ts';
import { versionFolder } from './folders.ts';
import { versionOf } from './store.ts';

interface Deps {
  readonly db: Database;
  readonly clock: Clock;
  readonly pool: WorkerPool;
  readonly templatesDir: string;
  readonly zone: () => Promise<string>;
}

/** Faults of the template's own text and files, which are the editor's to put right. */
const faults: readonly ErrorCode[] = ['invalid_input', 'not_found', 'forbidden', 'unreadable_file'];

export async function preview(
  { db, clock, pool, templatesDir, zone }: Deps,
  wish: {
    readonly id: number;
    readonly version?: number | undefined;
    readonly json?: string | undefined;
    readonly subject: PreviewSubject;
  },
): Promise<TemplatePreview> {
  const { hash } = await versionOf(db.reader, wish.id, wish.version);
  const candidate = await candidateFor(db.reader, wish.subject);
  const made = await pool.run<ProofsInput, ProofsOutput>('interactive', 'renderProofs', {
    templateDir: versionFolder(templatesDir, hash).dir,
    templateHash: hash,
    json: wish.json,
    // An edit is looked at even where there is nobody to show it for.
    items: 'nobody' in candidate ? [] : [proofData(candidate, clock.now(), dateIn(await zone()))],
  });
  if (!made.ok) {
    const { code, message } = made.failure;
    if (faults.includes(code)) return { outcome: 'unusable', reason: message };
    throw new AppError(code, message);
  }
  if ('nobody' in candidate) return { outcome: 'nobody', reason: candidate.nobody };
  const candidateName = candidate.name;
  const [proof] = made.proofs;
  if (!proof) throw new Error('A proof was asked for and none came back');
  if (!('pdf' in proof)) return { outcome: 'not_made', candidateName, ...proof };
  return {
    outcome: 'made',
    base64: Buffer.from(proof.pdf).toString('base64'),
    candidateName,
    warnings: [...made.warnings],
  };
}
