/** A task as it is this moment, wherever a list has an older copy of it. */
import type { ReactNode } from 'react';
import type { Task } from '../../../shared/contract/tasks.ts';
import { taskWords } from '../../messages/tasks.ts';
import { useFetched, useProgram, useTask } from '../../program/use-program.ts';
import { isOver } from '../../stores/tasks.ts';
import { CellProgress, progressParts, TaskProgress } from '../../ui/progress-bar.tsx';
import { TaskStateMark } from '../../ui/states.tsx';
import { useFormat, useNow } from '../../ui/use-format.ts';
import { TaskActions } from './task-actions.tsx';

/** The fresher of the two: events may have passed a list by, and a list may know what no event told. */
export function useLive(task: Task): Task {
  const live = useTask(task.id);
  return live && !(isOver(task) && !isOver(live) && live.attempt <= task.attempt) ? live : task;
}

export const LiveState = ({ task }: { readonly task: Task }) => (
  <TaskStateMark state={useLive(task).state} />
);
export const LiveProgress = ({ task }: { readonly task: Task }) => (
  <CellProgress task={useLive(task)} />
);
export const LiveActions = ({ task }: { readonly task: Task }) => (
  // biome-ignore lint/a11y/noStaticElementInteractions: keeps a click on a button from opening the row
  // biome-ignore lint/a11y/useKeyWithClickEvents: as above
  <span onClick={(event) => event.stopPropagation()}>
    <TaskActions task={useLive(task)} compact />
  </span>
);

/** What it does now, why it waits, or what came of it. */
export function LiveNote({ task }: { readonly task: Task }) {
  const live = useLive(task);
  const format = useFormat();
  const now = useNow();
  return (
    <>
      {taskNote(
        live,
        (at) => format.relative(at, now),
        (each) => progressParts(each.progress, format),
      )}
    </>
  );
}

export function taskNote(
  task: Task,
  relative: (at: number) => string,
  parts: (task: Task) => readonly string[],
): string {
  if (task.state === 'running' || task.state === 'cancelling')
    return parts(task).slice(1).join(' · ');
  if (task.state === 'retrying')
    return [taskWords.runsAgain(relative(task.runAfter)), task.reason].filter(Boolean).join(' · ');
  return task.summary ?? task.reason ?? '';
}

/**
 * The bar of a task at the place that started it. Asks for the task where no event has brought it,
 * and renders `children` with it below the bar.
 */
export function TaskBar({
  id,
  children,
}: {
  readonly id: number;
  readonly children?: (task: Task) => ReactNode;
}) {
  const program = useProgram();
  const known = useTask(id);
  const fetched = useFetched(`task-${id}`, ['tasks'], async ({ client }, signal) => {
    const { task } = await client.tasks.get({ id }, { signal });
    if (!program.tasks.getState().byId[id]) program.tasks.put([task]);
    return task;
  });
  const task = known ?? fetched.value;
  if (!task) return null;
  return (
    <div>
      {task.state === 'succeeded' ? (
        <TaskStateMark state={task.state} />
      ) : (
        <TaskProgress task={task} />
      )}
      {children?.(task)}
    </div>
  );
}
