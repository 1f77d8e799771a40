/** The office as a whole: the strip, what needs attention, the ledger, settings. */
import type { AppHandlers } from '../../../shared/contract/index.ts';
import type { AttentionItem } from '../../../shared/contract/office.ts';
import type { Progress } from '../../../shared/contract/tasks.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db/database.ts';
import { countJobs, listJobs } from '../../kernel/queue/job-list.ts';
import { audit, readSettings } from './api.ts';
import { type DoctorDeps, examine } from './doctor.ts';
import { attention, ledgerOf } from './queries.ts';

interface Deps extends DoctorDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly version: string;
  readonly readOnly: boolean;
  readonly progressOf: (jobId: number) => Progress | undefined;
}

export function officeHandlers(deps: Deps): AppHandlers['office'] {
  const { db, clock, version, readOnly, progressOf } = deps;
  return {
    status: async () => {
      const running = await listJobs(db.reader, 'running', { offset: 0, limit: 50 });
      const { waiting } = await countJobs(db.reader);
      const items: AttentionItem[] = await attention(db.reader);
      return {
        now: clock.now(),
        version,
        store: deps.storeDir,
        readOnly,
        settings: await readSettings(db.reader),
        heavyWork: {
          open: true,
          until: null,
          why: 'No exam timetable has been imported, so no exam period is protected.',
        },
        running: running.rows.map((task) => ({
          ...task,
          progress: progressOf(task.id) ?? task.progress,
        })),
        waiting,
        attention: items,
      };
    },

    ledger: () => ledgerOf(db.reader),

    saveSettings: async (settings, { actor }) => {
      if (!isZone(settings.zone))
        throw new AppError(
          'invalid_input',
          `${settings.zone} is not a time zone. Write one such as Europe/London.`,
        );
      return db.write(async (tx) => {
        const before = await readSettings(tx);
        for (const [key, value] of Object.entries(settings))
          await tx.run(
            'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
            [key, JSON.stringify(value)],
          );
        await audit(tx, {
          at: clock.now(),
          actor,
          action: 'office.saveSettings',
          detail: { before, after: settings },
        });
        return settings;
      });
    },

    doctor: () => examine(deps),
  };
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}
