/** The task that looks at a batch and keeps what it finds. */
import { z } from 'zod';
import { preflightScope } from '../../../shared/contract/preflight.ts';
import type { Database } from '../../kernel/db/database.ts';
import { defineJob, implementJob, type Job } from '../../kernel/queue/job.ts';
import { type CheckDeps, checkBatch, KindCounts } from './check.ts';
import { batchOf } from './people.ts';
import { endRun, forgetTemplateFindings, keepFindings } from './store.ts';

/** A run takes seconds: one that was interrupted begins again, and what it had kept is kept once more. */
export const preflightJob = defineJob({
  kind: 'preflight',
  payload: z.strictObject({ runId: z.int(), scope: preflightScope }),
  checkpoint: z.strictObject({}),
  lane: 'heavy',
  maxAttempts: 5,
});

export const preflightJobWith = (deps: CheckDeps & { readonly db: Database }): Job =>
  implementJob(preflightJob, async ({ runId, scope }, context) => {
    const { db } = deps;
    const batch = await batchOf(db.reader, scope);
    context.progress({ done: 0, total: batch.count, step: 'Checking names' });
    const counts = new KindCounts();
    let checked = 0;
    let done = 0;
    for await (const slice of checkBatch(deps, batch, context.lane, context.signal)) {
      counts.add(slice.found);
      checked += slice.people.length;
      done += slice.people.length + slice.notDue;
      context.progress({ done });
      const subjects = slice.people.map(({ subject }) => subject);
      await context.commit((tx) => keepFindings(tx, runId, subjects, slice.found));
    }
    context.progress({ done, total: done });
    await context.commit(async (tx) => {
      if (checked > 0) await forgetTemplateFindings(tx, runId);
      await endRun(tx, runId, checked);
    });
    const found = `${counts.of('blocks')} cannot be printed, ${counts.of('warning')} warnings, ${counts.of('note')} notes`;
    return `${checked} checked: ${counts.total === 0 ? 'nothing found' : found}`;
  });
