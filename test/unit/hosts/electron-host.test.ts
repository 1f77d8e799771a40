/** The Electron host at its seams: who is heard, what a reload does, what the taskbar shows. */
import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { ipcChannel } from '../../../src/main/hosts/electron/ipc-channel.ts';
import {
  isOurFrame,
  isOutsideLink,
  isOwnPage,
  startsPage,
} from '../../../src/main/hosts/electron/sender.ts';
import { storeOption } from '../../../src/main/hosts/electron/start-options.ts';
import { followWork, indicate } from '../../../src/main/hosts/electron/work-indicator.ts';
import type { Progress, Task } from '../../../src/shared/contract/tasks.ts';
import type { Frame } from '../../../src/shared/rpc/types.ts';

const origin = 'examdesk://console';
const ours = { sender: { id: 7 }, senderFrame: { origin, parent: null } };

describe('the sender check', () => {
  test.each([
    ['the top frame of our window with our page', ours, true],
    ['another window', { ...ours, sender: { id: 8 } }, false],
    ['a frame inside our page', { ...ours, senderFrame: { origin, parent: {} } }, false],
    [
      'a page from the web',
      { ...ours, senderFrame: { origin: 'https://examdesk', parent: null } },
      false,
    ],
    [
      'another host of our scheme',
      { ...ours, senderFrame: { origin: 'examdesk://other', parent: null } },
      false,
    ],
    ['an opaque origin', { ...ours, senderFrame: { origin: 'null', parent: null } }, false],
    ['a frame that is gone', { ...ours, senderFrame: null }, false],
  ])('%s', (_what, message, expected) => {
    expect(isOurFrame(message, 7)).toBe(expected);
  });

  test.each([
    ['https://example.org/help', true, false],
    ['http://example.org/', false, false],
    ['file:///etc/passwd', false, false],
    ['javascript:alert(1)', false, false],
    ['examdesk://console/tasks/1', false, true],
    ['examdesk://console.evil.example/', false, false],
    ['not an address', false, false],
  ])('%s: outside link %s, own page %s', (address, outside, own) => {
    expect([isOutsideLink(address), isOwnPage(address)]).toEqual([outside, own]);
  });

  test('only a new load of our own page starts a page', () => {
    const load = { url: `${origin}/tasks`, isMainFrame: true, isSameDocument: false };

    expect([
      startsPage(load),
      startsPage({ ...load, isSameDocument: true }),
      startsPage({ ...load, isMainFrame: false }),
      startsPage({ ...load, url: 'https://example.org/' }),
    ]).toEqual([true, false, false, false]);
  });
});

class FakeContents extends EventEmitter {
  readonly id = 7;
  readonly sent: unknown[][] = [];
  destroyed = false;
  send(...message: unknown[]): void {
    this.sent.push(message);
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
}

function open() {
  const ipc = new EventEmitter();
  const contents = new FakeContents();
  const pipe = ipcChannel(ipc, contents);
  const heard: unknown[] = [];
  pipe.channel.onFrame((frame) => heard.push(frame));
  pipe.channel.onClose(() => heard.push('closed'));
  return { ipc, contents, pipe, heard };
}
const call: Frame = { t: 'call', id: 1, path: 'courses.list', input: {} };

describe('the channel over messages', () => {
  test('hears well-formed frames of our own window and nothing else', () => {
    const { ipc, heard } = open();
    ipc.emit('frame', ours, call);
    ipc.emit('frame', { ...ours, sender: { id: 8 } }, call);
    ipc.emit('frame', ours, { t: 'ok', id: 1, output: {} });
    ipc.emit('frame', ours, 'text');

    expect(heard).toEqual([call]);
  });

  test.each([
    [
      'the page is loaded again',
      (c: FakeContents) =>
        c.emit('did-start-navigation', {
          url: `${origin}/`,
          isMainFrame: true,
          isSameDocument: false,
        }),
    ],
    ['the page crashes', (c: FakeContents) => c.emit('render-process-gone')],
    ['the window is destroyed', (c: FakeContents) => c.emit('destroyed')],
  ])('closes when %s', (_what, happen) => {
    const { ipc, contents, pipe, heard } = open();
    happen(contents);
    ipc.emit('frame', ours, call);
    pipe.channel.send({ t: 'ok', id: 1, output: {} });

    expect([heard, contents.sent, ipc.listenerCount('frame')]).toEqual([['closed'], [], 0]);
  });

  test('stays open over a navigation that leads elsewhere and is refused', () => {
    const { ipc, contents, heard } = open();
    contents.emit('did-start-navigation', {
      url: 'https://example.org/',
      isMainFrame: true,
      isSameDocument: false,
    });
    ipc.emit('frame', ours, call);

    expect(heard).toEqual([call]);
  });

  test('tells the window when the program ends', () => {
    const { contents, pipe, heard } = open();
    pipe.close();

    expect([contents.sent, heard]).toEqual([[['closed']], ['closed']]);
  });

  test('sends nothing to a window that is gone', () => {
    const { contents, pipe } = open();
    contents.destroyed = true;
    pipe.channel.send({ t: 'ok', id: 1, output: {} });
    pipe.close();

    expect(contents.sent).toEqual([]);
  });
});

const progress = (done: number, total: number | null): Progress => ({
  done,
  total,
  step: 'Rendering',
  perSecond: null,
  secondsLeft: null,
});

describe('the work in the taskbar', () => {
  test.each([
    ['nothing runs', [], { bar: -1, title: 'Examdesk' }],
    [
      'two tasks count together',
      [progress(10, 20), progress(0, 20)],
      { bar: 0.25, title: '25 % · Examdesk' },
    ],
    [
      'one end is not known',
      [progress(10, 20), progress(3, null)],
      { bar: 2, title: 'Examdesk (working)' },
    ],
    ['almost done', [progress(999, 1_000)], { bar: 0.999, title: '99 % · Examdesk' }],
  ])('%s', (_what, running, expected) => {
    expect(indicate(running)).toEqual(expected);
  });

  test('follows tasks from their start to their end and shows each change once', () => {
    let push = (_path: string, _payload: unknown) => {};
    const shown: string[] = [];
    followWork(
      (listener) => {
        push = listener;
        return () => {};
      },
      ({ title }) => shown.push(title),
    );
    const task = (state: Task['state'], done: number): Task => ({
      id: 1,
      kind: 'certificates.issue',
      title: 'Certificates',
      lane: 'heavy',
      state,
      progress: progress(done, 10),
      attempt: 1,
      maxAttempts: 3,
      createdAt: 0,
      startedAt: null,
      finishedAt: null,
      runAfter: 0,
      reason: null,
      summary: null,
      canCancel: false,
      canRetry: false,
    });
    push('tasks.changed', { tasks: [task('queued', 0)] });
    push('tasks.changed', { tasks: [task('running', 0)] });
    push('tasks.progressed', { id: 1, progress: progress(5, 10) });
    push('tasks.progressed', { id: 1, progress: progress(5, 10) });
    push('tasks.changed', { tasks: [task('succeeded', 10)] });
    push('tasks.progressed', { id: 1, progress: progress(10, 10) });

    expect(shown).toEqual(['0 % · Examdesk', '50 % · Examdesk', 'Examdesk']);
  });
});

test.each([
  [['electron', '.'], undefined],
  [['electron', '.', '--store', '/a'], '/a'],
  [['electron', '.', '--store=/a', '--store=/b'], '/b'],
  [['electron', '.', '--store'], undefined],
])('the store of %j', (argv, store) => {
  expect(storeOption(argv)).toBe(store);
});
