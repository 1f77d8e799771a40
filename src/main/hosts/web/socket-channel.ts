/** A channel over one web socket: JSON frames, one a message, with limits on what waits in memory. */
import type { RawData, WebSocket } from 'ws';
import type { Channel, Frame } from '../../../shared/rpc/types.ts';
import { parseIncomingText } from '../common/frames.ts';

/** Bytes waiting for a slow window. Above the first, events are thinned out; above the second, no more calls are read. */
const thinOut = 1024 * 1024;
const stopReading = 8 * 1024 * 1024;
/** A window that takes nothing any more is let go; it connects again and fetches anew. */
const giveUp = 64 * 1024 * 1024;

type Socket = Pick<WebSocket, 'send' | 'close' | 'terminate' | 'pause' | 'resume'> & {
  readonly bufferedAmount: number;
  on(event: 'message', listener: (data: RawData, binary: boolean) => void): unknown;
  on(event: 'close' | 'error', listener: () => void): unknown;
};

/**
 * A frame that is not a call or a cancel closes the socket with 1007 (1003 for a binary one) and a reason.
 *
 * While the window is slow only the newest event is kept. Its sequence number then shows the gap, and the
 * window fetches again; answers are never dropped.
 */
export function socketChannel(socket: Socket): Channel {
  const frames = new Set<(frame: Frame) => void>();
  const closes = new Set<() => void>();
  let kept: Frame | undefined;
  let open = true;

  const write = (frame: Frame) => {
    socket.send(JSON.stringify(frame), flushed);
    if (socket.bufferedAmount > giveUp) socket.terminate();
    else if (socket.bufferedAmount > stopReading) socket.pause();
  };
  const flushed = () => {
    if (!open) return;
    if (socket.bufferedAmount <= stopReading) socket.resume();
    if (!kept || socket.bufferedAmount > thinOut) return;
    const frame = kept;
    kept = undefined;
    write(frame);
  };
  const ended = () => {
    if (!open) return;
    open = false;
    for (const listener of closes) listener();
  };

  socket.on('message', (data, binary) => {
    if (!open) return;
    if (binary) return refuse(1003, 'Frames are JSON text.');
    const frame = parseIncomingText(data.toString());
    if (!frame) return refuse(1007, 'Not a frame of Examdesk: a call or a cancel was expected.');
    for (const listener of frames) listener(frame);
  });
  socket.on('close', ended);
  socket.on('error', ended);
  function refuse(code: number, reason: string): void {
    socket.close(code, reason);
    ended();
  }

  return {
    send(frame) {
      if (!open) return;
      if (frame.t === 'event' && socket.bufferedAmount > thinOut) kept = frame;
      else write(frame);
    },
    onFrame: (listener) => {
      frames.add(listener);
      return () => frames.delete(listener);
    },
    onClose: (listener) => {
      closes.add(listener);
      return () => closes.delete(listener);
    },
  };
}
