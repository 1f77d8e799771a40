/** The loopback web host: the window's files, its channel, and the completions API, on 127.0.0.1 only. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { assetHeaders, contentPolicy, readAsset } from '../common/assets.ts';
import { attach, type ServedApp } from '../common/attach.ts';
import { maxFrameBytes } from '../common/frames.ts';
import { completionsApi } from './completions-api.ts';
import { isLoopbackHost, isOwnOrigin, newSecret } from './guard.ts';
import { HttpRefusal, readJsonText, requireMethod, sendJson, statusOf } from './http.ts';
import { Session } from './session.ts';
import { socketChannel } from './socket-channel.ts';

export interface WebHostOptions {
  readonly app: ServedApp;
  /** The built window: index.html and assets/. */
  readonly rendererDir: string;
  /** 0: any free port. */
  readonly port: number;
  readonly readOnly: boolean;
  /** Who acts through the window, for the history. */
  readonly actor: string;
  /** What the completions API asks for; null where nothing may be recorded. */
  readonly apiToken: string | null;
}

export interface WebHost {
  /** Without a token: opens nothing by itself. */
  readonly url: string;
  /** Opens the console as often as wanted while this host runs. */
  readonly windowUrl: string;
  /** An address that opens the console once. */
  ticketUrl(): string;
  close(): Promise<void>;
}

/** Throws `busy` where the port is taken, `file_access` where it may not be used. */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const { app, readOnly, rendererDir } = options;
  const server = createServer((request, response) => void answer(request, response));
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrameBytes,
    perMessageDeflate: false,
  });
  const port = await listen(server, options.port);
  const session = new Session(port);
  const recordCompletions = completionsApi(app, readOnly ? null : options.apiToken);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const host = requireLoopback(request);
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      if (pathname === '/session') await openSession(request, response, host);
      else if (pathname === '/api/completions') await recordCompletions(request, response);
      else await sendAsset(request, response, host, pathname);
    } catch (cause) {
      sendError(response, cause, request.url ?? '');
    }
  }

  async function openSession(request: IncomingMessage, response: ServerResponse, host: string) {
    requireMethod(request, 'POST');
    if (!isOwnOrigin(request.headers.origin, host)) throw foreignPage();
    const body = sessionRequest.safeParse(JSON.parse(await readJsonText(request, 4096)));
    const cookie = body.success ? session.exchange(body.data.token) : undefined;
    if (!cookie)
      throw new HttpRefusal(
        401,
        'forbidden',
        'This address is no longer valid. Open the one that Examdesk printed when it started.',
      );
    sendJson(response, 200, { ok: true }, { 'Set-Cookie': cookie });
  }

  async function sendAsset(
    request: IncomingMessage,
    response: ServerResponse,
    host: string,
    pathname: string,
  ) {
    requireMethod(request, 'GET', 'HEAD');
    const asset = await readAsset(rendererDir, pathname);
    if (!asset) throw new HttpRefusal(404, 'not_found', 'There is no such page.');
    response.writeHead(200, {
      ...assetHeaders(asset, contentPolicy(`ws://${host}`)),
      'Content-Length': asset.body.length,
    });
    response.end(request.method === 'HEAD' ? undefined : asset.body);
  }

  function sendError(response: ServerResponse, cause: unknown, path: string): void {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (cause instanceof HttpRefusal) {
      sendJson(response, cause.status, { error: cause.wire }, cause.headers);
      return;
    }
    const error =
      cause instanceof SyntaxError
        ? new AppError('invalid_input', 'The body is not JSON.', { cause })
        : AppError.from(cause);
    const id = newSecret().slice(0, 12);
    app.reportError(error, path, id);
    sendJson(response, statusOf(error.code), {
      error: error.toWire(error.code === 'internal' ? id : undefined),
    });
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refused = refusalOfUpgrade(request, session);
    if (refused) return refuseUpgrade(socket, refused);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      attach(app, socketChannel(webSocket), { actor: options.actor, readOnly });
    });
  });

  const url = `http://127.0.0.1:${port}/`;
  return {
    url,
    windowUrl: `${url}#token=${session.token}`,
    ticketUrl: () => `${url}#token=${session.newTicket()}`,
    close: async () => {
      for (const client of sockets.clients) client.close(1001, 'Examdesk is closing.');
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      // A window that does not answer the farewell must not keep the program alive.
      const last = setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
        server.closeAllConnections();
      }, 1_000);
      await closed;
      clearTimeout(last);
    },
  };
}

const sessionRequest = z.strictObject({ token: z.string().min(1).max(200) });

async function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    const code = (cause as { code?: unknown }).code;
    if (code === 'EADDRINUSE')
      throw new AppError(
        'busy',
        `Port ${port} is in use by another program. Name another one with --port, or none for any free port.`,
        { cause },
      );
    if (code === 'EACCES')
      throw new AppError('file_access', `You may not use port ${port}. Choose one above 1023.`, {
        cause,
      });
    throw cause;
  }
  return (server.address() as AddressInfo).port;
}

function requireLoopback(request: IncomingMessage): string {
  const { host } = request.headers;
  if (isLoopbackHost(host)) return host;
  throw new HttpRefusal(403, 'forbidden', 'Examdesk answers to 127.0.0.1 and localhost only.');
}

const foreignPage = () =>
  new HttpRefusal(403, 'forbidden', 'Only the Examdesk window itself may ask for this.');

/** The upgrade needs all three: a loopback Host, our own Origin, and the session's cookie. */
function refusalOfUpgrade(request: IncomingMessage, session: Session): HttpRefusal | undefined {
  const { host, origin } = request.headers;
  if (!isLoopbackHost(host) || !isOwnOrigin(origin, host)) return foreignPage();
  if (new URL(request.url ?? '/', 'http://localhost').pathname !== '/channel')
    return new HttpRefusal(404, 'not_found', 'There is no such channel.');
  if (!session.holds(request))
    return new HttpRefusal(401, 'forbidden', 'This window has no session. Open it anew.');
  return undefined;
}

function refuseUpgrade(socket: Duplex, refused: HttpRefusal): void {
  const body = JSON.stringify({ error: refused.wire });
  const reasons: Readonly<Record<number, string>> = {
    401: 'Unauthorized',
    403: 'Forbidden',
    404: 'Not Found',
  };
  socket.on('error', () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${refused.status} ${reasons[refused.status]}`,
      'Connection: close',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}
