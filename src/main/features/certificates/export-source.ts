/** The issued certificates of an export in their order, each with its bytes or why it cannot be had. */
import type { CertificateFilter, ExportOrder } from '../../../shared/contract/certificates.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Reader } from '../../kernel/db/sql.ts';
import type { JobContext } from '../../kernel/queue/job.ts';
import type { NamedCertificate } from './export-names.ts';
import { issuedById, issuedIds } from './queries.ts';
import { readSealed } from './sealed-file.ts';

export interface Exported extends NamedCertificate {
  readonly sha256: string;
  /** The sealed bytes, or a sentence on why they are not to be had. */
  readonly content: Buffer | { readonly missed: string };
}

/** What every form of export works with. */
export interface ExportRun {
  readonly db: Reader;
  readonly certificatesDir: string;
  /** Where the files of this export go. */
  readonly folder: string;
  readonly filter: CertificateFilter;
  readonly order: ExportOrder;
  readonly pattern: string | undefined;
  readonly context: JobContext<unknown>;
  /** The calendar date of an instant in the office's zone. */
  readonly dateOf: (at: number) => string;
}

const SLICE = 200;

/** Ends early, without an error, when the run is asked to stop. */
export async function* certificatesOf(run: ExportRun): AsyncGenerator<Exported> {
  const { db, context } = run;
  const ids = await issuedIds(db, run.filter, run.order);
  context.progress({ total: ids.length });
  for (let at = 0; at < ids.length; at += SLICE)
    for (const file of await issuedById(db, ids.slice(at, at + SLICE))) {
      if (context.signal.aborted) return;
      const { issuedAt, ...facts } = file;
      const year = run.dateOf(issuedAt).slice(0, 4);
      yield { ...facts, year, content: await contentOf(run.certificatesDir, file) };
    }
}

async function contentOf(
  certificatesDir: string,
  file: { readonly path: string; readonly sha256: string; readonly number: string },
): Promise<Exported['content']> {
  try {
    return await readSealed(certificatesDir, file);
  } catch (cause) {
    return { missed: AppError.from(cause).message };
  }
}
