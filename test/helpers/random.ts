/** Random bytes that are the same in every run of a test. */
import type { RandomBytes } from '../../src/main/kernel/random.ts';

/** Marsaglia's xorshift32: good enough to look random, and the same everywhere. */
export function seededRandom(seed = 1): RandomBytes {
  let state = seed | 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 8) & 255;
  };
  return (count) => Uint8Array.from({ length: count }, next);
}
