/** The tasks that the window knows of, kept true by push events. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Progress, Task, TaskState } from '../../shared/contract/tasks.ts';

export interface TasksState {
  readonly byId: Readonly<Record<number, Task>>;
}
export interface TasksStore extends StoreApi<TasksState> {
  put(tasks: readonly Task[]): void;
  /** Returns false where the task is not known, so that the caller can ask for it. */
  progress(id: number, progress: Progress): boolean;
  /** Forgets tasks that run as far as this store knows and are not in the program's own list. */
  confirmRunning(running: readonly Task[]): void;
}

const under: readonly TaskState[] = ['running', 'cancelling'];
const over: readonly TaskState[] = ['succeeded', 'failed', 'cancelled'];
export const isUnderWay = (task: Task): boolean => under.includes(task.state);
export const isOver = (task: Task): boolean => over.includes(task.state);

/** Finished tasks beyond these are dropped, oldest first: lists fetch theirs from the program anyway. */
const keptFinished = 500;

export function createTasks(): TasksStore {
  const store = createStore<TasksState>(() => ({ byId: {} }));
  const replace = (tasks: readonly Task[]) =>
    store.setState({ byId: Object.fromEntries(tasks.map((task) => [task.id, task])) });
  return {
    ...store,
    put(tasks) {
      const merged = new Map(Object.values(store.getState().byId).map((task) => [task.id, task]));
      for (const task of tasks) merged.set(task.id, task);
      const all = [...merged.values()];
      const finished = all.filter(isOver).sort((a, b) => b.id - a.id);
      const dropped = new Set(finished.slice(keptFinished).map(({ id }) => id));
      replace(all.filter(({ id }) => !dropped.has(id)));
    },
    progress(id, progress) {
      const known = store.getState().byId[id];
      if (!known) return false;
      store.setState(({ byId }) => ({ byId: { ...byId, [id]: { ...known, progress } } }));
      return true;
    },
    confirmRunning(running) {
      const true_ = new Set(running.map(({ id }) => id));
      const kept = Object.values(store.getState().byId).filter(
        (task) => !isUnderWay(task) || true_.has(task.id),
      );
      replace([...kept.filter(({ id }) => !true_.has(id)), ...running]);
    },
  };
}
