/** The window's channel in a browser, and its sign-in. */
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/renderer/program/live-channel.ts';
import { signIn } from '../../../src/renderer/program/session.ts';
import {
  reconnectDelay,
  type Socket,
  socketChannel,
} from '../../../src/renderer/program/socket-channel.ts';
import { fakeTimers } from '../../helpers/fake-timers.ts';

function aSocket() {
  const sent: string[] = [];
  const socket: Socket = {
    send: (text) => void sent.push(text),
    close: () => {},
    onopen: null,
    onmessage: null,
    onclose: null,
  };
  return { socket, sent };
}

function aChannel() {
  const timers = fakeTimers();
  const sockets: ReturnType<typeof aSocket>[] = [];
  const channel = socketChannel({
    open: () => {
      const made = aSocket();
      sockets.push(made);
      return made.socket;
    },
    now: timers.now,
    later: timers.later,
  });
  const states: Connection[] = [];
  channel.connection.subscribe((state) => states.push(state));
  return { channel, sockets, timers, states };
}
const call = { t: 'call', id: 1, path: 'office.status', input: {} } as const;

describe('the pauses between the tries to reconnect', () => {
  it('double from half a second to ten', () => {
    expect([1, 2, 3, 4, 5, 6, 50].map(reconnectDelay)).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000,
    ]);
  });
});

describe('a socket channel', () => {
  it('keeps what is asked before it is open, and sends it in order then', () => {
    const { channel, sockets } = aChannel();
    channel.send(call);
    channel.send({ t: 'cancel', id: 1 });
    sockets[0]?.socket.onopen?.();

    expect(sockets[0]?.sent.map((text) => JSON.parse(text).t)).toEqual(['call', 'cancel']);
  });

  it('tells a drop, refuses calls meanwhile, and opens again by itself', () => {
    const { channel, sockets, timers, states } = aChannel();
    let drops = 0;
    channel.onClose(() => {
      drops += 1;
    });
    sockets[0]?.socket.onopen?.();
    sockets[0]?.socket.onclose?.();
    expect(() => channel.send(call)).toThrow('The connection to Examdesk was lost.');
    timers.advance(500);
    sockets[1]?.socket.onclose?.();
    timers.advance(1_000);
    sockets[2]?.socket.onopen?.();
    channel.send(call);

    expect({ drops, states, sent: sockets[2]?.sent.length }).toEqual({
      drops: 2,
      states: [
        { state: 'open' },
        { state: 'lost', attempt: 1, retryAt: 500 },
        { state: 'lost', attempt: 2, retryAt: 1_500 },
        { state: 'open' },
      ],
      sent: 1,
    });
  });

  it('connects at once when asked, and not twice', () => {
    const { channel, sockets, timers } = aChannel();
    sockets[0]?.socket.onclose?.();
    channel.reconnectNow();
    channel.reconnectNow();
    timers.advance(5_000);

    expect(sockets.length).toBe(2);
  });
});

describe('signing in', () => {
  const surroundings = (hash: string, ok: boolean) => {
    const done: string[] = [];
    return {
      done,
      hash,
      post: async (path: string, body: string) => {
        done.push(`${path} ${body}`);
        return { ok };
      },
      forgetHash: () => void done.push('forgotten'),
    };
  };

  it('takes the token out of the address before it is sent', async () => {
    const place = surroundings('#token=abc', true);
    await signIn(place);

    expect(place.done).toEqual(['forgotten', '/session {"token":"abc"}']);
  });

  it('leaves an address without a token alone', async () => {
    const place = surroundings('#/certificates?q=token', true);
    await signIn(place);

    expect(place.done).toEqual([]);
  });

  it('says what to do where the token is refused', async () => {
    await expect(signIn(surroundings('#token=old', false))).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('open the address that it printed last'),
    });
  });
});
