/** The program's log: one JSON line per event, in a file of the store. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';

export interface Log {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
}

export const silentLog: Log = { info() {}, warn() {}, error() {} };

/** Written synchronously, because the line before a crash is the one that is needed. */
export function openLog(folder: string): Log & { close(): void } {
  mkdirSync(folder, { recursive: true });
  const destination = pino.destination({ dest: join(folder, 'examdesk.log'), sync: true });
  // A full disk must not end the program that reports it: without a listener this error would be thrown.
  destination.on('error', () => {});
  const logger = pino({ base: { pid: process.pid } }, destination);
  return {
    info: (event, fields = {}) => logger.info(fields, event),
    warn: (event, fields = {}) => logger.warn(fields, event),
    error: (event, fields = {}) => logger.error(fields, event),
    close: () => destination.end(),
  };
}

/** An error with its stack and all its causes: for the log only, never for a window. */
export const describeError = (cause: unknown): string =>
  cause instanceof Error
    ? `${cause.stack ?? cause.message}${cause.cause ? `\nbecause: ${describeError(cause.cause)}` : ''}`
    : String(cause);
