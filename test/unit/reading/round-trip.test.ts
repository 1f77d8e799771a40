/** Any table, in any encoding and with any delimiter, is read back exactly as it was written. */
import { writeFile } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  delimiters,
  type Encoding,
} from '../../../src/main/features/completions/reading/formats.ts';
import { aFolder, encode, readAll } from './files.ts';

const latin = fc.mapToConstant(
  { num: 95, build: (at) => String.fromCharCode(32 + at) },
  { num: 96, build: (at) => String.fromCharCode(160 + at) },
  { num: 5, build: (at) => '€„“Šž'[at] as string },
  { num: 8, build: (at) => ',;\t|"\n\r-'[at] as string },
);
const anything = fc.oneof(
  { weight: 3, arbitrary: latin },
  // No U+FEFF: at the start of a file it could not be told from a byte order mark.
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 1 })
    .filter((letter) => letter !== '\ufeff' && letter !== '\0'),
);

const tables = (letters: fc.Arbitrary<string>) =>
  fc.integer({ min: 2, max: 6 }).chain((width) => {
    const cell = fc.array(letters, { maxLength: 12 }).map((parts) => parts.join(''));
    const row = fc.array(cell, { minLength: width, maxLength: width });
    return fc.record({
      header: fc.constant(Array.from({ length: width }, (_, index) => `Spalte ${index} ä`)),
      // A row of blank cells is left out, and a cell that holds a whole row is taken for a quote left open.
      rows: fc.array(
        row
          .filter((cells) => cells.some((value) => value.trim() !== ''))
          .filter(noRowInside(width)),
        {
          minLength: 1,
          maxLength: 12,
        },
      ),
    });
  });

const noRowInside = (width: number) => (cells: string[]) =>
  width < 4 ||
  cells.every((cell) =>
    cell
      .split(/[\r\n]/)
      .every((line) => delimiters.every((delimiter) => line.split(delimiter).length !== width)),
  );

const kinds: readonly (readonly [Encoding, boolean])[] = [
  ['utf-8', false],
  ['utf-8', true],
  ['utf-16le', false],
  ['utf-16le', true],
  ['utf-16be', false],
  ['utf-16be', true],
  ['windows-1252', false],
];

describe.each(kinds)('a table in %s (byte order mark: %s)', (encoding, bom) => {
  it('is read back exactly, whatever its delimiter and line ends', async () => {
    const path = `${await aFolder()}/table.csv`;
    const letters = encoding === 'windows-1252' ? latin : anything;
    await fc.assert(
      fc.asyncProperty(
        tables(letters),
        fc.constantFrom(...delimiters),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        async ({ header, rows }, delimiter, record_delimiter, quoted) => {
          const text = stringify([header, ...rows], {
            delimiter,
            record_delimiter,
            quoted,
            quote_record_delimiter: true,
          });
          await writeFile(path, encode(text, encoding, bom));
          const outcome = await readAll(path);
          expect(outcome.rows.map(({ raw, problem }) => problem ?? raw)).toEqual(rows);
          expect(outcome.error).toBeUndefined();
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a table of many pieces', () => {
  it('is the same whatever letter or quote a piece happens to end in', async () => {
    const path = `${await aFolder()}/table.csv`;
    for (const encoding of ['utf-8', 'utf-16le', 'utf-16be'] as const) {
      for (let shift = 0; shift < 6; shift += 1) {
        const rows = Array.from({ length: 3_000 }, (_, index) => [
          `${'x'.repeat(index === 0 ? shift : 0)}${index}`,
          `"𝔷ö\r\né, ${index}"`,
          '',
        ]);
        const text = stringify([['a', 'b', 'c'], ...rows], { record_delimiter: '\r\n' });
        await writeFile(path, encode(text, encoding, true));
        const outcome = await readAll(path);
        expect(outcome.rows.map(({ raw }) => raw)).toEqual(rows);
        expect(outcome.rows.at(-1)).toMatchObject({ row: 3_001, line: 6_000 });
      }
    }
  });
});
