/** Files that the window sends in parts, and where any import source lies on this machine. */
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { ImportSource } from '../../../shared/contract/imports.ts';
import { AppError } from '../../../shared/errors.ts';
import { explainFileError } from '../../kernel/files.ts';
import { safeName } from '../../kernel/safe-name.ts';

const ID = /^[0-9a-f]{32}$/;
const KEPT_MS = 7 * 86_400_000;

export const uploadsDir = (importsDir: string): string => join(importsDir, 'uploads');

export interface SourcePlaces {
  readonly importsDir: string;
  readonly sampleDir: string;
}

/** Appends one part; parts must arrive in order, so that a lost or repeated one is noticed. */
export async function receivePart(
  importsDir: string,
  part: {
    readonly uploadId: string;
    readonly name: string;
    readonly offset: number;
    readonly bytes: Uint8Array;
  },
): Promise<number> {
  const folder = uploadsDir(importsDir);
  const path = join(folder, `${checkedId(part.uploadId)}-${safeName(basename(part.name), 200)}`);
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(path, part.offset === 0 ? 'w' : 'r+');
    try {
      const { size } = await file.stat();
      if (size !== part.offset)
        throw new AppError('conflict', `${part.name}: a part is missing. Send the file again.`);
      await file.write(part.bytes, 0, part.bytes.length, part.offset);
      return size + part.bytes.length;
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw explainFileError(cause, path, 'write');
  }
}

/** Where the file lies, and the name the officer knows it by. */
export async function locate(
  source: ImportSource,
  { importsDir, sampleDir }: SourcePlaces,
): Promise<{ path: string; name: string }> {
  if (source.kind === 'path') return { path: resolve(source.path), name: basename(source.path) };
  if (source.kind === 'sample') return { path: join(sampleDir, source.name), name: source.name };
  const prefix = `${checkedId(source.uploadId)}-`;
  const names = await readdir(uploadsDir(importsDir)).catch(() => []);
  const found = names.find((name) => name.startsWith(prefix));
  if (!found) throw new AppError('not_found', 'The uploaded file is gone. Choose it again.');
  return { path: join(uploadsDir(importsDir), found), name: found.slice(prefix.length) };
}

/** Removes uploads that nobody imported within a week. */
export async function removeOldUploads(importsDir: string, now: number): Promise<void> {
  const folder = uploadsDir(importsDir);
  for (const name of await readdir(folder).catch(() => [])) {
    const { mtimeMs } = await stat(join(folder, name));
    if (now - mtimeMs > KEPT_MS) await rm(join(folder, name), { force: true });
  }
}

function checkedId(uploadId: string): string {
  if (!ID.test(uploadId)) throw new AppError('invalid_input', 'That is no id of an upload.');
  return uploadId;
}
