/** Certificate numbers: what a wrong, swapped or look-alike character does to them. */
import { expect, test } from 'vitest';
import {
  newCertificateNumber,
  parseCertificateNumber,
} from '../../../src/main/features/certificates/number.ts';
import { seededRandom } from '../../helpers/random.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const random = seededRandom(11);
const numbers = Array.from({ length: 40 }, () => newCertificateNumber(random));
const plain = (number: string) => [...number.replaceAll('-', '')];

test('a new number is read back as itself, and its parts have 4, 4 and 3 characters', () => {
  expect(numbers.map(parseCertificateNumber)).toEqual(numbers);
  for (const number of numbers)
    expect(number).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{3}$/);
});

test('every single wrong character is noticed, at every place and with every other character', () => {
  const missed: string[] = [];
  for (const number of numbers) {
    const characters = plain(number);
    for (const [place, right] of characters.entries())
      for (const wrong of ALPHABET) {
        if (wrong === right) continue;
        const typed = characters.with(place, wrong).join('');
        if (parseCertificateNumber(typed) !== undefined) missed.push(`${number} read as ${typed}`);
      }
  }
  expect(missed).toEqual([]);
});

test('every swap of two different characters is noticed, neighbours or not, the check character included', () => {
  const missed: string[] = [];
  for (const number of numbers) {
    const characters = plain(number);
    for (const [a, one] of characters.entries())
      for (const [b, other] of characters.entries()) {
        if (a >= b || one === other) continue;
        const typed = characters.with(a, other).with(b, one).join('');
        if (parseCertificateNumber(typed) !== undefined) missed.push(`${number} read as ${typed}`);
      }
  }
  expect(missed).toEqual([]);
});

test('spelling does not matter: case, spaces, hyphens, and letters that look alike', () => {
  const zeros = newCertificateNumber(() => new Uint8Array(10));
  const ones = newCertificateNumber(() => new Uint8Array(10).fill(1));
  const number = numbers[0] ?? '';
  expect([
    parseCertificateNumber(zeros.replaceAll('0', 'o')),
    parseCertificateNumber(ones.replaceAll('1', 'l')),
    parseCertificateNumber(ones.replaceAll('1', 'I')),
    parseCertificateNumber(` ${number.toLowerCase().replaceAll('-', ' ')} `),
  ]).toEqual([zeros, ones, ones, number]);
});

test.each([
  '',
  '4F7K',
  '4F7K-92QX-M1CC',
  '4F7K-92QX-M1U',
  'Bergström',
  '4F7K_92QX_M1C',
  '４F7K-92QX-M1C',
])('%j is no number', (typed) => {
  expect(parseCertificateNumber(typed)).toBeUndefined();
});

test('a number has 50 random bits: none of the eleven places is ever fixed', () => {
  const seen = plain(numbers[0] ?? '').map(
    (_, place) => new Set(numbers.map((number) => plain(number)[place])).size,
  );
  expect(Math.min(...seen)).toBeGreaterThan(10);
});
