/** Randomness as a value: passed in, so that a test can know what comes. */
import { randomBytes } from 'node:crypto';

export type RandomBytes = (count: number) => Uint8Array;

export const systemRandom: RandomBytes = (count) => randomBytes(count);
