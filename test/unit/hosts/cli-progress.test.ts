/** Progress on stderr: bars that leave nothing behind on a terminal, a line now and then elsewhere. */
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { Output } from '../../../src/main/hosts/cli/output.ts';
import type { CliApp, Terminal } from '../../../src/main/hosts/cli/ports.ts';
import { showProgress } from '../../../src/main/hosts/cli/progress.ts';
import type { Task } from '../../../src/shared/contract/tasks.ts';

const aTask = (state: Task['state'], done: number): Task => ({
  id: 1,
  kind: 'certificates',
  title: 'Certificates',
  lane: 'heavy',
  state,
  progress: { done, total: 10, step: 'Rendering', perSecond: null, secondsLeft: null },
  attempt: 1,
  maxAttempts: 3,
  createdAt: 0,
  startedAt: 0,
  finishedAt: null,
  runAfter: 0,
  reason: state === 'retrying' ? 'The disk is full' : null,
  summary: state === 'succeeded' ? '10 issued' : null,
  canCancel: false,
  canRetry: false,
});

function rig(isTTY: boolean) {
  let now = 0;
  let text = '';
  let push = (_path: string, _payload: unknown) => {};
  const screen = Object.assign(new PassThrough(), { isTTY, columns: 100 });
  screen.on('data', (part) => {
    text += String(part);
  });
  const terminal: Terminal = {
    env: {},
    cwd: '/',
    platform: 'linux',
    stdout: { write: (part) => screen.write(part) },
    stderr: screen,
    readStdin: async () => '',
    monotonic: () => now,
    onStopRequest: () => () => {},
    exitNow: () => {},
  };
  const app: Pick<CliApp, 'onEvent'> = {
    onEvent: (listener) => {
      push = listener;
      return () => {};
    },
  };
  const out = new Output(terminal, false);
  const progress = showProgress(app as CliApp, terminal);
  out.beside(progress);
  return {
    out,
    change: (...task: Parameters<typeof aTask>) =>
      push('tasks.changed', { tasks: [aTask(...task)] }),
    progress: (done: number, at: number) => {
      now = at;
      push('tasks.progressed', { id: 1, progress: aTask('running', done).progress });
    },
    text: () => text,
    /** What a terminal shows after all that was written to it. */
    screen: () => rendered(text),
  };
}

const introducer = '\u001B[';

/** `1Gab` as the command `<1G>` and the characters behind it. */
function parse(part: string): string[] {
  const [whole = '', amount = '', act = ''] = /^\??(\d*)([A-Za-z])/.exec(part) ?? [];
  return [`<${amount}${act}>`, ...part.slice(whole.length)];
}

/** Understands what the bars use: carriage return, cursor up, erase to the end of the line or screen. */
function rendered(text: string): string[] {
  const lines = [''];
  let [x, y] = [0, 0];
  for (const token of text
    .split(introducer)
    .flatMap((part, at) => (at === 0 ? [...part] : parse(part)))) {
    const [, amount, act] = /^<(\d*)([A-Za-z])>$/.exec(token) ?? [];
    if (token === '\n') {
      y += 1;
      x = 0;
      lines[y] ??= '';
    } else if (token === '\r' || act === 'G') x = 0;
    else if (act === 'A') y = Math.max(0, y - Number(amount || 1));
    else if (act === 'K') lines[y] = lines[y]?.slice(0, x) ?? '';
    else if (act === 'J') {
      lines.length = y + 1;
      lines[y] = lines[y]?.slice(0, x) ?? '';
    } else if (act === undefined) {
      lines[y] = (lines[y] ?? '').padEnd(x).slice(0, x) + token + (lines[y] ?? '').slice(x + 1);
      x += 1;
    }
  }
  return lines.filter((line) => line !== '');
}

test('on a terminal a bar is shown and leaves nothing but what was said', async () => {
  const { out, change, progress, text, screen } = rig(true);
  out.note('Store: /store');
  change('running', 0);
  progress(5, 1);
  await expect
    .poll(text)
    .toContain('Certificates [============------------] 5 of 10 (50 %), Rendering');
  out.note('A remark meanwhile.');
  progress(6, 2);
  await expect.poll(text).toContain('6 of 10');
  change('retrying', 6);
  change('running', 6);
  out.answer({}, () => ['first line', 'last line']);

  expect(screen()).toEqual([
    'Store: /store',
    'A remark meanwhile.',
    'Certificates: retrying, The disk is full',
    'first line',
    'last line',
  ]);
});

test('elsewhere a line is written every five seconds, and one at each end', () => {
  const { change, progress, text } = rig(false);
  change('running', 0);
  for (const [done, at] of [
    [1, 1_000],
    [2, 5_000],
    [3, 9_999],
    [4, 10_000],
  ] as const)
    progress(done, at);
  change('retrying', 4);
  change('running', 4);
  change('succeeded', 10);

  expect(text().split('\n')).toEqual([
    'Certificates: 2 of 10 (20 %), Rendering',
    'Certificates: 4 of 10 (40 %), Rendering',
    'Certificates: retrying, The disk is full',
    'Certificates: succeeded, 10 issued',
    '',
  ]);
});
