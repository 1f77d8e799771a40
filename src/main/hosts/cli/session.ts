/** One command at work: the store open, its client, and what Ctrl+C means meanwhile. */
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { contract } from '../../../shared/contract/index.ts';
import type { Task } from '../../../shared/contract/tasks.ts';
import { AppError } from '../../../shared/errors.ts';
import { localClient } from '../../../shared/rpc/client.ts';
import { actorOf } from '../common/actor.ts';
import { type ExitCode, exitCodeOf } from './exit-codes.ts';
import { Output } from './output.ts';
import type { CliApp, CliClient, CliParts, Terminal } from './ports.ts';
import { showProgress } from './progress.ts';

export interface GlobalOptions {
  readonly store?: string;
  readonly json?: boolean;
}

export interface Session {
  readonly app: CliApp;
  readonly client: CliClient;
  readonly out: Output;
  readonly terminal: Terminal;
  readonly storeDir: string;
  /** Aborted by the first Ctrl+C: finish the item in hand, put the rest back. */
  readonly stopping: AbortSignal;
}

export interface Opening {
  readonly parts: CliParts;
  readonly terminal: Terminal;
  readonly options: GlobalOptions;
  readonly access: 'write' | 'read';
  /** Named in the lock, for the message to another program. */
  readonly program: string;
  /** Where the command does not use the store that the options and the surroundings name. */
  readonly defaultStore?: string;
}

/** Opens the store, runs `work`, drains and closes, and turns a failure into a message and an exit code. */
export async function withSession(
  { parts, terminal, options, access, program, defaultStore }: Opening,
  work: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  const out = new Output(terminal, options.json ?? false);
  const storeDir = resolve(
    terminal.cwd,
    options.store ?? defaultStore ?? (terminal.env.EXAMDESK_STORE || parts.defaultStoreDir()),
  );
  const { signal: stopping, end } = listenForStop(terminal, out);
  let app: CliApp | undefined;
  try {
    app = await parts.openApp({ storeDir, access, program });
    const client = localClient(contract, app.handlers, actorOf('command line')) as CliClient;
    const progress = showProgress(app, terminal);
    out.beside(progress);
    try {
      return await work({ app, client, out, terminal, storeDir, stopping });
    } finally {
      progress.stop();
    }
  } catch (cause) {
    return tell(cause, out, app);
  } finally {
    await app?.close();
    end();
  }
}

/** The command line is a border: here a failure becomes a sentence. */
export function tell(cause: unknown, out: Output, app?: CliApp): ExitCode {
  const error = AppError.from(cause);
  const id = randomUUID();
  app?.reportError(error, program(), id);
  out.error(error.toWire(error.code === 'internal' ? id : undefined));
  // Before the store is open there is no log that could hold the cause.
  if (error.code === 'internal' && !app && error.cause instanceof Error)
    out.note(error.cause.stack ?? error.cause.message);
  return exitCodeOf(error.code);
}
const program = () => 'command line';

function listenForStop(terminal: Terminal, out: Output): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  const end = terminal.onStopRequest(() => {
    if (controller.signal.aborted) return terminal.exitNow(exitCodeOf('cancelled'));
    out.note('Stopping after the item in hand. Ask again to stop at once.');
    controller.abort();
  });
  return { signal: controller.signal, end };
}

const isOver = (task: Task) => ['succeeded', 'failed', 'cancelled'].includes(task.state);

/**
 * Resolves when the task is over, however it ended, or has failed and waits for another attempt: that may
 * take hours, and why it failed is known now. Throws `cancelled` when the command is told to stop.
 */
export async function taskEnd(session: Session, id: number): Promise<Task> {
  const { app, client, stopping } = session;
  const { changed } = contract.tasks;
  let unhear = () => {};
  let onStop = () => {};
  try {
    return await new Promise<Task>((resolve, reject) => {
      onStop = () =>
        reject(
          new AppError(
            'cancelled',
            `Stopped. Task ${id} is kept and goes on with the next "examdesk run".`,
          ),
        );
      if (stopping.aborted) onStop();
      stopping.addEventListener('abort', onStop, { once: true });
      unhear = app.onEvent((path, payload) => {
        if (path !== 'tasks.changed') return;
        const task = changed.payload.parse(payload).tasks.find((each) => each.id === id);
        if (task && (isOver(task) || task.state === 'retrying')) resolve(task);
      });
      // Where the queue is stuck, as on a full disk, the end of the task cannot even be stored.
      app.untilIdle(stopping).catch(reject);
      // It may have ended before anybody listened.
      client.tasks.get({ id }).then(({ task }) => {
        if (isOver(task)) resolve(task);
      }, reject);
    });
  } finally {
    unhear();
    stopping.removeEventListener('abort', onStop);
  }
}
