/** Serves the built window with a fake program behind it: files, the sign-in and the channel, on a free port. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Channel, Frame } from '../../src/shared/rpc/types.ts';
import type { FakeProgram } from './fake-program.ts';

const builtWindow = join(import.meta.dirname, '../../out/renderer');
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
export const goodToken = 'a-good-token';

export interface WindowServer {
  /** The address with a token, as the program prints it. */
  readonly url: string;
  readonly origin: string;
  /** Ends every open channel, as a program that stops does; windows may come back. */
  dropChannels(): void;
  close(): Promise<void>;
}

export async function windowServer(program: FakeProgram): Promise<WindowServer> {
  await readFile(join(builtWindow, 'index.html')).catch((cause: unknown) => {
    throw new Error('The window is not built. Run `npm run build` first.', { cause });
  });
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://window').pathname;
    if (request.method === 'POST' && path === '/session') {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const { token } = JSON.parse(Buffer.concat(parts).toString()) as { token?: string };
      response.writeHead(token === goodToken ? 204 : 403).end();
      return;
    }
    const file = join(builtWindow, normalize(path === '/' ? '/index.html' : path));
    try {
      const body = await readFile(file);
      response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  const sockets = new WebSocketServer({ server, path: '/channel', maxPayload: 8_000_000 });
  sockets.on('connection', (socket) => program.attach(socketChannel(socket)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const dropChannels = () => {
    for (const socket of sockets.clients) socket.terminate();
  };
  return {
    origin,
    url: `${origin}/#token=${goodToken}`,
    dropChannels,
    close: async () => {
      dropChannels();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function socketChannel(socket: WebSocket): Channel {
  return {
    send: (frame) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame));
    },
    onFrame(listener) {
      const hear = (data: Buffer) => listener(JSON.parse(data.toString()) as Frame);
      socket.on('message', hear);
      return () => socket.off('message', hear);
    },
    onClose(listener) {
      socket.on('close', listener);
      return () => socket.off('close', listener);
    },
  };
}
