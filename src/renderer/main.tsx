/** Starts the window: signs in where the address says so, opens the channel, draws. */
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/dropzone/styles.css';
import '@mantine/spotlight/styles.css';
import './theme.css';
import { createRoot } from 'react-dom/client';
import type { Channel } from '../shared/rpc/types.ts';
import { App } from './app.tsx';
import { electronChannel } from './program/electron-channel.ts';
import type { LiveChannel } from './program/live-channel.ts';
import { createProgram } from './program/program.ts';
import { signIn } from './program/session.ts';
import { type Socket, socketChannel } from './program/socket-channel.ts';
import { SignInFailed } from './shell/sign-in-failed.tsx';

declare global {
  interface Window {
    /** The frame pipe of the preload script; absent in a browser. */
    readonly examdesk?: Channel;
  }
}

const later = (ms: number, work: () => void) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

function browserChannel(): LiveChannel {
  const address = new URL('/channel', location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return socketChannel({
    open: () => new WebSocket(address) as unknown as Socket,
    now: () => Date.now(),
    later,
  });
}

async function start(): Promise<void> {
  const place = document.getElementById('root');
  if (!place) throw new Error('The page has no place for the window.');
  const root = createRoot(place);
  try {
    await signIn({
      hash: location.hash,
      post: (path, body) =>
        fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
      forgetHash: () => history.replaceState(null, '', `${location.pathname}#/`),
    });
  } catch (error) {
    root.render(<SignInFailed error={error} />);
    return;
  }
  const channel = window.examdesk ? electronChannel(window.examdesk) : browserChannel();
  root.render(<App program={createProgram(channel, later)} />);
}

void start();
