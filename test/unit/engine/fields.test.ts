import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareDecimals,
  holds,
  planText,
  readPieces,
} from '../../../src/main/features/certificates/engine/fields.ts';
import { aRecord } from '../../integration/engine/certificates.ts';

const read = (text: string, changes = {}) =>
  readPieces(planText(text, 'here', 'en-GB'), aRecord(changes))
    .map((piece) => piece.text)
    .join('');

describe('placeholders', () => {
  test('are replaced by the facts of the record', () => {
    expect(
      read('{{name}}: {{ mark }} of {{passMark}}, {{issuedOn}}, {{extra.group}}', {
        extra: { group: 'B' },
      }),
    ).toBe('Ottilie Marchbanks: 71.50 of 50, 3 July 2026, B');
  });

  test('that do not exist are refused with those that do', () => {
    expect(() => read('{{surname}}')).toThrow(
      'here: there is no field {{surname}}. Use one of number, name, courseCode',
    );
  });

  test('are not looked for inside what a record says', () => {
    expect(read('{{name}}', { name: '{{mark}}' })).toBe('{{mark}}');
  });
});

describe('marks', () => {
  test('are compared exactly, however many digits they have', () => {
    expect([
      compareDecimals('49.99999999999999999999', '50'),
      compareDecimals('50.0', '50'),
      compareDecimals('-1', '-1.5'),
    ]).toEqual([-1, 0, 1]);
  });

  test('compare as their whole numbers of hundredths do', () => {
    const hundredths = fc.integer({ min: -99_999, max: 99_999 });
    const text = (n: number) =>
      `${n < 0 ? '-' : ''}${Math.trunc(Math.abs(n) / 100)}.${String(Math.abs(n) % 100).padStart(2, '0')}`;
    fc.assert(
      fc.property(hundredths, hundredths, (a, b) => {
        expect(compareDecimals(text(a), text(b))).toBe(Math.sign(a - b));
      }),
    );
  });
});

test('conditions ask for presence or for one of several values', () => {
  const record = aRecord({ band: 'Merit', sitting: null, extra: { group: 'B' } });
  expect([
    holds({ field: 'band', present: true }, record),
    holds({ field: 'sitting', present: true }, record),
    holds({ field: 'sitting', present: false }, record),
    holds({ field: 'band', oneOf: ['Merit', 'Distinction'] }, record),
    holds({ field: 'band', oneOf: ['Distinction'] }, record),
    holds({ field: 'extra.group', oneOf: ['B'] }, record),
    holds({ field: 'extra.other', present: true }, record),
  ]).toEqual([true, false, true, true, false, true, false]);
});
