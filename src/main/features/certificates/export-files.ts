/** Export as one file each, and the manifest last: a folder without one is an export that has not ended. */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AppError } from '../../../shared/errors.ts';
import { explainFileError, partSuffix, syncFolder, writeWhole } from '../../kernel/files.ts';
import { MANIFEST, Manifest } from './export-manifest.ts';
import { FileNames } from './export-names.ts';
import { certificatesOf, type ExportRun } from './export-source.ts';

const TELL_EVERY = 50;

export async function exportFiles(run: ExportRun): Promise<string> {
  const { folder, context } = run;
  const manifest = new Manifest();
  const names = new FileNames(run.pattern);
  const folders = new Set([folder]);
  for await (const certificate of certificatesOf(run)) {
    const { content } = certificate;
    if (Buffer.isBuffer(content)) {
      const file = names.next(certificate);
      const target = join(folder, file);
      if (!folders.has(dirname(target))) await mkdir(dirname(target), { recursive: true });
      folders.add(dirname(target));
      const failure = await writeOne(target, content);
      if (failure) manifest.missed(certificate, failure.message);
      else manifest.written({ ...certificate, file });
    } else manifest.missed(certificate, content.missed);
    if (manifest.done % TELL_EVERY === 0) context.progress({ done: manifest.done });
  }
  context.signal.throwIfAborted();
  for (const each of folders) await syncFolder(each);
  await writeWhole(join(folder, MANIFEST), manifest.csv);
  context.progress({ done: manifest.done, total: manifest.done });
  return manifest.summary(folder);
}

/** A fault of the whole folder is thrown; one of this file alone, such as a name that is too long here, comes back. */
async function writeOne(target: string, bytes: Buffer): Promise<AppError | undefined> {
  const part = `${target}${partSuffix}`;
  try {
    await writeFile(part, bytes, { flush: true });
    await rename(part, target);
    return undefined;
  } catch (cause) {
    await rm(part, { force: true });
    const error = explainFileError(cause, target, 'write');
    if (error.retryable) throw error;
    return error;
  }
}
