/** The task that copies issued certificates out of the store: files, a ZIP, or one print file. */
import { mkdir, readdir } from 'node:fs/promises';
import { z } from 'zod';
import {
  certificateFilter,
  exportFormat,
  exportOrder,
} from '../../../shared/contract/certificates.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db/database.ts';
import { explainFileError } from '../../kernel/files.ts';
import { defineJob, implementJob, type Job } from '../../kernel/queue/job.ts';
import { dateIn } from './dates.ts';
import { exportFiles } from './export-files.ts';
import { MANIFEST } from './export-manifest.ts';
import { exportMerged, MERGED_FILE } from './export-merged.ts';
import type { ExportRun } from './export-source.ts';
import { exportZip, ZIP_FILE } from './export-zip.ts';

export const exportJob = defineJob({
  kind: 'certificates-export',
  payload: z.strictObject({
    filter: certificateFilter,
    folder: z.string().min(1),
    asked: z.int(),
    format: exportFormat.default('files'),
    pattern: z.string().optional(),
    order: exportOrder.default('number'),
  }),
  checkpoint: z.strictObject({}),
  lane: 'heavy',
  maxAttempts: 5,
});

export interface ExportDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly certificatesDir: string;
  /** The office's zone. */
  readonly zone: () => Promise<string>;
}

const steps = { files: 'Copying', zip: 'Packing', merged: 'Merging' } as const;

/** An attempt that was interrupted leaves nothing half written and begins again. */
export const exportJobWith = ({ db, clock, certificatesDir, zone }: ExportDeps): Job =>
  implementJob(exportJob, async ({ asked, format, pattern, ...what }, context) => {
    context.progress({ done: 0, total: asked, step: steps[format] });
    // A later attempt finds in the folder what an earlier one has written, and writes it once more.
    if (context.checkpoint === undefined) {
      await openFolder(what.folder);
      await context.commit(async () => {}, {});
    }
    const dateOf = dateIn(await zone());
    const run: ExportRun = { ...what, db: db.reader, certificatesDir, pattern, context, dateOf };
    const now = clock.now();
    if (format === 'zip') return exportZip(run, now);
    if (format === 'merged') return exportMerged(run, `Certificates, ${dateOf(now)}`, now);
    return exportFiles(run);
  });

/** Export never mixes with what lies in a folder already; its own earlier, unfinished attempt it may replace. */
export async function openFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const names = await readdir(folder);
    const earlier = [MANIFEST, ZIP_FILE, MERGED_FILE].find((name) => names.includes(name));
    if (earlier !== undefined)
      throw new AppError(
        'conflict',
        `${folder} holds an export already (${earlier}). Choose a new folder.`,
      );
    if (names.some((name) => name.toLowerCase().endsWith('.pdf')))
      throw new AppError(
        'conflict',
        `${folder} holds PDF files already, which an export might replace. Choose a new or empty folder.`,
      );
  } catch (cause) {
    throw explainFileError(cause, folder, 'write');
  }
}
