/** Progress in one look: the bar, and beside it percent, counts, step, rate and time left. */
import { Progress as Bar } from '@mantine/core';
import type { Progress, Task } from '../../shared/contract/tasks.ts';
import { taskWords } from '../messages/tasks.ts';
import { share } from '../stores/progress.ts';
import { isOver } from '../stores/tasks.ts';
import type { Format } from './format.ts';
import classes from './progress-bar.module.css';
import { useFormat } from './use-format.ts';

export function ThinBar({
  value,
  label,
  live = true,
}: {
  /** 0 to 1; null while the total is not known. */
  readonly value: number | null;
  readonly label: string;
  readonly live?: boolean;
}) {
  return (
    <Bar.Root size={6} radius="sm" className={classes.root ?? ''}>
      <Bar.Section
        value={value === null ? 100 : value * 100}
        striped={value === null && live}
        animated={value === null && live}
        color={live ? 'var(--ed-accent-bar)' : 'var(--ed-line-strong)'}
        aria-label={label}
        {...(value === null ? { 'aria-valuetext': '…' } : {})}
      />
    </Bar.Root>
  );
}

/** "812 of 1,640 · Rendering · 96/s · 9 s left" in parts. */
export function progressParts(progress: Progress, format: Format): string[] {
  const parts = [taskWords.ofTotal(progress.done, progress.total)];
  if (progress.step) parts.push(progress.step);
  if (progress.perSecond !== null && progress.perSecond > 0)
    parts.push(taskWords.rate(format.rate(progress.perSecond)));
  if (progress.secondsLeft !== null)
    parts.push(
      progress.secondsLeft < 1
        ? taskWords.almostDone
        : taskWords.left(format.duration(progress.secondsLeft)),
    );
  return parts;
}

/** The bar of one task with everything known about it on one line below. */
export function TaskProgress({ task }: { readonly task: Task }) {
  const format = useFormat();
  const value = share(task.progress);
  const live = !isOver(task);
  return (
    <div className={classes.full}>
      <div className={classes.line}>
        <ThinBar value={live ? value : (value ?? 0)} label={task.title} live={live} />
        <span className={classes.percent}>{value === null ? '' : format.percent(value)}</span>
      </div>
      <div className={classes.parts}>
        {(live
          ? progressParts(task.progress, format)
          : [taskWords.ofTotal(task.progress.done, task.progress.total)]
        ).map((part) => (
          <span key={part}>{part}</span>
        ))}
      </div>
    </div>
  );
}

/** The bar for a table's cell: no second line. */
export function CellProgress({ task }: { readonly task: Task }) {
  const format = useFormat();
  const value = share(task.progress);
  if (task.state === 'queued' && task.progress.done === 0) return null;
  if (task.state === 'succeeded')
    return (
      <span className={classes.counts}>
        {taskWords.ofTotal(task.progress.done, task.progress.total)}
      </span>
    );
  return (
    <div className={classes.cell}>
      <ThinBar value={value} label={task.title} live={!isOver(task)} />
      <span className={classes.percent}>{value === null ? '' : format.percent(value)}</span>
      <span className={classes.counts}>
        {taskWords.ofTotal(task.progress.done, task.progress.total)}
      </span>
    </div>
  );
}
