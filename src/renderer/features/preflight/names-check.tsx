/** The check of an import's names where the import is reviewed: start it, its bar, how it ended. */
import { Button } from '@mantine/core';
import { IconCheck, IconPlaneDeparture } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { PreflightRun } from '../../../shared/contract/preflight.ts';
import { preflightWords } from '../../messages/preflight.ts';
import { useFetched, useTask } from '../../program/use-program.ts';
import { isOver } from '../../stores/tasks.ts';
import { CellProgress } from '../../ui/progress-bar.tsx';
import { State, TaskStateMark } from '../../ui/states.tsx';
import { sumOf } from './finding-chips.tsx';
import { SeverityMark } from './marks.tsx';
import classes from './preflight.module.css';
import { runsOf, severities } from './query.ts';
import { useStart } from './use-start.ts';

/** The newest runs, among which the one of the import under review is. */
const runsLooked = 100;
const { review: words } = preflightWords;

export function NamesCheck({ importId }: { readonly importId: number }) {
  const { start, busy } = useStart();
  const run = useFetched('preflight-runs-of-import', ['tasks'], ({ client }, signal) =>
    client.preflight.runs({ limit: runsLooked }, { signal }),
  ).value;
  const latest = run && runsOf(run.rows, importId)[0];
  const known = useTask(latest?.taskId);
  const fetched = useFetched(
    latest?.checked === null ? `task-${latest.taskId}` : null,
    ['tasks'],
    async ({ client }, signal) =>
      (await client.tasks.get({ id: latest?.taskId ?? 0 }, { signal })).task,
  ).value;
  const task = known ?? fetched;
  const stopped =
    task !== undefined && isOver(task) && task.state !== 'succeeded' && latest?.checked === null;
  const going = latest !== undefined && latest.checked === null && !stopped;
  return (
    <div className={classes.names}>
      {!going && (
        <Button
          variant="default"
          leftSection={!latest && <IconPlaneDeparture size={14} aria-hidden="true" />}
          loading={busy}
          onClick={() => start({ kind: 'import', importId })}
        >
          {latest ? words.again : words.button}
        </Button>
      )}
      {going && <span>{words.checking}</span>}
      {going && task && (
        <div className={classes.namesBar}>
          <CellProgress task={task} />
        </div>
      )}
      {stopped && (
        <span>
          <TaskStateMark state={task.state} /> {words.failed}
        </span>
      )}
      {latest && latest.checked !== null && <Found run={latest} importId={importId} />}
    </div>
  );
}

function Found({ run, importId }: { readonly run: PreflightRun; readonly importId: number }) {
  const counts = useFetched(
    `findings-of-run-${run.id}`,
    ['completions', 'imports'],
    ({ client }, signal) => client.preflight.counts({ runId: run.id }, { signal }),
  ).value;
  if (!counts) return null;
  const total = counts.kinds.reduce((sum, { count }) => sum + count, 0);
  if (total === 0)
    return <State icon={IconCheck} tone="good" word={words.clean(run.checked ?? 0)} />;
  return (
    <>
      {severities
        .map((severity) => ({ severity, count: sumOf(counts.kinds, severity) }))
        .filter(({ count }) => count > 0)
        .map(({ severity, count }) => (
          <SeverityMark key={severity} of={severity} word={words.severities[severity](count)} />
        ))}
      <Link href={`/certificates/preflight?import=${importId}&run=${run.id}`} className="ed-link">
        {words.see(total)}
      </Link>
    </>
  );
}
