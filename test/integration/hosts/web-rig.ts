/** A web host on a free port over a fake app, and a client that can send any header. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { startWebHost, type WebHost } from '../../../src/main/hosts/web/start.ts';
import { type AppClient, contract } from '../../../src/shared/contract/index.ts';
import { connect } from '../../../src/shared/rpc/client.ts';
import type { Channel, Frame } from '../../../src/shared/rpc/types.ts';
import type { FakeApp } from './fake-app.ts';

export const apiToken = 'token-of-the-completions-api';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  readonly json: unknown;
}
interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export class WebRig {
  readonly host: WebHost;
  readonly app: FakeApp;
  readonly #folder: string;
  readonly #sockets = new Set<WebSocket>();

  private constructor(host: WebHost, app: FakeApp, folder: string) {
    this.host = host;
    this.app = app;
    this.#folder = folder;
  }

  static async start(app: FakeApp, { readOnly = false } = {}): Promise<WebRig> {
    const folder = await mkdtemp(join(tmpdir(), 'examdesk-web-'));
    const rendererDir = join(folder, 'renderer');
    await mkdir(join(rendererDir, 'assets'), { recursive: true });
    await writeFile(join(rendererDir, 'index.html'), '<!doctype html><title>Examdesk</title>');
    await writeFile(join(rendererDir, 'assets', 'index-abc123.js'), 'export {};');
    await writeFile(join(folder, 'secret.txt'), 'not for the browser');
    await writeFile(join(rendererDir, '.hidden.txt'), 'not for the browser');
    const host = await startWebHost({
      app,
      rendererDir,
      port: 0,
      readOnly,
      actor: 'tester (web console)',
      apiToken: readOnly ? null : apiToken,
    });
    return new WebRig(host, app, folder);
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.terminate();
    await this.host.close();
    await rm(this.#folder, { recursive: true });
  }

  /** Closes the host while its windows are open. */
  async closeHost(): Promise<void> {
    await this.host.close();
    await rm(this.#folder, { recursive: true });
  }

  get origin(): string {
    return this.host.url.slice(0, -1);
  }
  get token(): string {
    return tokenOf(this.host.windowUrl);
  }

  /** One request with its path exactly as given: fetch would tidy it up. */
  ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
    const { port } = new URL(this.host.url);
    return new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          const isJson = response.headers['content-type']?.startsWith('application/json');
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            json: isJson ? JSON.parse(text) : undefined,
          });
        });
      });
      asked.on('error', reject);
      asked.end(body);
    });
  }

  /** A completions request with everything right but what the test changes. */
  record(body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.ask('/api/completions', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiToken}`,
        'content-type': 'application/json',
        ...headers,
      },
      body,
    });
  }

  exchange(token: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.ask('/session', {
      method: 'POST',
      headers: { origin: this.origin, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ token }),
    });
  }

  async cookie(): Promise<string> {
    const answer = await this.exchange(this.token);
    return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  }

  /** The status of a refused upgrade, or 101. */
  upgrade(headers: Readonly<Record<string, string>>, path = '/channel'): Promise<number> {
    return new Promise((resolve, reject) => {
      const socket = this.#open(headers, path);
      socket.on('open', () => resolve(101));
      socket.on('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0);
        response.destroy();
      });
      socket.on('error', reject);
    });
  }

  /** An open socket as the window has it. */
  async socket(): Promise<WebSocket> {
    const socket = this.#open({ cookie: await this.cookie(), origin: this.origin }, '/channel');
    await new Promise((resolve, reject) => {
      socket.on('open', resolve);
      socket.on('error', reject);
    });
    return socket;
  }

  async client(): Promise<AppClient> {
    return connect(contract, channelOf(await this.socket()));
  }

  #open(headers: Readonly<Record<string, string>>, path: string): WebSocket {
    const socket = new WebSocket(`${this.origin.replace('http', 'ws')}${path}`, { headers });
    this.#sockets.add(socket);
    return socket;
  }
}

export const tokenOf = (address: string): string =>
  new URLSearchParams(new URL(address).hash.slice(1)).get('token') ?? '';

export function channelOf(socket: WebSocket): Channel {
  return {
    send: (frame) => socket.send(JSON.stringify(frame)),
    onFrame: (listener) => {
      socket.on('message', (data) => listener(JSON.parse(String(data)) as Frame));
      return () => {};
    },
    onClose: (listener) => {
      socket.on('close', listener);
      return () => {};
    },
  };
}

/** How the other side closed this socket. */
export const closing = (socket: WebSocket): Promise<{ code: number; reason: string }> =>
  new Promise((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
