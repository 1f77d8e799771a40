/** How long a failed job waits before its next attempt. */

const FIRST_MS = 30_000;
const MOST_MS = 600_000;

/**
 * 30 s, doubling, at most 10 min, spread over plus or minus a fifth so that jobs that failed together
 * do not come back together.
 * @param attempt the attempt that failed, from 1
 * @param random a number from 0 to 1
 */
export function backoff(attempt: number, random: number): number {
  const wait = Math.min(FIRST_MS * 2 ** Math.min(attempt - 1, 20), MOST_MS);
  return Math.round(wait * (0.8 + 0.4 * random));
}
