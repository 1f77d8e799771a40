/** A large file needs no more memory than a small one: rows are read, judged and written in batches. */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { cli } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/folder.ts';
import { lookAt } from '../helpers/kill-run.ts';

const FEW = 2_000;
const MANY = 100_000;
// V8 lets garbage lie until it must tidy up; this bound makes it do so, and ends a program that keeps its rows.
const bounded = ['--max-old-space-size=64', '--max-semi-space-size=4'];

async function resultsOf(folder: string, rows: number): Promise<string> {
  const path = join(folder, `${rows}.csv`);
  const file = createWriteStream(path);
  file.write(
    'candidateId,candidateName,courseCode,courseTitle,passMark,mark,enrolledAt,completedAt\n',
  );
  for (let row = 1; row <= rows; row++)
    file.write(
      `C-${row},Candidate Number ${row},BIO-101,Biology,50,65,2026-01-12T09:00:00Z,2026-05-28T15:30:00Z\n`,
    );
  file.end();
  await finished(file);
  return path;
}

test('the check and commit of 100 000 rows need less than one and a half times the memory of 2 000', async () => {
  const folder = await temporaryFolder();
  const importing = async (rows: number) => {
    const store = join(folder, `store-${rows}`);
    const path = await resultsOf(folder, rows);
    const args = ['completions', 'import', path, '--no-wait', '--store', store];
    const { code, peakKb } = await cli(args, { node: bounded });
    return { code, peakKb, completions: (await lookAt(store)).completions };
  };
  const few = await importing(FEW);
  const many = await importing(MANY);
  console.log(`peak memory: ${few.peakKb} KB for ${FEW} rows, ${many.peakKb} KB for ${MANY}`);

  expect({
    codes: [few.code, many.code],
    completions: [few.completions, many.completions],
    measured: few.peakKb > 0,
    ratioBelowOneAndAHalf: many.peakKb < 1.5 * few.peakKb,
  }).toEqual({
    ...{ codes: [0, 0], completions: [FEW, MANY], measured: true, ratioBelowOneAndAHalf: true },
  });
}, 300_000);
