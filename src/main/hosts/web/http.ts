/** Reading bodies and writing answers of the web host. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, type ErrorCode, type WireError } from '../../../shared/errors.ts';

/** A refusal that HTTP has a status for. */
export class HttpRefusal extends Error {
  readonly status: number;
  readonly wire: WireError;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: ErrorCode,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.wire = { code, message };
    this.headers = headers;
  }
}

const statuses = {
  invalid_input: 400,
  unreadable_file: 400,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  busy: 503,
  store_in_use: 503,
  cancelled: 503,
  connection_lost: 503,
  disk_full: 507,
  file_access: 500,
  store_newer: 500,
  store_corrupt: 500,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

export const statusOf = (code: ErrorCode): number => statuses[code];

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  });
  response.end(text);
}

export function requireMethod(request: IncomingMessage, ...allowed: readonly string[]): void {
  if (allowed.includes(request.method ?? '')) return;
  throw new HttpRefusal(
    405,
    'invalid_input',
    `${request.method} is not possible here. Use ${allowed.join(' or ')}.`,
    { Allow: allowed.join(', ') },
  );
}

/** The body as text. Refuses another type than JSON, another charset than UTF-8, and more than `most` bytes. */
export async function readJsonText(request: IncomingMessage, most: number): Promise<string> {
  const type = request.headers['content-type'] ?? '';
  const match = /^application\/json *(?:; *charset="?([\w-]+)"? *)?$/i.exec(type);
  if (!match || !/^utf-?8$/i.test(match[1] ?? 'utf-8'))
    throw new HttpRefusal(
      415,
      'invalid_input',
      'The body must be UTF-8 JSON. Send the header Content-Type: application/json.',
    );
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new HttpRefusal(415, 'invalid_input', 'The body must not be compressed.');
  if (Number(request.headers['content-length'] ?? 0) > most) throw tooLarge(most);
  const parts: Buffer[] = [];
  let size = 0;
  // Kept open when the loop is left, because the refusal has to go out over the same socket.
  for await (const part of request.iterator({ destroyOnReturn: false })) {
    size += (part as Buffer).length;
    if (size > most) {
      request.resume();
      throw tooLarge(most);
    }
    parts.push(part as Buffer);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    throw new AppError('invalid_input', 'The body is not valid UTF-8. Nothing was recorded.');
  }
}

const tooLarge = (most: number) =>
  new HttpRefusal(
    413,
    'invalid_input',
    `The body is larger than ${Math.round(most / 1024)} KiB. Nothing was recorded. Send it in parts.`,
  );
