/** The two tasks of an import: the check, which writes nothing to the tracking store, and the commit. */
import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db/database.ts';
import { explainFileError } from '../../kernel/files.ts';
import { defineJob, implementJob, type Job, type JobContext } from '../../kernel/queue/job.ts';
import type { JobQueue } from '../../kernel/queue/queue.ts';
import { safeName } from '../../kernel/safe-name.ts';
import { classifyRows } from './classify.ts';
import {
  countsOf,
  forgetStagedEvents,
  importById,
  moveImport,
  refuseRows,
  setImportJob,
  setRejectsFile,
  stageCourses,
  stagedEvents,
  stageRows,
  writableRowsUpTo,
} from './import-store.ts';
import { rejectsWriter } from './reading/rejects.ts';
import { readTable } from './reading/table.ts';
import { recordEvents } from './record.ts';
import { uploadsDir } from './uploads.ts';

const payload = z.strictObject({ importId: z.int() });

export const importCheckJob = defineJob({
  kind: 'import-check',
  payload,
  checkpoint: z.strictObject({ row: z.int(), rejectsBytes: z.int() }),
  lane: 'interactive',
  maxAttempts: 5,
});
export const importCommitJob = defineJob({
  kind: 'import-commit',
  payload,
  checkpoint: z.strictObject({ row: z.int() }),
  lane: 'heavy',
  maxAttempts: 12,
});

export interface ImportDeps {
  readonly db: Database;
  readonly queue: JobQueue;
  readonly clock: Clock;
  /** Where uploads and the files of refused rows lie. */
  readonly importsDir: string;
}

/** Rows written in one transaction. */
const SLICE = 500;

export const importCheckWith = (deps: ImportDeps): Job =>
  implementJob(importCheckJob, ({ importId }, context) => check(deps, importId, context));

export const importCommitWith = (deps: ImportDeps): Job =>
  implementJob(importCommitJob, ({ importId }, context) => commit(deps, importId, context));

async function check(
  { db, importsDir }: ImportDeps,
  importId: number,
  context: JobContext<z.output<typeof importCheckJob.checkpoint>>,
): Promise<string> {
  const { file, path, detected, mapping, reading, state } = await importById(db.reader, importId);
  // The program ended after the last commit and before the task was settled: there is nothing left to do.
  if (state !== 'checking') return checkSummary(db, importId);
  const { size } = await stat(path).catch((cause) => {
    throw explainFileError(cause, path, 'read');
  });
  if (size !== detected.size)
    throw new AppError('conflict', `${file} has changed since it was chosen. Import it again.`);
  const from = context.checkpoint ?? { row: 0, rejectsBytes: 0 };
  const rejectsPath = join(importsDir, `${importId}-${safeName(file, 200)}.rejected.csv`);
  await mkdir(importsDir, { recursive: true });
  const rejects = rejectsWriter(
    rejectsPath,
    detected.header,
    from.rejectsBytes > 0 ? { bytes: from.rejectsBytes } : undefined,
  );
  context.progress({ done: 0, total: kilobytes(detected.size), step: 'Reading (kB)' });
  let { rejectsBytes } = from;
  try {
    const options = { from: from.row + 1, signal: context.signal };
    for await (const { rows, bytesRead } of readTable(path, detected, options)) {
      const { staged, courses, rejected } = await classifyRows(
        db.reader,
        importId,
        rows,
        mapping,
        reading,
      );
      if (rejected.length > 0) rejectsBytes = await rejects.write(rejected);
      context.progress({ done: kilobytes(bytesRead) });
      const last = rows.at(-1)?.row ?? from.row;
      await context.commit(
        async (tx) => {
          await stageRows(tx, importId, staged);
          await stageCourses(tx, importId, courses);
        },
        { row: last, rejectsBytes },
      );
    }
  } finally {
    await rejects.close();
  }
  context.signal.throwIfAborted();
  await context.commit(async (tx) => {
    if (rejectsBytes > 0) await setRejectsFile(tx, importId, rejectsPath);
    await moveImport(tx, importId, 'checking', 'checked');
  });
  // The rows are staged: the window's copy of the file has served its purpose.
  if (dirname(path) === uploadsDir(importsDir)) await rm(path, { force: true });
  return checkSummary(db, importId);
}

async function checkSummary(db: Database, importId: number): Promise<string> {
  const counts = await countsOf(db.reader, importId);
  return `${counts.new} new, ${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.conflicting} conflicting, ${counts.invalid} invalid`;
}

async function commit(
  { db, queue, clock }: ImportDeps,
  importId: number,
  context: JobContext<z.output<typeof importCommitJob.checkpoint>>,
): Promise<string> {
  const { file, state } = await importById(db.reader, importId);
  const counts = await countsOf(db.reader, importId);
  if (state === 'committed') return `${counts.new} new, ${counts.changed} changed`;
  const total = counts.new + counts.changed + counts.unchanged;
  let row = context.checkpoint?.row ?? 0;
  let done = row === 0 ? 0 : await writableRowsUpTo(db.reader, importId, row);
  context.progress({ done, total, step: 'Writing' });
  while (!context.signal.aborted) {
    const slice = await stagedEvents(db.reader, importId, row, SLICE);
    const last = slice.at(-1);
    if (!last) break;
    row = last.row;
    done += slice.length;
    context.progress({ done });
    await context.commit(
      async (tx) => {
        const { outcomes, taskId } = await recordEvents(tx, { queue, clock }, slice, {
          file,
          title: `Certificates: ${file}`,
          actor: context.actor,
          key: `import:${importId}`,
          lane: 'heavy',
        });
        if (taskId !== null) await setImportJob(tx, importId, 'certificates', taskId);
        const refused = outcomes.flatMap(({ outcome, reason }, index) => {
          const at = slice[index];
          const written = outcome !== 'conflicting' && outcome !== 'out_of_date';
          return written || !at ? [] : [{ row: at.row, reason: reason ?? 'Refused.' }];
        });
        if (refused.length > 0) await refuseRows(tx, importId, refused);
      },
      { row },
    );
  }
  context.signal.throwIfAborted();
  await context.commit(async (tx) => {
    await forgetStagedEvents(tx, importId);
    await moveImport(tx, importId, 'committing', 'committed');
  });
  const after = await countsOf(db.reader, importId);
  const late = after.conflicting - counts.conflicting;
  const note = late > 0 ? `; ${late} refused, because the store had changed since the check` : '';
  return `${after.new} new, ${after.changed} changed${note}`;
}

/** How many rows a file has is known at its end only; how much of it is read is known all the time. */
const kilobytes = (bytes: number): number => Math.ceil(bytes / 1000);
