/** The calls of pre-flight: start a run, check at once, list and count findings, decide. */

import type { AppHandlers } from '../../../shared/contract/index.ts';
import type { BareFinding, FindingDecision } from '../../../shared/contract/preflight.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Database, Tx } from '../../kernel/db/database.ts';
import type { JobQueue } from '../../kernel/queue/queue.ts';
import { changeHold, changeStagedHold } from '../completions/api.ts';
import { audit } from '../office/api.ts';
import { type CheckDeps, checkBatch } from './check.ts';
import { type Found, KindCounts } from './findings.ts';
import { preflightJob } from './job.ts';
import { batchOf } from './people.ts';
import {
  countFindings,
  type Decidable,
  decidable,
  followVersions,
  insertRun,
  listFindings,
  listRuns,
  setDecision,
  setRunJob,
} from './store.ts';

interface Deps extends CheckDeps {
  readonly db: Database;
  readonly queue: JobQueue;
}

/** Up to this many people are looked at beside any heavy work: a second or two on one thread. */
const SMALL = 20_000;

export function preflightHandlers(deps: Deps): AppHandlers['preflight'] {
  const { db, queue, clock } = deps;
  return {
    start: async ({ scope }, { actor }) => {
      const { title, count } = await batchOf(db.reader, scope);
      if (count === 0)
        throw new AppError(
          'not_found',
          `There is nobody to check in ${title}: no certificate is due there.`,
        );
      return db.write(async (tx) => {
        const runId = await insertRun(tx, { scope, title, at: clock.now(), actor });
        const taskId = await queue.enqueue(
          tx,
          preflightJob,
          { runId, scope },
          {
            title: `Pre-flight: ${title}`,
            actor,
            total: count,
            lane: count <= SMALL ? 'interactive' : 'heavy',
          },
        );
        await setRunJob(tx, runId, taskId);
        return { taskId, runId, people: count };
      });
    },

    check: async ({ scope, limit }, { signal }) => {
      const batch = await batchOf(db.reader, scope);
      const counts = new KindCounts();
      const findings: BareFinding[] = [];
      let checked = 0;
      let notDue = 0;
      for await (const slice of checkBatch(deps, batch, 'heavy', signal)) {
        counts.add(slice.found);
        checked += slice.places.length;
        notDue += slice.notDue;
        for (const each of slice.found) if (findings.length < limit) findings.push(bare(each));
      }
      return { checked, notDue, counts: counts.list, findings, total: counts.total };
    },

    runs: (slice) => listRuns(db.reader, slice),

    findings: ({ offset, limit, ...filter }) => listFindings(db.reader, filter, { offset, limit }),

    counts: (filter) => countFindings(db.reader, filter),

    decide: ({ ids, decision, reason }, { actor }) =>
      db.write(async (tx) => {
        const found = await decidable(tx, ids);
        refuseUndecidable(found, new Set(ids).size, decision);
        const at = clock.now();
        const taskIds = [
          await release(tx, deps, decision === 'hold' ? [] : found, actor),
          ...(decision === 'hold' ? await hold(tx, deps, found, reason, { at, actor }) : []),
        ];
        if (decision !== 'hold')
          await setDecision(
            tx,
            found.map(({ id }) => id),
            decision,
            reason ?? null,
            { at, actor },
          );
        await audit(tx, {
          at,
          actor,
          action: 'preflight.decide',
          detail: { ids, decision, reason: reason ?? null },
        });
        return { changed: found.length, taskId: taskIds.find((id) => id !== null) ?? null };
      }),
  };
}

const bare = ({ subject: _s, version: _v, value: _t, ...finding }: Found): BareFinding => finding;

function refuseUndecidable(
  found: readonly Decidable[],
  asked: number,
  decision: FindingDecision,
): void {
  if (found.length !== asked)
    throw new AppError(
      'conflict',
      'Some of these findings are gone: a later check has not found them again. Look at the list once more.',
    );
  const resolved = found.find(({ status }) => status === 'resolved');
  if (resolved)
    throw new AppError(
      'conflict',
      `The finding about ${resolved.candidateName ?? 'the template'} is resolved: its record has changed since. Check again to see how it stands now.`,
    );
  const blocking = found.find(({ severity }) => severity === 'blocks');
  if (decision === 'issue_anyway' && blocking)
    throw new AppError(
      'conflict',
      `The certificate of ${blocking.candidateName ?? 'everybody'} cannot be printed as it stands, so it cannot be issued anyway. Correct the record or the template, or put it on hold.`,
    );
  const template = found.find((each) => each.completionId === null && each.importId === null);
  if (decision === 'hold' && template)
    throw new AppError(
      'conflict',
      'A fault of the template is nobody’s own: it cannot be put on hold. Put the template right, or accept the fault.',
    );
}

/** One reason for each kind, so that a thousand findings are a few statements. */
async function hold(
  tx: Tx,
  deps: Deps,
  found: readonly Decidable[],
  given: string | undefined,
  deed: { readonly at: number; readonly actor: string },
): Promise<(number | null)[]> {
  const taskIds: (number | null)[] = [];
  for (const [kind, group] of groupBy(found, (each) => each.kind)) {
    const reason = given ?? `Pre-flight: ${holdReasons[kind]}`;
    taskIds.push(await setHolds(tx, deps, group, reason, deed.actor));
    await setDecision(
      tx,
      group.map(({ id }) => id),
      'hold',
      reason,
      deed,
    );
  }
  return taskIds;
}

/** Lifts the holds that earlier decisions on these findings had set, where nothing else asks for them. */
function release(
  tx: Tx,
  deps: Deps,
  found: readonly Decidable[],
  actor: string,
): Promise<number | null> {
  return setHolds(
    tx,
    deps,
    found.filter(({ holds }) => holds === 1),
    null,
    actor,
  );
}

async function setHolds(
  tx: Tx,
  deps: Deps,
  found: readonly Decidable[],
  reason: string | null,
  actor: string,
): Promise<number | null> {
  const staged = found.filter(({ importId }) => importId !== null);
  for (const [importId, rows] of groupBy(staged, (each) => each.importId ?? 0))
    await changeStagedHold(
      tx,
      importId,
      rows.flatMap(({ importRow }) => importRow ?? []),
      reason,
    );
  const ids = [...new Set(found.flatMap(({ completionId }) => completionId ?? []))];
  if (ids.length === 0) return null;
  const { taskId } = await changeHold(tx, deps, ids, reason, actor);
  await followVersions(tx, ids);
  return taskId;
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

const holdReasons = {
  glyph_missing: 'a character that no font can print',
  does_not_fit: 'a text that does not fit',
  bad_text: 'characters that must not be printed',
  missing_value: 'a fact that the certificate prints is missing',
  template_unusable: 'the template cannot be used',
  image_missing: 'a picture of the template is missing',
  image_resolution: 'a picture of the template is too small',
  look_alike: 'letters of another script that look alike',
  mixed_direction: 'letters of two directions in the name',
  same_name: 'another candidate has the same name',
  tight_fit: 'the name hardly fits',
} as const;
