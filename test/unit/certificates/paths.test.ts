/** Where certificates lie: inside their folder, apart from each other, on every file system. */
import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newCertificateNumber } from '../../../src/main/features/certificates/number.ts';
import { certificatePath } from '../../../src/main/features/certificates/paths.ts';
import { seededRandom } from '../../helpers/random.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.constantFrom(
    '..',
    '../..',
    '/',
    '\\\\server\\share',
    'C:',
    'aux',
    'x'.repeat(2000),
    '名'.repeat(500),
  ),
);
const number = fc.nat().map((seed) => newCertificateNumber(seededRandom(seed + 1)));

test('a path never leads out of the folder, and each of its names has at most 255 bytes with .part', () => {
  fc.assert(
    fc.property(text, text, number, (courseCode, name, value) => {
      const path = certificatePath({ year: '2026', courseCode, number: value, name });
      const parts = path.split('/');
      expect(parts).toHaveLength(3);
      expect(posix.normalize(path)).toBe(path);
      expect(win32.normalize(path).split('\\')).toEqual(parts);
      expect(posix.isAbsolute(path) || win32.isAbsolute(path)).toBe(false);
      for (const part of parts) expect(Buffer.byteLength(`${part}.part`)).toBeLessThanOrEqual(255);
      expect(path).toMatch(/^2026\/.+\/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}-.+\.pdf$/s);
    }),
    { numRuns: 500 },
  );
});

test('two certificates never share a file, also where upper and lower case are one and course codes fold together', () => {
  fc.assert(
    fc.property(text, text, number, number, (courseCode, name, one, other) => {
      fc.pre(one !== other);
      const paths = [
        certificatePath({ year: '2026', courseCode, number: one, name }),
        certificatePath({
          year: '2026',
          courseCode: courseCode.toUpperCase(),
          number: other,
          name,
        }),
      ];
      expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(2);
    }),
    { numRuns: 200 },
  );
});

test('a name is readable in the path', () => {
  expect(
    certificatePath({
      year: '2026',
      courseCode: 'BIO/101',
      number: '4F7K-92QX-M1C',
      name: 'Zoë van Dam Jr.',
    }),
  ).toBe('2026/BIO_101/4F7K-92QX-M1C-Zoë_van_Dam_Jr.pdf');
});
