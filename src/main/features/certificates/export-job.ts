/** The task that copies issued PDFs into a folder, with a manifest: asked, written, missed, SHA-256. */
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { certificateFilter } from '../../../shared/contract/certificates.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Database } from '../../kernel/db/database.ts';
import { explainFileError, partSuffix, syncFolder, writeWhole } from '../../kernel/files.ts';
import { defineJob, implementJob, type Job, type JobContext } from '../../kernel/queue/job.ts';
import { safeName } from '../../kernel/safe-name.ts';
import { issuedFiles } from './queries.ts';
import { readSealed } from './sealed-file.ts';

export const exportJob = defineJob({
  kind: 'certificates-export',
  payload: z.strictObject({ filter: certificateFilter, folder: z.string().min(1), asked: z.int() }),
  checkpoint: z.strictObject({}),
  lane: 'heavy',
  maxAttempts: 5,
});

interface Line {
  readonly number: string;
  readonly name: string;
  readonly file: string;
  readonly sha256: string;
  readonly outcome: string;
}

const SLICE = 100;

export const exportJobWith = (deps: {
  readonly db: Database;
  readonly certificatesDir: string;
}): Job =>
  implementJob(exportJob, async ({ filter, folder, asked }, context) => {
    context.progress({ done: 0, total: asked, step: 'Copying' });
    // A later attempt finds in the folder what an earlier one has written, and writes it once more.
    if (context.checkpoint === undefined) {
      await openFolder(folder);
      await context.commit(async () => {}, {});
    }
    const lines: Line[] = [];
    for (let after = 0; !context.signal.aborted; ) {
      const files = await issuedFiles(deps.db.reader, filter, after, SLICE);
      const last = files.at(-1);
      if (!last) break;
      after = last.id;
      for (const file of files) lines.push(await copy(deps.certificatesDir, folder, file));
      context.progress({ done: lines.length });
    }
    context.signal.throwIfAborted();
    return finish(folder, lines, context);
  });

/** Export never mixes with what lies in a folder already; its own earlier, unfinished attempt it may replace. */
export async function openFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const names = await readdir(folder);
    if (names.includes('manifest.csv'))
      throw new AppError('conflict', `${folder} holds an export already. Choose a new folder.`);
  } catch (cause) {
    throw explainFileError(cause, folder, 'write');
  }
}

async function copy(
  certificatesDir: string,
  folder: string,
  file: { number: string; name: string; path: string; sha256: string },
): Promise<Line> {
  const name = safeName(file.path.split('/').slice(1).join('_'), 240);
  const line = { number: file.number, name: file.name, file: name, sha256: file.sha256 };
  const target = join(folder, name);
  try {
    const bytes = await readSealed(certificatesDir, file);
    await writeFile(`${target}${partSuffix}`, bytes, { flush: true });
    await rename(`${target}${partSuffix}`, target);
    return { ...line, outcome: 'written' };
  } catch (cause) {
    await rm(`${target}${partSuffix}`, { force: true });
    const error = explainFileError(cause, target, 'write');
    if (error.code === 'disk_full') throw error;
    return { ...line, outcome: `missed: ${error.message}` };
  }
}

async function finish(
  folder: string,
  lines: readonly Line[],
  context: JobContext<unknown>,
): Promise<string> {
  const written = lines.filter(({ outcome }) => outcome === 'written').length;
  await syncFolder(folder);
  const columns = ['number', 'name', 'file', 'sha256', 'outcome'];
  await writeWhole(
    join(folder, 'manifest.csv'),
    `\ufeff${stringify([...lines], { header: true, columns })}`,
  );
  context.progress({ done: lines.length, total: lines.length });
  const missed = lines.length - written;
  return `${written} written to ${folder}${missed > 0 ? `, ${missed} missed (see manifest.csv)` : ''}`;
}
