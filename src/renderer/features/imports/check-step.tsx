/** Step 3: the dry run, with its bar. */
import { Link } from 'wouter';
import type { ImportRecord } from '../../../shared/contract/imports.ts';
import { importWords } from '../../messages/imports.ts';
import { TaskBar } from '../tasks/live-task.tsx';
import { TaskActions } from '../tasks/task-actions.tsx';
import classes from './import.module.css';

export function CheckStep({ of }: { readonly of: ImportRecord }) {
  return (
    <section className={`ed-card ${classes.bar}`}>
      <h2>
        {importWords.checkingTitle} · {of.file}
      </h2>
      <p className="ed-dim">{importWords.checkingText}</p>
      {of.taskId !== null && (
        <TaskBar id={of.taskId}>
          {(task) => (
            <div className={classes.barActions}>
              <TaskActions task={task} />
              <Link href={`/tasks/${task.id}`} className="ed-link">
                {importWords.seeTask}
              </Link>
            </div>
          )}
        </TaskBar>
      )}
    </section>
  );
}
