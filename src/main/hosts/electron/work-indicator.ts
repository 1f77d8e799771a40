/** The running work in one number and one line, for the taskbar and the window's title. */
import { contract } from '../../../shared/contract/index.ts';
import type { Progress } from '../../../shared/contract/tasks.ts';

export interface Indication {
  /** For BrowserWindow#setProgressBar: from 0 to 1, 2 where the end is not known, -1 for no bar. */
  readonly bar: number;
  readonly title: string;
}

const idle: Indication = { bar: -1, title: 'Examdesk' };

/** All running tasks as one: their items together. */
export function indicate(running: Iterable<Progress>): Indication {
  const tasks = [...running];
  if (tasks.length === 0) return idle;
  const known = tasks.filter(({ total }) => total !== null);
  const total = known.reduce((sum, each) => sum + (each.total ?? 0), 0);
  if (known.length < tasks.length || total === 0) return { bar: 2, title: 'Examdesk (working)' };
  const done = known.reduce((sum, each) => sum + each.done, 0);
  const bar = Math.min(done / total, 1);
  return { bar, title: `${Math.floor(bar * 100)} % · Examdesk` };
}

/** Follows the push events; `show` is called only when what it shows changes. */
export function followWork(
  onEvent: (listener: (path: string, payload: unknown) => void) => () => void,
  show: (indication: Indication) => void,
): () => void {
  const running = new Map<number, Progress>();
  let shown = idle;
  const { changed, progressed } = contract.tasks;
  return onEvent((path, payload) => {
    if (path === 'tasks.changed')
      for (const { id, state, progress } of changed.payload.parse(payload).tasks)
        if (state === 'running' || state === 'cancelling') running.set(id, progress);
        else running.delete(id);
    if (path === 'tasks.progressed') {
      const { id, progress } = progressed.payload.parse(payload);
      if (running.has(id)) running.set(id, progress);
    }
    const next = indicate(running.values());
    if (next.bar === shown.bar && next.title === shown.title) return;
    shown = next;
    show(next);
  });
}
