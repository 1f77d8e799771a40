/** The task that looks at a batch and keeps what it finds. */
import { z } from 'zod';
import { preflightScope } from '../../../shared/contract/preflight.ts';
import type { Database } from '../../kernel/db/database.ts';
import { defineJob, implementJob, type Job } from '../../kernel/queue/job.ts';
import { type CheckDeps, checkBatch } from './check.ts';
import { KindCounts } from './findings.ts';
import { batchOf } from './people.ts';
import { subjectOf } from './person.ts';
import {
  endRun,
  forgetFindings,
  forgetTemplateFindings,
  hasOlderFindings,
  keepFindings,
} from './store.ts';

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
    const looked: Float64Array[] = [];
    let checked = 0;
    let done = 0;
    for await (const { places, notDue, found } of checkBatch(
      deps,
      batch,
      context.lane,
      context.signal,
    )) {
      counts.add(found);
      looked.push(places);
      checked += places.length;
      done += places.length + notDue;
      context.progress({ done });
      if (found.length > 0) await context.commit((tx) => keepFindings(tx, runId, found));
    }
    if (await hasOlderFindings(db.reader, runId))
      for (const places of looked) {
        const subjects = Array.from(places, (place) => subjectOf(batch.importId, place));
        await context.commit((tx) => forgetFindings(tx, runId, subjects));
      }
    context.progress({ done, total: done });
    await context.commit(async (tx) => {
      if (checked > 0) await forgetTemplateFindings(tx, runId);
      await endRun(tx, runId, checked);
    });
    const found = [
      `${counts.of('blocks')} cannot be printed`,
      counted(counts.of('warning'), 'warning'),
      counted(counts.of('note'), 'note'),
    ].join(', ');
    return `${checked} checked: ${counts.total === 0 ? 'nothing found' : found}`;
  });

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
