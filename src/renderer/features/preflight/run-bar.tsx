/** The run whose findings are listed: its bar while it goes, then what it looked at; and the earlier ones. */
import { Button, Menu } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import type { PreflightRun } from '../../../shared/contract/preflight.ts';
import type { Task } from '../../../shared/contract/tasks.ts';
import { preflightWords } from '../../messages/preflight.ts';
import { isOver } from '../../stores/tasks.ts';
import { TaskStateMark } from '../../ui/states.tsx';
import { Ago } from '../../ui/time.tsx';
import { TaskBar } from '../tasks/live-task.tsx';
import { TaskActions } from '../tasks/task-actions.tsx';
import classes from './preflight.module.css';

export function RunBar({
  run,
  runs,
  onPick,
}: {
  /** Null for the findings of all runs. */
  readonly run: PreflightRun | null;
  readonly runs: readonly PreflightRun[];
  /** Null for all. */
  readonly onPick: (id: number | null) => void;
}) {
  return (
    <div className={classes.run}>
      <strong>{run ? titleOf(run) : preflightWords.everything}</strong>
      <span className="ed-dim">{run ? <RunFacts of={run} /> : preflightWords.everythingText}</span>
      <span className={classes.runs}>
        <EarlierRuns run={run} runs={runs} onPick={onPick} />
      </span>
      {run && run.id !== runs[0]?.id && (
        <p className={`ed-dim ${classes.older}`}>{preflightWords.older}</p>
      )}
      {run && run.checked === null && (
        <div className={classes.runBar}>
          <TaskBar id={run.taskId}>{(task) => <RunEnd task={task} />}</TaskBar>
        </div>
      )}
    </div>
  );
}

function RunEnd({ task }: { readonly task: Task }) {
  return (
    <div className={classes.runActions}>
      {isOver(task) && task.state !== 'succeeded' && <TaskStateMark state={task.state} />}
      {task.reason && <span>{task.reason}</span>}
      <TaskActions task={task} />
    </div>
  );
}

const titleOf = ({ scope, title }: PreflightRun): string =>
  scope.kind === 'due' && scope.courses === undefined && scope.taskId === undefined
    ? preflightWords.everythingDue
    : title;

const RunFacts = ({ of }: { readonly of: PreflightRun }) => (
  <>
    {of.checked === null ? preflightWords.notChecked : preflightWords.checked(of.checked)}
    {' · '}
    <Ago at={of.createdAt} /> {preflightWords.by(of.createdBy)}
  </>
);

function EarlierRuns({
  run,
  runs,
  onPick,
}: {
  readonly run: PreflightRun | null;
  readonly runs: readonly PreflightRun[];
  readonly onPick: (id: number | null) => void;
}) {
  return (
    <Menu position="bottom-end" width={320}>
      <Menu.Target>
        <Button variant="subtle" leftSection={<IconHistory size={14} aria-hidden="true" />}>
          {preflightWords.runs}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        <Menu.RadioGroup
          value={run ? String(run.id) : 'all'}
          onChange={(id) => onPick(id === 'all' ? null : Number(id))}
        >
          <Menu.RadioItem value="all" closeMenuOnClick>
            {preflightWords.everything}
          </Menu.RadioItem>
          {runs.map((each) => (
            <Menu.RadioItem key={each.id} value={String(each.id)} closeMenuOnClick>
              {titleOf(each)}
              <span className={`ed-dim ${classes.runItem}`}>
                <RunFacts of={each} />
              </span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
