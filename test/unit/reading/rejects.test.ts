/** The file of rejected rows: safe to open, and ready to be corrected and imported again. */
import { appendFile, readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawRow } from '../../../src/main/features/completions/reading/formats.ts';
import { rejectsWriter } from '../../../src/main/features/completions/reading/rejects.ts';
import { suggestMapping } from '../../../src/main/features/completions/reading/suggest-mapping.ts';
import { aFolder, failureOf, readAll } from './files.ts';

const header = ['Candidate number', 'Candidate name', 'Mark'];
const aReject = (row: number, raw: string[], ...reasons: string[]) => ({
  raw: { row, line: row, raw, cells: {} } satisfies RawRow,
  reasons,
});

describe('the file of rejected rows', () => {
  it('has the headings and cells of the source, then the row and the reason', async () => {
    const path = `${await aFolder()}/rejects.csv`;
    const writer = rejectsWriter(path, header);
    await writer.write([
      aReject(3, ['=1+2', 'Zoë "Z"', '-12.5'], 'Mark "-12.5": No.', 'More.'),
      aReject(9, ['7'], 'The row has 1 cell.'),
      aReject(12, ['8', 'Anna', '5', 'more'], '=cmd'),
    ]);
    const { rows, bytes } = await writer.close();
    const text = await readFile(path, 'utf8');
    expect([text, rows, bytes]).toEqual([
      '\ufeffCandidate number,Candidate name,Mark,examdesk_row,examdesk_reason\r\n' +
        '=1+2,"Zoë ""Z""",-12.5,3,"Mark ""-12.5"": No. More."\r\n' +
        '7,,,9,The row has 1 cell.\r\n' +
        "8,Anna,5,12,'=cmd,more\r\n",
      3,
      Buffer.byteLength(text),
    ]);
  });

  it('is imported again without its two columns, and rejected again without doubling them', async () => {
    const path = `${await aFolder()}/rejects.csv`;
    const first = rejectsWriter(path, header);
    await first.write([aReject(3, ['1', 'Anna', 'abc'], 'No number.')]);
    await first.close();
    const again = await readAll(path);
    const headings = [...header, 'examdesk_row', 'examdesk_reason'];
    expect([again.rows[0]?.raw, suggestMapping(headings).unused]).toEqual([
      ['1', 'Anna', 'abc', '3', 'No number.'],
      [],
    ]);
    const second = rejectsWriter(path, headings);
    await second.write(again.rows.map((raw) => ({ raw, reasons: ['Still none.'] })));
    await second.close();
    expect((await readFile(path, 'utf8')).split('\r\n')).toEqual([
      '\ufeffCandidate number,Candidate name,Mark,examdesk_row,examdesk_reason',
      '1,Anna,abc,2,Still none.',
      '',
    ]);
  });

  it('does not appear where no row was rejected', async () => {
    const path = `${await aFolder()}/rejects.csv`;
    const writer = rejectsWriter(path, header);
    expect([await writer.write([]), await writer.close()]).toEqual([0, { rows: 0, bytes: 0 }]);
    await expect(readFile(path)).rejects.toThrow('ENOENT');
  });

  it('goes on after a crash where the last checkpoint was', async () => {
    const path = `${await aFolder()}/rejects.csv`;
    const before = rejectsWriter(path, header);
    const bytes = await before.write([aReject(2, ['1', 'a', 'x'], 'One.')]);
    await before.write([aReject(3, ['2', 'b', 'y'], 'Lost with the crash.')]);
    await before.close();
    await appendFile(path, 'half a li');
    const after = rejectsWriter(path, header, { bytes });
    await after.write([aReject(4, ['3', 'c', 'z'], 'Two.')]);
    await after.close();
    expect((await readAll(path)).rows.map(({ raw }) => raw.at(-1))).toEqual(['One.', 'Two.']);
  });

  it('says which file could not be written', async () => {
    const writer = rejectsWriter(`${await aFolder()}/gone/rejects.csv`, header);
    expect((await failureOf(writer.write([aReject(2, ['1'], 'One.')])))?.message).toContain(
      'rejects.csv',
    );
  });

  it('gives the cells of the officer back byte for byte', async () => {
    const path = `${await aFolder()}/rejects.csv`;
    const letter = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }).filter((text) => text !== '\0'),
      fc.constantFrom(...'\n\r",;=-'),
    );
    const cell = fc.array(letter, { maxLength: 8 }).map((letters) => letters.join(''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }),
        async (cells) => {
          const writer = rejectsWriter(path, header);
          await writer.write(cells.map((raw, index) => aReject(index + 2, raw, 'Why.')));
          await writer.close();
          const { rows } = await readAll(path);
          expect(rows.map(({ raw }) => raw.slice(0, 3))).toEqual(cells);
        },
      ),
      { numRuns: 100 },
    );
  });
});
