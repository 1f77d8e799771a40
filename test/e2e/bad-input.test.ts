/** Bad files through the command line: a message that says what, where and what to do, and nothing half done. */
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { aResultsFile } from '../helpers/builders.ts';
import { type CliOptions, cli, cliJson } from '../helpers/cli.ts';
import { filesBelow, temporaryFolder } from '../helpers/folder.ts';
import { asOrdinaryUser } from '../helpers/run-sandbox.ts';
import { audit, withInspector } from '../helpers/store-inspector.ts';

const HEADINGS =
  'candidateId,candidateName,courseCode,courseTitle,passMark,mark,enrolledAt,completedAt';
const good = (id: string, facts: { mark?: string; completed?: string } = {}) =>
  `${id},Ilse Bergström,BIO-101,Biology,50,${facts.mark ?? '65'},2026-01-12T09:00:00Z,${facts.completed ?? '2026-05-28T15:30:00Z'}`;

async function importing(
  content: string | Buffer,
  more: readonly string[] = [],
  options: CliOptions = {},
) {
  const folder = await temporaryFolder();
  const store = join(folder, 'store');
  const path = join(folder, 'results.csv');
  await writeFile(path, content);
  const args = ['completions', 'import', path, '--store', store, ...more];
  return { store, folder, path, ended: await cli(args, options) };
}

/** What the store holds: it must be whole, and of a refused file there must be nothing in it. */
const held = async (store: string) => {
  const { completions, issued, pending, pdfFiles, faults } = await audit(store);
  return { completions, issued, pending, pdfFiles, faults };
};
const empty = { completions: 0, issued: 0, pending: 0, pdfFiles: 0, faults: [] };

const refusedFiles: readonly (readonly [string, string, RegExp])[] = [
  ['empty', '', /results\.csv is empty\. Export the results again/],
  [
    'of other columns',
    'Colour,Shape\nred,round\n',
    /results\.csv: no column was found for candidateId.*--map/,
  ],
  [
    'with a quote that is never closed',
    `${HEADINGS}\n${good('C-1')}\nC-2,"Ilse,BIO-101,Biology,50,65,,\n${good('C-3')}\n`,
    /results\.csv, row 3: A quote .* never closed.*close the quote/,
  ],
];

for (const [kind, content, message] of refusedFiles)
  test(`a file ${kind} is refused with the place and the remedy, and leaves nothing in the store`, async () => {
    const { ended, store } = await importing(content);
    expect({ code: ended.code, stdout: ended.stdout, held: await held(store) }).toEqual({
      ...{ code: 3, stdout: '', held: empty },
    });
    expect(ended.stderr).toMatch(message);
  });

test('a row that is too short or has a bad mark or date is left out with its reason, and the others are imported', async () => {
  const rows = [
    good('C-1'),
    'C-2,Too Short,BIO-101',
    good('C-3', { mark: '"12,5"' }),
    good('C-4', { mark: 'abc' }),
    good('C-5', { completed: '31.02.2026' }),
    good('C-6'),
  ];
  const { ended, store } = await importing([HEADINGS, ...rows, ''].join('\n'));
  const [rejects = ''] = (await filesBelow(join(store, 'imports'))).filter((name) =>
    name.endsWith('.rejected.csv'),
  );
  const problems = await withInspector(store, (db) =>
    db.all<{ row: number; problem: string }>(
      "SELECT row, shown ->> '$.problems[0]' AS problem FROM import_row WHERE class = 'invalid' ORDER BY row",
    ),
  );

  expect({ code: ended.code, held: await held(store), rejects, problems }).toEqual({
    code: 1,
    held: { completions: 2, issued: 2, pending: 0, pdfFiles: 2, faults: [] },
    rejects: expect.stringContaining('results.csv'),
    problems: [
      {
        row: 3,
        problem: expect.stringMatching(/has 3 cells, but the headings are 8\. Add the missing/),
      },
      { row: 4, problem: expect.stringMatching(/12,5/) },
      { row: 5, problem: expect.stringMatching(/abc/) },
      { row: 6, problem: expect.stringMatching(/31\.02\.2026/) },
    ],
  });
  expect(ended.stdout).toMatch(/left out, with the reason: .*rejected\.csv/);
});

