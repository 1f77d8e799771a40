/** The calls on tasks, with the live progress of those that run in this program. */
import type { AppHandlers } from '../../../shared/contract/index.ts';
import type { Progress, Task } from '../../../shared/contract/tasks.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db/database.ts';
import { countJobs, historyOf, jobById, listJobs, payloadOf } from '../../kernel/queue/job-list.ts';
import type { JobQueue } from '../../kernel/queue/queue.ts';
import { audit } from '../office/api.ts';

interface Deps {
  readonly db: Database;
  readonly queue: JobQueue;
  readonly clock: Clock;
  /** The part of the runner that calls need; absent where this program runs no tasks. */
  readonly running: {
    cancel(jobId: number): void;
    progressOf(jobId: number): Progress | undefined;
  };
}

export function tasksHandlers({ db, queue, clock, running }: Deps): AppHandlers['tasks'] {
  const live = (task: Task): Task => ({
    ...task,
    progress: running.progressOf(task.id) ?? task.progress,
  });
  const get = async (id: number): Promise<Task> => live(await jobById(db.reader, id));
  const note = (actor: string, action: string, detail: unknown) =>
    db.write((tx) => audit(tx, { at: clock.now(), actor, action, detail }));
  return {
    list: async ({ tab, offset, limit }) => {
      const { rows, total } = await listJobs(db.reader, tab, { offset, limit });
      return { rows: rows.map(live), total };
    },

    counts: () => countJobs(db.reader),

    get: async ({ id }) => ({
      task: await get(id),
      payload: await payloadOf(db.reader, id),
      history: await historyOf(db.reader, id),
    }),

    cancel: async ({ id, reason }, { actor }) => {
      const state = await queue.cancel(id, actor, reason ?? 'Cancelled by hand');
      if (state === 'cancelling') running.cancel(id);
      await note(actor, 'tasks.cancel', { id, reason: reason ?? null });
      return get(id);
    },

    retry: async ({ id }, { actor }) => {
      await queue.retry(id, actor);
      await note(actor, 'tasks.retry', { id });
      return get(id);
    },
  };
}
