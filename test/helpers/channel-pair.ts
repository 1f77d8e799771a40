/** Two ends of a channel in one process: what one end sends, the other hears at once. */
import type { Channel, Frame } from '../../src/shared/rpc/types.ts';

export function channelPair(): { near: Channel; far: Channel; close(): void } {
  const closed = new Set<() => void>();
  const onClose = (listener: () => void) => {
    closed.add(listener);
    return () => closed.delete(listener);
  };
  const ends = [new Set<(frame: Frame) => void>(), new Set<(frame: Frame) => void>()] as const;
  const end = (own: 0 | 1): Channel => ({
    send: (frame) => {
      const copy = JSON.parse(JSON.stringify(frame)) as Frame;
      for (const listener of ends[own === 0 ? 1 : 0]) listener(copy);
    },
    onFrame: (listener) => {
      ends[own].add(listener);
      return () => ends[own].delete(listener);
    },
    onClose,
  });
  return {
    near: end(0),
    far: end(1),
    close: () => {
      for (const listener of closed) listener();
    },
  };
}
