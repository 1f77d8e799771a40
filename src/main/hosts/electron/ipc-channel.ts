/** A channel over Electron's messages, for one window. */
import type { Channel, Frame } from '../../../shared/rpc/types.ts';
import { parseIncoming } from '../common/frames.ts';
import { isOurFrame, type Navigation, type SentMessage, startsPage } from './sender.ts';

/** The parts of ipcMain and of a window's webContents that are used. */
export interface Ipc {
  on(name: 'frame', listener: (message: SentMessage, frame: unknown) => void): unknown;
  off(name: 'frame', listener: (message: SentMessage, frame: unknown) => void): unknown;
}
export interface Contents {
  readonly id: number;
  send(name: 'frame', frame: Frame): void;
  send(name: 'closed'): void;
  isDestroyed(): boolean;
  on(name: 'destroyed' | 'render-process-gone', listener: () => void): unknown;
  on(name: 'did-start-navigation', listener: (details: Navigation) => void): unknown;
}

export interface IpcChannel {
  readonly channel: Channel;
  /** Tells the window that the program ends. */
  close(): void;
}

/**
 * Closed when the page goes away: reloaded, crashed, or its window closed. The caller then makes a new
 * one for the next page. A frame from anywhere else is dropped without an answer.
 */
export function ipcChannel(ipc: Ipc, contents: Contents): IpcChannel {
  const frames = new Set<(frame: Frame) => void>();
  const closes = new Set<() => void>();
  let open = true;

  const hear = (message: SentMessage, raw: unknown) => {
    if (!open || !isOurFrame(message, contents.id)) return;
    const frame = parseIncoming(raw);
    if (frame) for (const listener of frames) listener(frame);
  };
  const end = () => {
    if (!open) return;
    open = false;
    ipc.off('frame', hear);
    for (const listener of closes) listener();
  };
  ipc.on('frame', hear);
  contents.on('destroyed', end);
  contents.on('render-process-gone', end);
  contents.on('did-start-navigation', (navigation) => {
    if (startsPage(navigation)) end();
  });

  return {
    channel: {
      send: (frame) => {
        if (open && !contents.isDestroyed()) contents.send('frame', frame);
      },
      onFrame: (listener) => {
        frames.add(listener);
        return () => frames.delete(listener);
      },
      onClose: (listener) => {
        closes.add(listener);
        return () => closes.delete(listener);
      },
    },
    close: () => {
      if (open && !contents.isDestroyed()) contents.send('closed');
      end();
    },
  };
}