test('a dry run tells the counts and writes no completion', async () => {
  const { ended, store } = await importing(`${HEADINGS}\n${good('C-1')}\nC-2,Too Short,BIO-101\n`, [
    '--dry-run',
    '--json',
  ]);
  const { counts } = (JSON.parse(ended.stdout) as { import: { counts: object } }).import;
  expect({ code: ended.code, counts, held: await held(store) }).toEqual({
    code: 1,
    counts: { new: 1, changed: 0, unchanged: 0, conflicting: 0, invalid: 1 },
    held: empty,
  });
});

test('a line of 100 MB is refused by a process that has 64 MB for its values', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'results.csv');
  const file = createWriteStream(path);
  file.write(`${HEADINGS}\n${good('C-1')}\nC-2,`);
  const megabyte = Buffer.alloc(1_000_000, 'x');
  for (let written = 0; written < 100; written++) file.write(megabyte);
  file.end(',BIO-101,Biology,50,65,,\n');
  await finished(file);
  const store = join(folder, 'store');
  const args = ['completions', 'import', path, '--store', store];
  const ended = await cli(args, { node: ['--max-old-space-size=64'] });

  expect({ code: ended.code, small: ended.peakKb < 200_000, held: await held(store) }).toEqual({
    ...{ code: 3, small: true, held: empty },
  });
  expect(ended.stderr).toMatch(/results\.csv, row 3: The row is longer than 1 MB.*Check that/);
});

test('a file that may not be read is refused by its name', async () => {
  const folder = await temporaryFolder();
  const { path } = await aResultsFile().rows(1).writeTo(folder);
  await chmod(path, 0o000);
  const store = join(folder, 'store');
  const ended = await cli(['completions', 'import', path, '--store', store], {
    within: asOrdinaryUser,
  });
  expect({ code: ended.code, held: await held(store) }).toEqual({ code: 6, held: empty });
  expect(ended.stderr).toMatch(/results\.csv may not be read by this account\. Ask for the right/);
});

test('a folder without permission, a file in place of a folder: the message names it, nothing is made', async () => {
  const folder = await temporaryFolder();
  const closed = join(folder, 'closed');
  await mkdir(closed, { mode: 0o555 });
  const file = join(folder, 'a-file');
  await writeFile(file, 'not a folder');
  const stores = [closed, join(closed, 'store'), join(file, 'store')];
  const ended = await Promise.all(
    stores.map((store) => cli(['demo', '--store', store], { within: asOrdinaryUser })),
  );

  expect({
    codes: ended.map(({ code }) => code),
    named: ended.map(({ stderr }, index) => stderr.includes(stores[index] ?? '?')),
    files: await filesBelow(folder),
  }).toEqual({ codes: [6, 6, 6], named: [true, true, true], files: ['a-file'] });
  expect(ended.map(({ stderr }) => stderr).join('')).not.toContain('Something went wrong');
});

test('wrong use and things that do not exist have codes of their own', async () => {
  const store = join(await temporaryFolder(), 'store');
  const [command, option, missing] = await Promise.all([
    cli(['complete', '--store', store]),
    cli(['run', '--until-tomorrow', '--store', store]),
    cli(['completions', 'list', '--store', store]),
  ]);
  const document = await cliJson<{ error: { code: string } }>(['tasks', 'list', '--store', store]);
  expect([command.code, option.code, missing.code, document.error.code]).toEqual([
    2,
    2,
    3,
    'not_found',
  ]);
  expect(missing.stderr).toMatch(/There is no store in .*--store/);
});
