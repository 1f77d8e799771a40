// Looking at what was written, and getting it out of the way.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Number of files below a folder, and their average size in bytes. */
export function countFiles(folder) {
  const sizes = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name)).size);
  return {
    files: sizes.length,
    size: Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length),
  };
}

/** Writes out all that the system still holds back, so that what is timed next does not pay for what came before. */
export function settle() {
  if (process.platform !== 'win32') spawnSync('sync');
}
