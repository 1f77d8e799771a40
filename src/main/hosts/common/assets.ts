/** The files of the built window: which one an address means, its type, how long it may be kept. */
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

export interface Asset {
  readonly body: Buffer;
  readonly type: string;
  readonly cache: string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * The file below `folder` that a request's path means, or undefined where it means none: outside the
 * folder, hidden, or of a type the window does not have. A path without an extension is a page of the
 * window and means index.html.
 */
export function assetPath(folder: string, pathname: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (!decoded.startsWith('/') || /[\\\0:]/.test(decoded)) return undefined;
  const parts = decoded.split('/').filter((part) => part !== '');
  if (parts.some((part) => part.startsWith('.'))) return undefined;
  const extension = extname(parts.at(-1) ?? '').toLowerCase();
  if (extension === '') return join(folder, 'index.html');
  return extension in types ? join(folder, ...parts) : undefined;
}

/** Reads what `pathname` means; undefined where there is no such file. */
export async function readAsset(folder: string, pathname: string): Promise<Asset | undefined> {
  const path = assetPath(folder, pathname);
  if (!path) return undefined;
  try {
    const body = await readFile(path);
    // Names in assets/ carry a hash of their content; index.html names them and must always be fresh.
    const hashed = path.startsWith(join(folder, 'assets') + sep);
    return {
      body,
      type: types[extname(path).toLowerCase()] ?? 'application/octet-stream',
      cache: hashed ? 'public, max-age=31536000, immutable' : 'no-store',
    };
  } catch (cause) {
    const code = (cause as { code?: unknown }).code;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return undefined;
    throw cause;
  }
}

/**
 * What the window may load and reach. Styles may be inline because the component library writes its
 * variables into style elements; scripts may not. `socket` is the address of the channel, if it is one.
 */
export function contentPolicy(socket?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self'${socket ? ` ${socket}` : ''}`,
    "worker-src 'self' blob:",
    "frame-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers of every answer that carries a file of the window. */
export function assetHeaders(asset: Asset, policy: string): Record<string, string> {
  return {
    'Content-Type': asset.type,
    'Cache-Control': asset.cache,
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
}
