/** The calls of the import: upload, inspect, check, review, commit, discard. */
import { rm } from 'node:fs/promises';
import type { ImportRecord, ImportRow } from '../../../shared/contract/imports.ts';
import type { AppHandlers } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Reader } from '../../kernel/db/sql.ts';
import type { RandomBytes } from '../../kernel/random.ts';
import { type ImportDeps, importCheckJob, importCommitJob } from './import-jobs.ts';
import {
  countsOf,
  endedWithoutCheck,
  forgetRows,
  importById,
  insertImport,
  moveImport,
  rememberedMapping,
  rememberMapping,
  setImportJob,
  stagedCourses,
} from './import-store.ts';
import { detectText } from './reading/detect.ts';
import { checkMapping, headerKey } from './reading/mapping.ts';
import { suggestMapping } from './reading/suggest-mapping.ts';
import { readTable } from './reading/table.ts';
import { locate, receivePart } from './uploads.ts';

const SHOWN_ROWS = 8;

export interface ImportHandlerDeps extends ImportDeps {
  readonly sampleDir: string;
  readonly random: RandomBytes;
  readonly zone: () => Promise<string>;
}

export function importHandlers(deps: ImportHandlerDeps): AppHandlers['imports'] {
  const { db, queue, clock, importsDir, random } = deps;
  return {
    upload: async ({ uploadId, name, offset, base64 }) => {
      const id = uploadId ?? Buffer.from(random(16)).toString('hex');
      const bytes = Buffer.from(base64, 'base64');
      return {
        uploadId: id,
        received: await receivePart(importsDir, { uploadId: id, name, offset, bytes }),
      };
    },

    inspect: async ({ source }, { signal }) => {
      const { path, name } = await locate(source, deps);
      const detected = await detectText(path, name);
      const firstRows: string[][] = [];
      for await (const { rows } of readTable(path, detected, { batchSize: SHOWN_ROWS, signal })) {
        firstRows.push(...rows.slice(0, SHOWN_ROWS).map(({ raw }) => [...raw]));
        break;
      }
      const remembered = await rememberedMapping(db.reader, headerKey(detected.header));
      const { mapping, certain, unused } = suggestMapping(detected.header);
      return {
        file: name,
        size: detected.size,
        format: detected.format,
        encoding: detected.encoding,
        delimiter: detected.delimiter,
        header: [...detected.header],
        firstRows,
        mapping: remembered?.mapping ?? mapping,
        certain,
        unused,
        remembered: remembered !== undefined,
        reading: remembered?.reading ?? { zone: await deps.zone() },
      };
    },

    check: async ({ source, mapping, reading }, { actor }) => {
      const { path, name } = await locate(source, deps);
      const detected = await detectText(path, name);
      checkMapping(detected.header, mapping, name);
      const now = clock.now();
      return db.write(async (tx) => {
        const importId = await insertImport(tx, {
          file: name,
          path,
          detected,
          mapping,
          reading,
          now,
          actor,
        });
        const taskId = await queue.enqueue(
          tx,
          importCheckJob,
          { importId },
          { title: `Check of ${name}`, actor },
        );
        await setImportJob(tx, importId, 'check', taskId);
        await rememberMapping(tx, headerKey(detected.header), mapping, reading, now);
        return { importId, taskId };
      });
    },

    list: async ({ offset, limit }) => {
      const rows = await db.reader.all<ImportSummary>(
        `${SUMMARIES} ORDER BY i.id DESC LIMIT ? OFFSET ?`,
        [limit, offset],
      );
      const total = await db.reader.get<{ n: number }>('SELECT count(*) AS n FROM import');
      return {
        rows: await Promise.all(rows.map((row) => record(db.reader, row))),
        total: total?.n ?? 0,
      };
    },

    get: async ({ importId }) => {
      const row = await db.reader.get<ImportSummary>(`${SUMMARIES} WHERE i.id = ?`, [importId]);
      if (!row) throw new AppError('not_found', `There is no import ${importId}.`);
      return record(db.reader, row);
    },

    rows: async ({ importId, class: rowClass, offset, limit }) => {
      const rows = await db.reader.all<{ row: number; shown: string }>(
        'SELECT row, shown FROM import_row WHERE import_id = ? AND class = ? ORDER BY row LIMIT ? OFFSET ?',
        [importId, rowClass, limit, offset],
      );
      const counts = await countsOf(db.reader, importId);
      return {
        rows: rows.map(({ row, shown }) => ({
          ...(JSON.parse(shown) as Omit<ImportRow, 'row' | 'class'>),
          row,
          class: rowClass,
        })),
        total: counts[rowClass],
      };
    },

    commit: ({ importId }, { actor }) =>
      db.write(async (tx) => {
        await moveImport(tx, importId, 'checked', 'committing');
        const { file } = await importById(tx, importId);
        const title = `Import of ${file}`;
        const taskId = await queue.enqueue(tx, importCommitJob, { importId }, { title, actor });
        await setImportJob(tx, importId, 'commit', taskId);
        return { taskId };
      }),

    discard: async ({ importId }) => {
      const { rejectsFile } = await importById(db.reader, importId);
      await db.write(async (tx) => {
        const stuck = await endedWithoutCheck(tx, importId);
        await moveImport(tx, importId, stuck ? 'checking' : 'checked', 'discarded');
        await forgetRows(tx, importId);
      });
      if (rejectsFile !== null) await rm(rejectsFile, { force: true });
      return {};
    },
  };
}

type ImportSummary = Omit<ImportRecord, 'counts' | 'newCourses'>;

/** A check or commit whose task is over without having moved the import on has failed, and the task knows why. */
const SUMMARIES = `SELECT i.id, i.file, i.size, i.encoding, i.delimiter, i.created_at AS createdAt,
  iif(i.state IN ('checking','committing') AND j.state IN ('failed','cancelled'), 'failed', i.state) AS state,
  coalesce(i.commit_job, i.check_job) AS taskId, i.certificates_job AS certificatesTaskId, i.rejects_file AS rejectsFile,
  iif(j.state IN ('failed','cancelled'), j.reason, NULL) AS error
  FROM import AS i LEFT JOIN job AS j ON j.id = coalesce(i.commit_job, i.check_job)`;

const record = async (db: Reader, row: ImportSummary): Promise<ImportRecord> => ({
  ...row,
  counts: await countsOf(db, row.id),
  newCourses: await stagedCourses(db, row.id),
});
