/** The calls on certificates: list, counts, one, its PDF, revoke, export. */
import { basename } from 'node:path';
import type { AppHandlers } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db/database.ts';
import type { JobQueue } from '../../kernel/queue/queue.ts';
import { audit } from '../office/api.ts';
import { dateIn } from './dates.ts';
import { exportJob, openFolder } from './export-job.ts';
import { namingOf } from './export-names.ts';
import { certificateDetail, countCertificates, listCertificates } from './queries.ts';
import { readSealed } from './sealed-file.ts';
import { revoke } from './store.ts';

interface Deps {
  readonly db: Database;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly certificatesDir: string;
  readonly zone: () => Promise<string>;
}

export function certificatesHandlers(deps: Deps): AppHandlers['certificates'] {
  const { db, queue, clock, certificatesDir } = deps;
  const detail = async (id: number) => certificateDetail(db.reader, id, dateIn(await deps.zone()));
  return {
    list: ({ sort, offset, limit, ...filter }) =>
      listCertificates(db.reader, filter, sort, { offset, limit }),

    counts: (filter) => countCertificates(db.reader, filter),

    get: ({ id }) => detail(id),

    pdf: async ({ id }) => {
      const { certificate, file } = await detail(id);
      if (!file || certificate.number === null)
        throw new AppError(
          'not_found',
          `${certificate.candidateName} has no sealed certificate here: it is ${certificate.state}.`,
        );
      const bytes = await readSealed(certificatesDir, { ...file, number: certificate.number });
      return { name: basename(file.path), base64: bytes.toString('base64') };
    },

    revoke: ({ ids, reason }, { actor }) =>
      db.write(async (tx) => {
        const at = clock.now();
        const revoked = await revoke(tx, ids, reason, { now: at, actor });
        if (revoked !== new Set(ids).size)
          throw new AppError(
            'conflict',
            'Only issued certificates can be revoked, and not all of these are issued any more. Nothing was changed: look at the list again.',
          );
        await audit(tx, { at, actor, action: 'certificates.revoke', detail: { ids, reason } });
        return { revoked };
      }),

    export: async ({ pattern, ...wish }, { actor }) => {
      const { filter, folder } = wish;
      namingOf(pattern);
      await openFolder(folder);
      const { states } = await countCertificates(db.reader, filter);
      const asked = states.issued;
      if (asked === 0)
        throw new AppError(
          'not_found',
          'No issued certificate matches: there is nothing to export.',
        );
      const taskId = await db.write((tx) =>
        queue.enqueue(
          tx,
          exportJob,
          { ...wish, asked, ...(pattern === undefined ? {} : { pattern }) },
          { title: `Export of ${asked} certificates`, actor, total: asked },
        ),
      );
      return { taskId, asked };
    },
  };
}
