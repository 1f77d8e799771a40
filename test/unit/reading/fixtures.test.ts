/** Whole files as they arrive, through detection, mapping and rows. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectText } from '../../../src/main/features/completions/reading/detect.ts';
import { checkMapping } from '../../../src/main/features/completions/reading/mapping.ts';
import {
  describeProblem,
  parseRow,
} from '../../../src/main/features/completions/reading/parse-row.ts';
import { suggestMapping } from '../../../src/main/features/completions/reading/suggest-mapping.ts';
import { readTable } from '../../../src/main/features/completions/reading/table.ts';
import { failure } from './files.ts';

async function importOf(name: string): Promise<string[]> {
  const path = join(import.meta.dirname, '../../fixtures/imports', name);
  const outcome: string[] = [];
  try {
    const detected = await detectText(path);
    const { mapping } = suggestMapping(detected.header);
    checkMapping(detected.header, mapping, detected.name);
    for await (const { rows } of readTable(path, detected)) {
      for (const raw of rows) {
        const parsed = parseRow(raw, mapping, { zone: 'UTC' });
        outcome.push(
          parsed.ok
            ? `${raw.row}: ${parsed.event.candidate.name}, ${parsed.event.course.code}, ${parsed.event.mark}`
            : `${raw.row}: ${parsed.problems.map(describeProblem).join(' ')}`,
        );
      }
    }
  } catch (error) {
    outcome.push(failure(error).message);
  }
  return outcome;
}

describe('importing', () => {
  it('a table of IOMAD', async () => {
    expect(await importOf('iomad-track.csv')).toEqual([
      '2: Anna Berg, 12, 61.50000',
      '3: Bo Lind, 12, null',
    ]);
  });

  it('completion events as JSON Lines', async () => {
    expect(await importOf('events.jsonl')).toEqual([
      '1: Zoë Ångström, BIO-1, 49.999999999999999999',
      '2: Bo Lind, BIO-1, 50',
      expect.stringContaining('3: The line is not JSON'),
    ]);
  });

  it('a file with broken rows names each fault and its remedy', async () => {
    expect(await importOf('bad-values.csv')).toEqual([
      '2: Mark "12,5": It has a decimal comma. Write a decimal point: write 12.5.',
      '3: Mark "abc": It is not a number. Write digits and a decimal point only, for example 49.96, or nothing where there is no mark.',
      '4: Completed "31.02.2026": There is no such day: 2026-02 has 28 days. Look the date up in the exam system and write it as 2026-02-28.',
      '5: Mark "7,5": It has a decimal comma. Write a decimal point: write 7.5. Completed "03/04/2026": It may be 2026-04-03 or 2026-03-04. Say in the reading options which comes first, day or month, or write the date as 2026-06-30. Candidate name: The cell is empty. Fill it in: every row needs it.',
    ]);
    expect(await importOf('short-row.csv')).toEqual([
      '2: Anna Berg, BIO-1, 61.5',
      '3: The row has 2 cells, but the headings are 8. Add the missing cells, empty where there is nothing to say.',
      '4: Ida Falk, BIO-1, 70',
    ]);
  });

  it('a file that cannot be imported says why', async () => {
    expect(
      await Promise.all(
        ['empty.csv', 'only-headings.csv', 'wrong-columns.csv', 'open-quote.csv'].map(importOf),
      ),
    ).toEqual([
      [expect.stringContaining('empty.csv is empty.')],
      [expect.stringContaining('only-headings.csv has headings but no rows.')],
      [
        'wrong-columns.csv: No column is mapped to candidateId, which every row needs. Choose its column. Its columns are: Colour, Size, Price.',
      ],
      [
        '2: Anna Berg, BIO-1, 61.5',
        expect.stringContaining('3: A quote (") opens in this row and is never closed.'),
        expect.stringContaining('open-quote.csv, row 3: A quote (") opens in this row'),
      ],
    ]);
  });
});
