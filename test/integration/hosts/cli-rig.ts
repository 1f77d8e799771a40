/** Runs command lines in this process over a fake app, and keeps what they say. */
import { PassThrough } from 'node:stream';
import type { CliApp, CliParts } from '../../../src/main/hosts/cli/ports.ts';
import { runCli } from '../../../src/main/hosts/cli/program.ts';
import type { Task } from '../../../src/shared/contract/tasks.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { fakeApp } from './fake-app.ts';

export interface Run {
  readonly app?: CliApp | AppError;
  readonly stdin?: string;
  /** Called with the function that asks the command to stop. */
  readonly onStart?: (stop: () => void) => void;
  readonly env?: Record<string, string>;
}

/** Runs one command line in `folder` to its end. */
export async function runIn(
  folder: string,
  line: readonly string[],
  { app = fakeApp({}), stdin = '', onStart, env = {} }: Run = {},
) {
  const said = { stdout: '', stderr: '' };
  const opened: unknown[] = [];
  const exits: number[] = [];
  const stderr = new PassThrough();
  stderr.on('data', (text) => {
    said.stderr += String(text);
  });
  const parts: CliParts = {
    openApp: async ({ storeDir, access, program }) => {
      opened.push({ storeDir, access, program });
      if (app instanceof AppError) throw app;
      return app;
    },
    defaultStoreDir: () => '/default/store',
    version: '1.2.3',
    rendererDir: '/nowhere',
  };
  const code = await runCli(line, parts, {
    env,
    cwd: folder,
    platform: 'linux',
    stdout: {
      write: (text) => {
        said.stdout += text;
      },
    },
    stderr,
    readStdin: async () => stdin,
    monotonic: () => 0,
    onStopRequest: (listener) => {
      onStart?.(listener);
      return () => {};
    },
    exitNow: (exit) => {
      exits.push(exit);
    },
  });
  return { code, ...said, opened, exits };
}

export const aTask = (changes: Partial<Task> = {}): Task => ({
  id: 5,
  kind: 'imports.check',
  title: 'Check: results.csv',
  lane: 'interactive',
  state: 'succeeded',
  progress: { done: 1, total: 1, step: '', perSecond: null, secondsLeft: null },
  attempt: 1,
  maxAttempts: 3,
  createdAt: 0,
  startedAt: 0,
  finishedAt: 0,
  runAfter: 0,
  reason: null,
  summary: null,
  canCancel: false,
  canRetry: false,
  ...changes,
});
