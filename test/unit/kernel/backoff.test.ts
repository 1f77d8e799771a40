/** How long a failed job waits. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoff } from '../../../src/main/kernel/queue/backoff.ts';

test('without spread it is 30 s, doubles, and stays at 10 min', () => {
  expect([1, 2, 3, 4, 5, 6, 60].map((attempt) => backoff(attempt, 0.5) / 1000)).toEqual([
    30, 60, 120, 240, 480, 600, 600,
  ]);
});

test('it is spread over a fifth to either side, whatever the attempt', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (attempt, random) => {
        const middle = backoff(attempt, 0.5);
        expect(Math.abs(backoff(attempt, random) - middle)).toBeLessThanOrEqual(middle * 0.2 + 1);
      },
    ),
  );
});
