/** Waits for a condition and never for a time. */
import { setImmediate } from 'node:timers/promises';

const PATIENCE_MS = 30_000;

/** Resolves with the first value that is neither false nor undefined; rejects when that takes unreasonably long. */
export async function until<T>(
  what: string,
  condition: () => T | false | undefined | Promise<T | false | undefined>,
): Promise<T> {
  const started = performance.now();
  while (performance.now() - started < PATIENCE_MS) {
    const value = await condition();
    if (value !== false && value !== undefined) return value;
    await setImmediate();
  }
  throw new Error(`Waited in vain for: ${what}`);
}
