/** The channel in a browser: a WebSocket that is opened again, with growing pauses, for as long as the page lives. */
import { createStore } from 'zustand/vanilla';
import { AppError } from '../../shared/errors.ts';
import type { Frame } from '../../shared/rpc/types.ts';
import type { Connection, LiveChannel } from './live-channel.ts';

/** The part of a WebSocket that is used here. */
export interface Socket {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: (() => void) | null;
}

export interface SocketChannelOptions {
  readonly open: () => Socket;
  readonly now: () => number;
  /** Runs `work` after `ms` and returns a function that calls it off. */
  readonly later: (ms: number, work: () => void) => () => void;
}

/** 0.5 s doubling to 10 s: a program that restarts is back within one of the first tries. */
export const reconnectDelay = (attempt: number): number =>
  Math.min(500 * 2 ** Math.max(0, attempt - 1), 10_000);

export function socketChannel({ open, now, later }: SocketChannelOptions): LiveChannel {
  const connection = createStore<Connection>(() => ({ state: 'connecting' }));
  const hear = new Set<(frame: Frame) => void>();
  const closed = new Set<() => void>();
  /** What is asked before the first opening waits for it; after a drop it is refused at once instead. */
  let queue: Frame[] = [];
  let socket: Socket | undefined;
  let attempt = 0;
  let callOff = () => {};

  function start(): void {
    callOff();
    const mine = open();
    socket = mine;
    mine.onopen = () => {
      attempt = 0;
      for (const frame of queue) mine.send(JSON.stringify(frame));
      queue = [];
      connection.setState({ state: 'open' }, true);
    };
    mine.onmessage = ({ data }) => {
      const frame = JSON.parse(String(data)) as Frame;
      for (const listener of hear) listener(frame);
    };
    mine.onclose = () => {
      if (socket !== mine) return;
      socket = undefined;
      queue = [];
      attempt += 1;
      const delay = reconnectDelay(attempt);
      connection.setState({ state: 'lost', attempt, retryAt: now() + delay }, true);
      for (const listener of closed) listener();
      callOff = later(delay, start);
    };
  }
  start();

  return {
    connection,
    send(frame) {
      const { state } = connection.getState();
      if (state === 'open' && socket) socket.send(JSON.stringify(frame));
      else if (state === 'connecting') queue.push(frame);
      else if (frame.t === 'call')
        throw new AppError('connection_lost', 'The connection to Examdesk was lost.');
    },
    onFrame(listener) {
      hear.add(listener);
      return () => hear.delete(listener);
    },
    onClose(listener) {
      closed.add(listener);
      return () => closed.delete(listener);
    },
    reconnectNow() {
      if (!socket) start();
    },
  };
}
