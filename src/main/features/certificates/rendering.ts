/** One slice of certificates through a thread of the pool: snapshots in, hashes or reasons out. */
import { AppError, type ErrorCode, errorCodes } from '../../../shared/errors.ts';
import type { WorkerPool } from '../../kernel/pool/worker-pool.ts';
import type { Lane } from '../../kernel/queue/job.ts';
import type { TemplateFolder } from '../templates/api.ts';
import { type CertificateData, certificateData } from './engine/data.ts';
import type { NotMade, Rendering, Sealed } from './store.ts';
import type { RenderBatchInput, RenderBatchOutput } from './worker.ts';

/** The PDFs are whole and durable on disk when this resolves; those that cannot be made come back with the reason. */
export async function renderSlice(
  pool: WorkerPool,
  lane: Lane,
  work: {
    readonly template: TemplateFolder;
    readonly outDir: string;
    readonly slice: readonly Rendering[];
  },
): Promise<{ sealed: Sealed[]; notMade: NotMade[] }> {
  const { slice, template, outDir } = work;
  const items = slice.map(({ id, path, snapshot }) => ({ id, path, data: dataOf(snapshot) }));
  const output = await pool.run<RenderBatchInput, RenderBatchOutput>(lane, 'renderBatch', {
    templateDir: template.dir,
    templateHash: template.hash,
    outDir,
    items,
  });
  if (!output.ok) throw new AppError(knownCode(output.failure.code), output.failure.message);
  const numbers = new Map(slice.map(({ id, number }) => [id, number]));
  const sealed: Sealed[] = [];
  const notMade: NotMade[] = [];
  for (const result of output.results)
    if (result.ok) {
      const { id, sha256, size } = result;
      sealed.push({ id, number: numbers.get(id) ?? '', sha256, size });
    } else {
      const { code, message, remedy } = result.failure;
      notMade.push({ id: result.id, code, reason: `${message} ${remedy}` });
    }
  return { sealed, notMade };
}

const dataOf = (snapshot: string): CertificateData => certificateData.parse(JSON.parse(snapshot));

const knownCode = (code: string): ErrorCode =>
  Object.hasOwn(errorCodes, code) ? (code as ErrorCode) : 'internal';
