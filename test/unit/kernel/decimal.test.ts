/** Decimal strings compared as the exact numbers they are. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareDecimals } from '../../../src/main/kernel/decimal.ts';

/** A decimal of the contract, with its value times 10^20 as the independent truth. */
const aDecimal = fc
  .record({
    minus: fc.boolean(),
    whole: fc.bigInt({ min: 0n, max: 999_999_999_999n }),
    zeros: fc.nat({ max: 3 }),
    places: fc.nat({ max: 20 }),
    digits: fc.bigInt({ min: 0n, max: 10n ** 20n - 1n }),
  })
  .map(({ minus, whole, zeros, places, digits }) => {
    const fraction = String(digits).padStart(20, '0').slice(0, places);
    const padded = `${'0'.repeat(zeros)}${whole}`.slice(-12);
    const value = BigInt(padded) * 10n ** 20n + BigInt(fraction.padEnd(20, '0'));
    return {
      text: `${minus ? '-' : ''}${padded}${fraction === '' ? '' : `.${fraction}`}`,
      value: minus ? -value : value,
    };
  });

test('any two decimals compare as their exact values do', () => {
  fc.assert(
    fc.property(aDecimal, aDecimal, (a, b) => {
      const expected = a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
      expect(Math.sign(compareDecimals(a.text, b.text))).toBe(expected);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['49.96', '50', -1],
  ['49.99999999999999999999', '50', -1],
  ['50.00000000000000000001', '50', 1],
  ['50', '50.0', 0],
  ['050', '50', 0],
  ['-0', '0', 0],
  ['-0.5', '0.5', -1],
  ['-0.5', '-0.4', -1],
  ['9', '10', -1],
])('%s against %s', (a, b, expected) => {
  expect([compareDecimals(a, b), compareDecimals(b, a) + 0]).toEqual([expected, 0 - expected]);
});
