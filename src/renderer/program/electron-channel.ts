/** The channel under Electron: the frame pipe of the preload script. */
import { createStore } from 'zustand/vanilla';
import type { Channel } from '../../shared/rpc/types.ts';
import type { Connection, LiveChannel } from './live-channel.ts';

export function electronChannel(pipe: Channel): LiveChannel {
  const connection = createStore<Connection>(() => ({ state: 'open' }));
  pipe.onClose(() => connection.setState({ state: 'ended' }, true));
  return {
    send: pipe.send,
    onFrame: pipe.onFrame,
    onClose: pipe.onClose,
    connection,
    reconnectNow: () => {},
  };
}
