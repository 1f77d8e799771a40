/** Progress of running tasks on stderr: bars on a terminal, a plain line now and then anywhere else. */
import { MultiBar, type SingleBar } from 'cli-progress';
import { contract } from '../../../shared/contract/index.ts';
import type { Progress, Task } from '../../../shared/contract/tasks.ts';
import type { CliApp, Terminal } from './ports.ts';
import { counted, duration, grouped } from './text.ts';

/** Between two plain lines of one task, in milliseconds. */
const linePause = 5_000;

/** "120 of 480 (25 %), rendering, 34/s, 11 s left". */
export function progressText(progress: Progress): string {
  const { done, total, step, perSecond, secondsLeft } = progress;
  const amount =
    total === null
      ? counted(done, 'item')
      : `${grouped(done)} of ${grouped(total)} (${percent(done, total)} %)`;
  return [
    amount,
    step,
    perSecond === null ? '' : `${grouped(Math.round(perSecond))}/s`,
    secondsLeft === null ? '' : `${duration(secondsLeft)} left`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** Rounded down, so that 100 is said only when everything is done. */
const percent = (done: number, total: number) =>
  total === 0 ? 100 : Math.floor((done / total) * 100);

/** What is shown of running tasks. Nothing else may write to the terminal meanwhile, or the bars smear. */
export interface ProgressView {
  /** Writes a line above the bars. */
  say(text: string): void;
  /** Takes the bars away, for good. */
  stop(): void;
}

const retryText = (title: string, reason: string | null) =>
  `${title}: retrying${reason ? `, ${reason}` : ''}`;

interface TaskView extends ProgressView {
  show(task: Task): void;
  end(task: Task): void;
}

/** Shows every task that runs from now on. */
export function showProgress(app: CliApp, terminal: Terminal): ProgressView {
  const tasks = new Map<number, Task>();
  const view = terminal.stderr.isTTY ? bars(terminal) : lines(terminal);
  const { changed, progressed } = contract.tasks;
  const unhear = app.onEvent((path, payload) => {
    if (path === 'tasks.changed')
      for (const task of changed.payload.parse(payload).tasks) {
        if (task.state === 'running' || task.state === 'cancelling') {
          tasks.set(task.id, task);
          view.show(task);
        } else if (tasks.delete(task.id)) view.end(task);
      }
    if (path === 'tasks.progressed') {
      const { id, progress } = progressed.payload.parse(payload);
      const task = tasks.get(id);
      if (task) view.show({ ...task, progress });
    }
  });
  return {
    say: view.say,
    stop: () => {
      unhear();
      view.stop();
    },
  };
}

function bars(terminal: Terminal): TaskView {
  const shown = new Map<number, SingleBar>();
  let multi: MultiBar | undefined;
  const open = () =>
    new MultiBar({
      stream: terminal.stderr,
      format: '{title} [{bar}] {text}',
      clearOnComplete: true,
      hideCursor: true,
      barsize: 24,
      gracefulExit: false,
    });
  const stop = () => {
    multi?.stop();
    multi = undefined;
    shown.clear();
  };
  const say = (text: string) => {
    // The bars come back below the line with their next progress.
    stop();
    terminal.stderr.write(`${text}\n`);
  };
  return {
    say,
    show: ({ id, title, progress }) => {
      // A task whose total is not known yet has an empty bar.
      const total = Math.max(progress.total ?? 1, 1);
      const done = progress.total === null ? 0 : progress.done;
      const told = { title, text: progressText(progress) };
      multi ??= open();
      const bar = shown.get(id) ?? multi.create(total, done, told);
      shown.set(id, bar);
      bar.setTotal(total);
      bar.update(done, told);
    },
    end: ({ id, title, state, reason }) => {
      const bar = shown.get(id);
      shown.delete(id);
      // Removing the last bar leaves an empty line behind; stopping does not.
      if (shown.size === 0) stop();
      else if (bar) multi?.remove(bar);
      // Nothing moves until it is tried again, so the reason must be seen.
      if (state === 'retrying') say(retryText(title, reason));
    },
    stop,
  };
}

function lines(terminal: Terminal): TaskView {
  const saidAt = new Map<number, number>();
  return {
    say: (text) => terminal.stderr.write(`${text}\n`),
    show: ({ id, title, progress }) => {
      const now = terminal.monotonic();
      const before = saidAt.get(id);
      // The first one only starts the pause: a short task needs no line but its last.
      if (before === undefined) saidAt.set(id, now);
      else if (now - before >= linePause) {
        saidAt.set(id, now);
        terminal.stderr.write(`${title}: ${progressText(progress)}\n`);
      }
    },
    end: ({ id, title, state, summary, reason }) => {
      saidAt.delete(id);
      // Why it failed for good is told by the command that waits for it.
      const told =
        state === 'retrying'
          ? retryText(title, reason)
          : `${title}: ${state}${summary ? `, ${summary}` : ''}`;
      terminal.stderr.write(`${told}\n`);
    },
    stop: () => {},
  };
}
