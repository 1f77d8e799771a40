/** One task: its progress, what was asked, what happened, and the people in it. */
import { Button, Code } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Task } from '../../../shared/contract/tasks.ts';
import { taskWords } from '../../messages/tasks.ts';
import { useFetched, useTask } from '../../program/use-program.ts';
import { isOver } from '../../stores/tasks.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Facts } from '../../ui/facts.tsx';
import { History } from '../../ui/history.tsx';
import { TaskProgress } from '../../ui/progress-bar.tsx';
import { ScrollPage } from '../../ui/scroll-page.tsx';
import { TaskStateMark } from '../../ui/states.tsx';
import { Dash, Moment } from '../../ui/time.tsx';
import { useFormat, useNow } from '../../ui/use-format.ts';
import { taskNote } from './live-task.tsx';
import { TaskActions } from './task-actions.tsx';
import classes from './task-page.module.css';

export function TaskPage({ id }: { readonly id: number }) {
  const detail = useFetched(`task-${id}`, ['tasks'], ({ client }, signal) =>
    client.tasks.get({ id }, { signal }),
  );
  const live = useTask(id);
  const fetched = detail.value?.task;
  const task = live ?? fetched;
  return (
    <div className="ed-page">
      <header className="ed-head">
        <Link
          href="/tasks"
          className="ed-link"
          style={{ display: 'flex', gap: 4, alignItems: 'center' }}
        >
          <IconArrowLeft size={15} aria-hidden="true" />
          {taskWords.back}
        </Link>
        <h1>{task?.title ?? taskWords.number(id)}</h1>
        {task && <TaskActions task={task} />}
      </header>
      <ScrollPage label={taskWords.title}>
        {detail.error !== undefined && !task && (
          <ErrorPanel error={detail.error} onRetry={detail.reload} />
        )}
        {task && (
          <div className={classes.columns}>
            <div>
              <section className={`ed-card ${classes.card}`}>
                <div className={classes.state}>
                  <TaskStateMark state={task.state} />
                  <Note task={task} />
                </div>
                <TaskProgress task={task} />
              </section>
              <People id={id} />
              <section className={`ed-card ${classes.card}`}>
                <h2>{taskWords.history}</h2>
                <History
                  entries={[...(detail.value?.history ?? [])].reverse().map((entry, at) => ({
                    key: `${entry.at}-${at}`,
                    at: entry.at,
                    what: <TaskStateMark state={entry.to} />,
                    by: [
                      taskWords.by(entry.actor),
                      ...(entry.attempt > 1 ? [taskWords.attemptNumber(entry.attempt)] : []),
                    ].join(', '),
                    why: entry.reason,
                  }))}
                />
              </section>
            </div>
            <div>
              <section className={`ed-card ${classes.card}`}>
                <h2>{taskWords.facts}</h2>
                <TaskFacts task={task} />
              </section>
              <Asked payload={detail.value?.payload} />
            </div>
          </div>
        )}
      </ScrollPage>
    </div>
  );
}

function Note({ task }: { readonly task: Task }) {
  const format = useFormat();
  const now = useNow();
  return (
    <span>
      {taskNote(
        task,
        (at) => format.relative(at, now),
        () => [],
      )}
    </span>
  );
}

function TaskFacts({ task }: { readonly task: Task }) {
  const format = useFormat();
  return (
    <Facts
      of={[
        [taskWords.number(task.id), task.kind],
        [taskWords.columns.created, <Moment key="created" at={task.createdAt} />],
        [taskWords.started, <Moment key="started" at={task.startedAt} />],
        [taskWords.columns.finished, <Moment key="finished" at={task.finishedAt} />],
        [
          taskWords.duration,
          task.startedAt !== null && task.finishedAt !== null && isOver(task) ? (
            format.duration((task.finishedAt - task.startedAt) / 1_000)
          ) : (
            <Dash key="took" />
          ),
        ],
        [taskWords.columns.attempt, taskWords.attempt(task.attempt, task.maxAttempts)],
        [taskWords.columns.lane, taskWords.lanes[task.lane]],
      ]}
    />
  );
}

/** Links to the certificates that this task has decided or made. */
function People({ id }: { readonly id: number }) {
  const counts = useFetched(`people-${id}`, ['certificates'], ({ client }, signal) =>
    client.certificates.counts({ taskId: id }, { signal }),
  ).value;
  const total = counts ? Object.values(counts.states).reduce((sum, n) => sum + n, 0) : 0;
  if (total === 0) return null;
  return (
    <section className={`ed-card ${classes.card}`}>
      <h2>{taskWords.people}</h2>
      <Button component={Link} href={`/certificates?task=${id}`} variant="default">
        {taskWords.openPeople(total)}
      </Button>
    </section>
  );
}

/** Nothing where the task was asked for without a word, or its payload is not here yet. */
function Asked({ payload }: { readonly payload: unknown }) {
  if (typeof payload !== 'object' || payload === null || Object.keys(payload).length === 0)
    return null;
  return (
    <section className={`ed-card ${classes.card}`}>
      <h2>{taskWords.asked}</h2>
      <ImportLink payload={payload} />
      <Code block className={classes.payload ?? ''}>
        {JSON.stringify(payload, null, 2)}
      </Code>
    </section>
  );
}

function ImportLink({ payload }: { readonly payload: unknown }) {
  const importId = (payload as { importId?: unknown } | null | undefined)?.importId;
  if (typeof importId !== 'number') return null;
  return (
    <p style={{ marginTop: 0 }}>
      <Link href={`/completions/import/${importId}`} className="ed-link">
        {taskWords.openImport}
      </Link>
    </p>
  );
}
