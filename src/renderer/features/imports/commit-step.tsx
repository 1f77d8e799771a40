/** Step 5: the rows are written, then their certificates are made; both with a bar and a way on. */
import { Button, Group } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { ImportRecord } from '../../../shared/contract/imports.ts';
import type { Task } from '../../../shared/contract/tasks.ts';
import { importWords } from '../../messages/imports.ts';
import { isOver } from '../../stores/tasks.ts';
import { State, TaskStateMark } from '../../ui/states.tsx';
import { TaskBar } from '../tasks/live-task.tsx';
import { TaskActions } from '../tasks/task-actions.tsx';
import classes from './import.module.css';

export function CommitStep({ of }: { readonly of: ImportRecord }) {
  const committed = of.state === 'committed';
  const written = of.counts.new + of.counts.changed;
  return (
    <>
      <section className={`ed-card ${classes.bar}`}>
        <h2>
          {committed ? (
            <State icon={IconCheck} tone="good" word={importWords.committedTitle(written)} />
          ) : (
            `${importWords.committingTitle} · ${of.file}`
          )}
        </h2>
        {of.taskId !== null && (
          <TaskBar id={of.taskId}>{(task) => <TaskEnd task={task} />}</TaskBar>
        )}
      </section>
      <section className={`ed-card ${classes.bar}`}>
        <h2>{importWords.certificatesTitle}</h2>
        {of.certificatesTaskId === null ? (
          <p className="ed-dim">
            {committed ? importWords.certificatesNone : importWords.certificatesWait}
          </p>
        ) : (
          <TaskBar id={of.certificatesTaskId}>{(task) => <TaskEnd task={task} />}</TaskBar>
        )}
        <Group gap="xs" mt={14}>
          {of.certificatesTaskId !== null && (
            <Button component={Link} href={`/certificates?task=${of.certificatesTaskId}`}>
              {importWords.seeCertificates}
            </Button>
          )}
          <Button component={Link} href="/completions" variant="default">
            {importWords.seeCompletions}
          </Button>
          {of.certificatesTaskId !== null && (
            <Button component={Link} href={`/tasks/${of.certificatesTaskId}`} variant="default">
              {importWords.seeTask}
            </Button>
          )}
        </Group>
      </section>
    </>
  );
}

/** What came of a task, or why not, and what can be done with it. */
function TaskEnd({ task }: { readonly task: Task }) {
  const sentence = task.summary ?? task.reason;
  return (
    <div className={classes.barActions}>
      {isOver(task) && task.state !== 'succeeded' && <TaskStateMark state={task.state} />}
      {sentence && <span>{sentence}</span>}
      <TaskActions task={task} />
    </div>
  );
}
