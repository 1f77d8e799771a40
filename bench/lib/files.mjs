// Looking at what was written.
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
