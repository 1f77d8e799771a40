/** Export as one ZIP with the PDFs and the manifest, streamed: memory does not grow with the number of certificates. */
import { join } from 'node:path';
import { makeZip } from 'client-zip';
import { writePart } from '../../kernel/files.ts';
import { MANIFEST, Manifest } from './export-manifest.ts';
import { FileNames } from './export-names.ts';
import { certificatesOf, type ExportRun } from './export-source.ts';

export const ZIP_FILE = 'certificates.zip';

interface Entry {
  readonly name: string;
  readonly input: Buffer;
  readonly lastModified: Date;
}

/** The PDFs are stored as they are: what could be compressed in them is compressed already. */
export async function exportZip(run: ExportRun, now: number): Promise<string> {
  const target = join(run.folder, ZIP_FILE);
  const manifest = new Manifest();
  await writePart(target, async (file) => {
    // The library asks for the next entry only when what it made of the one before has been taken.
    for await (const chunk of makeZip(entries(run, manifest, new Date(now))))
      await file.writeFile(chunk);
    run.context.signal.throwIfAborted();
  });
  run.context.progress({ done: manifest.done, total: manifest.done });
  return manifest.summary(target);
}

async function* entries(
  run: ExportRun,
  manifest: Manifest,
  lastModified: Date,
): AsyncGenerator<Entry> {
  const names = new FileNames(run.pattern);
  for await (const certificate of certificatesOf(run)) {
    const { content } = certificate;
    if (Buffer.isBuffer(content)) {
      const name = names.next(certificate);
      manifest.written({ ...certificate, file: name });
      yield { name, input: content, lastModified };
    } else manifest.missed(certificate, content.missed);
    run.context.progress({ done: manifest.done });
  }
  yield { name: MANIFEST, input: Buffer.from(manifest.csv), lastModified };
}
