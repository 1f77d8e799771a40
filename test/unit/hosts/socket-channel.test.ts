/** What a slow window does to its channel. */
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { socketChannel } from '../../../src/main/hosts/web/socket-channel.ts';
import type { Frame } from '../../../src/shared/rpc/types.ts';

/** A socket whose other side reads only when the test says so. */
class SlowSocket extends EventEmitter {
  bufferedAmount = 0;
  readonly sent: Frame[] = [];
  readonly acts: string[] = [];
  #waiting: (() => void)[] = [];

  send(text: string, flushed: () => void): void {
    this.sent.push(JSON.parse(text));
    this.bufferedAmount += text.length;
    this.#waiting.push(flushed);
  }
  readAll(): void {
    this.bufferedAmount = 0;
    for (const flushed of this.#waiting.splice(0)) flushed();
  }
  pause(): void {
    this.acts.push('pause');
  }
  resume(): void {
    this.acts.push('resume');
  }
  close(code: number): void {
    this.acts.push(`close ${code}`);
  }
  terminate(): void {
    this.acts.push('terminate');
  }
}

const MiB = 1024 * 1024;
const answer = (id: number, size: number): Frame => ({ t: 'ok', id, output: 'x'.repeat(size) });
const event = (seq: number): Frame => ({ t: 'event', seq, path: 'tasks.changed', payload: {} });

function open() {
  const socket = new SlowSocket();
  return { socket, channel: socketChannel(socket as never) };
}

test('events to a slow window are thinned out to the newest, whose number shows the gap', () => {
  const { socket, channel } = open();
  channel.send(event(1));
  channel.send(answer(1, MiB));
  for (const seq of [2, 3, 4]) channel.send(event(seq));
  const before = socket.sent.length;
  socket.readAll();

  expect([before, socket.sent.slice(before)]).toEqual([2, [event(4)]]);
});

test('answers are never dropped; while many wait no more calls are read', () => {
  const { socket, channel } = open();
  for (const id of [1, 2, 3]) channel.send(answer(id, 3 * MiB));
  socket.readAll();

  expect([socket.sent.map((frame) => 'id' in frame && frame.id), socket.acts]).toEqual([
    [1, 2, 3],
    ['pause', 'resume', 'resume', 'resume'],
  ]);
});

test('a window that takes nothing any more is let go', () => {
  const { socket, channel } = open();
  channel.send(answer(1, 65 * MiB));

  expect(socket.acts).toEqual(['terminate']);
});

test('a closed channel is closed once, says nothing and hears nothing', () => {
  const { socket, channel } = open();
  const heard: unknown[] = [];
  channel.onFrame((frame) => heard.push(frame));
  channel.onClose(() => heard.push('closed'));
  socket.emit('message', Buffer.from('nonsense'), false);
  socket.emit('message', Buffer.from('{"t":"cancel","id":1}'), false);
  socket.emit('close');
  channel.send(event(1));

  expect([heard, socket.acts, socket.sent]).toEqual([['closed'], ['close 1007'], []]);
});
