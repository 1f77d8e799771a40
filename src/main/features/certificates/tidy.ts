/** At the start, before any task runs: removes what a run that died may have left on disk. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db/database.ts';
import { partSuffix } from '../../kernel/files.ts';
import { PROGRAM } from '../../kernel/queue/queue.ts';
import { deadTasksWithNumbers, forgetStrayFiles, strayFiles, unnumber } from './store.ts';

/**
 * The store knows every path that was ever being written, so no folder has to be searched. Must run while
 * no task does: a file that is noted as stray may otherwise still be written.
 */
export async function tidyCertificates(
  db: Database,
  clock: Clock,
  certificatesDir: string,
): Promise<number> {
  for (const jobId of await deadTasksWithNumbers(db.reader))
    await db.write((tx) => unnumber(tx, jobId, { jobId, now: clock.now(), actor: PROGRAM }));
  const paths = await strayFiles(db.reader);
  await removeFiles(certificatesDir, paths);
  if (paths.length > 0) await db.write((tx) => forgetStrayFiles(tx, paths));
  return paths.length;
}

/** Removes certificate files, whole or in the making, where they exist. */
export async function removeFiles(folder: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await rm(join(folder, path), { force: true });
    await rm(join(folder, `${path}${partSuffix}`), { force: true });
  }
}
