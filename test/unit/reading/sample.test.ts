/** The sample session is what its generator writes, and reads as its README says. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { detectText } from '../../../src/main/features/completions/reading/detect.ts';
import { parseRow } from '../../../src/main/features/completions/reading/parse-row.ts';
import { suggestMapping } from '../../../src/main/features/completions/reading/suggest-mapping.ts';
import { readTable } from '../../../src/main/features/completions/reading/table.ts';
import type { CompletionEvent } from '../../../src/shared/completion-event.ts';

const root = join(import.meta.dirname, '../../..');
const notable = z.array(z.object({ row: z.int(), candidate: z.string(), reason: z.string() }));
const expectations = z.record(
  z.string(),
  z.object({ import: z.object({ rows: z.int(), notable: z.object({ invalid: notable }) }) }),
);

async function sample(name: string) {
  const path = join(root, 'resources/sample', name);
  const detected = await detectText(path);
  const { mapping, guessed, unused } = suggestMapping(detected.header);
  const events: CompletionEvent[] = [];
  const invalid: number[] = [];
  for await (const { rows } of readTable(path, detected)) {
    for (const raw of rows) {
      const parsed = parseRow(raw, mapping, { zone: 'Europe/Berlin' });
      if (parsed.ok) events.push(parsed.event);
      else invalid.push(raw.row);
    }
  }
  return { detected, guessed, unused, events, invalid };
}

async function expected(name: string) {
  const text = await readFile(join(root, 'resources/sample/expected.json'), 'utf8');
  const found = expectations.parse(JSON.parse(text))[name];
  if (found === undefined) throw new Error(`expected.json says nothing of ${name}`);
  return found.import;
}

describe('the sample session', () => {
  it('is committed as its generator writes it', async () => {
    const run = promisify(execFile)(process.execPath, ['scripts/make-sample.mjs', '--check'], {
      cwd: root,
    });
    await expect(run).resolves.toMatchObject({ stderr: '' });
  });

  it.each([
    ['results.csv', 'utf-8', ','],
    ['regrades.csv', 'windows-1252', ';'],
    ['results-all-scripts.csv', 'utf-8', ','],
  ])(
    '%s is understood without help, and exactly the rows meant to be broken are',
    async (name, encoding, delimiter) => {
      const { detected, unused, events, invalid } = await sample(name);
      const { rows, notable } = await expected(name);
      // A course that nobody knows is for the store to notice, not for the reader.
      const unreadable = notable.invalid.filter(({ reason }) => reason !== 'unknown_course');
      expect({
        encoding: detected.encoding,
        delimiter: detected.delimiter,
        unused,
        invalid,
        rows: events.length + invalid.length,
      }).toEqual({
        encoding,
        delimiter,
        unused: [],
        invalid: unreadable.map(({ row }) => row),
        rows,
      });
    },
  );

  it('has only Latin, Greek and Cyrillic names in results.csv, and 16 other scripts beside it', async () => {
    const european =
      /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]+$/u;
    const names = async (file: string) =>
      (await sample(file)).events.map((event) => event.candidate.name);
    expect((await names('results.csv')).filter((name) => !european.test(name))).toEqual([]);
    expect((await names('results-all-scripts.csv')).filter((name) => european.test(name))).toEqual(
      [],
    );
  });

  it('keeps a mark that is below the pass mark by one unit of its last digit', async () => {
    const { events } = await sample('results.csv');
    expect(events.filter(({ mark }) => mark === '49.999999999999999999')).toHaveLength(1);
  });
});
