/** Export as one print file, a certificate after the other in the order asked for, and a manifest beside it. */
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { writePart, writeWhole } from '../../kernel/files.ts';
import { MANIFEST, Manifest } from './export-manifest.ts';
import { certificatesOf, type ExportRun } from './export-source.ts';
import { PdfMerger } from './pdf-merge.ts';

export const MERGED_FILE = 'certificates.pdf';

export async function exportMerged(run: ExportRun, title: string, now: number): Promise<string> {
  const { context } = run;
  const target = join(run.folder, MERGED_FILE);
  const manifest = new Manifest();
  await writePart(target, async (file) => {
    const merger = new PdfMerger((bytes) => file.writeFile(bytes));
    for await (const certificate of certificatesOf(run)) {
      const { content, number } = certificate;
      if (Buffer.isBuffer(content)) {
        const pages = await add(merger, content, number);
        if (pages instanceof AppError) manifest.missed(certificate, pages.message);
        else manifest.written({ ...certificate, file: `${MERGED_FILE}, ${pages}` });
      } else manifest.missed(certificate, content.missed);
      context.progress({ done: manifest.done });
    }
    context.signal.throwIfAborted();
    if (merger.pages === 0)
      throw new AppError('conflict', `Nothing could be merged. ${manifest.summary(target)}`);
    await merger.finish({ title, at: now });
  });
  await writeWhole(join(run.folder, MANIFEST), manifest.csv);
  context.progress({ done: manifest.done, total: manifest.done });
  return manifest.summary(target);
}

/** Which pages it became, or why it could not be taken; the others go on without it. */
async function add(merger: PdfMerger, bytes: Buffer, number: string): Promise<string | AppError> {
  const first = merger.pages + 1;
  try {
    await merger.add(bytes, number);
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'unreadable_file') return cause;
    throw cause;
  }
  const last = merger.pages;
  return first === last ? `page ${first}` : `pages ${first} to ${last}`;
}
