/** Files that are whole or not there: written under another name, synced, renamed, and their folder synced. */
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../shared/errors.ts';

/** What a file is called until it is whole; a crash may leave one, and the next start removes it. */
export const partSuffix = '.part';

export function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  return writePart(path, (file) => file.writeFile(content));
}

/** Lets `write` fill the file; it appears under its name only once that has ended without an error. */
export async function writePart(
  path: string,
  write: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const part = `${path}${partSuffix}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(part, 'w');
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await rm(part, { force: true }).catch(() => {});
    throw explainFileError(cause, path, 'write');
  }
}

/** Makes a rename in this folder survive a power cut. Windows cannot open a folder and needs no such sync. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Turns an operating system's error into a sentence that names the file and the remedy. */
export function explainFileError(cause: unknown, path: string, verb: 'read' | 'write'): AppError {
  if (cause instanceof AppError) return cause;
  const code = (cause as { code?: unknown } | null)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError(
      'disk_full',
      `The disk is full: ${path} could not be written. Free some space, then try again; what was finished before is kept.`,
      { cause },
    );
  if (code === 'ENOENT')
    return new AppError('file_access', `${path} does not exist. Check the path.`, { cause });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new AppError(
      'file_access',
      `You may not ${verb} ${path}. Give your user the right to ${verb} it, or choose another place.`,
      { cause },
    );
  if (code === 'EISDIR')
    return new AppError('file_access', `${path} is a folder, not a file. Choose a file.`, {
      cause,
    });
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return new AppError('file_access', `${path} is not a folder. Choose a folder.`, { cause });
  return AppError.from(cause);
}
