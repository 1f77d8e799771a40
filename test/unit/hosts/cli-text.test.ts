/** The command line's words: arguments, mapping, tables, progress, the demo's summary, exit codes. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { applyMap, mapArgument, wholeNumber } from '../../../src/main/hosts/cli/arguments.ts';
import { browserArguments, findBrowser } from '../../../src/main/hosts/cli/browser.ts';
import { demoSummary } from '../../../src/main/hosts/cli/demo-summary.ts';
import { exitCodeOf, exitCodes } from '../../../src/main/hosts/cli/exit-codes.ts';
import { chooseMapping } from '../../../src/main/hosts/cli/import-file.ts';
import { progressText } from '../../../src/main/hosts/cli/progress.ts';
import { displayWidth, instantFormat, table } from '../../../src/main/hosts/cli/text.ts';
import { parseInstant } from '../../../src/main/hosts/common/instant.ts';
import { errorCodes } from '../../../src/shared/errors.ts';

describe('exit codes', () => {
  test('every error has one that is not success, and the page lists them all', async () => {
    const page = await readFile('docs/command-line.md', 'utf8');
    const listed = [...page.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));

    expect(listed).toEqual(Object.values(exitCodes));
    for (const code of Object.keys(errorCodes) as (keyof typeof errorCodes)[])
      expect(exitCodeOf(code)).toBeGreaterThan(exitCodes.wrongUse);
  });
});

describe('--map', () => {
  test('is repeated, ignores the case of the field, and keeps "=" in a column', () => {
    const once = mapArgument('CandidateId=No.');
    expect(mapArgument('mark=Score = %', once)).toEqual({ candidateId: 'No.', mark: 'Score = %' });
  });

  test.each(['mark', 'colour=Blue', '=Blue'])('refuses %s and names the fields', (text) => {
    expect(() => mapArgument(text)).toThrow(/Write field=Column. The fields are candidateId, /);
  });

  test('replaces a suggestion, leaves a field out, and takes a column from the field it was suggested for', () => {
    const suggested = { candidateId: 'Id', candidateName: 'Name', mark: 'Score', email: 'Mail' };

    expect(applyMap(suggested, { attempt: 'Score', email: null })).toEqual({
      candidateId: 'Id',
      candidateName: 'Name',
      attempt: 'Score',
    });
  });
});

describe('the columns of a file', () => {
  const inspection = {
    file: 'results.csv',
    header: ['Id', 'Who', 'Course', 'Points'],
    mapping: { candidateId: 'Id', candidateName: 'Who', courseCode: 'Course', mark: 'Points' },
    certain: ['candidateId' as const, 'courseCode' as const],
    remembered: false,
  };

  test('a guess needs a word of confirmation', () => {
    expect(() => chooseMapping(inspection, {}, false)).toThrow(
      /only a guess.*--map "candidateName=Who" --map "mark=Points"/,
    );
  });

  test.each([
    ['confirmed', inspection, { candidateName: 'Who', mark: 'Points' } as const, false],
    ['taken in one', inspection, {}, true],
    ['used before', { ...inspection, remembered: true }, {}, false],
  ])('guesses that are %s are taken', (_what, inspected, map, takeGuesses) => {
    expect(chooseMapping(inspected, map, takeGuesses)).toEqual(inspection.mapping);
  });

  test('a column that is not there and a required field without one are named', () => {
    expect(() => chooseMapping(inspection, { mark: 'Score' }, true)).toThrow(
      'results.csv has no column "Score" for mark. Its columns are "Id", "Who", "Course", "Points".',
    );
    expect(() => chooseMapping(inspection, { candidateName: null }, true)).toThrow(
      /no column was found for candidateName, which every row needs. Name it with --map/,
    );
  });
});

test.each(['', '-1', '1.5', '0', '11', '1e1', '９'])(
  '%s is no whole number from 1 to 10',
  (text) => {
    expect(() => wholeNumber(1, 10)(text)).toThrow('Give a whole number from 1 to 10.');
  },
);

describe('tables', () => {
  test('columns are aligned over scripts, numbers to the right, nothing is a dash', () => {
    const rows = [
      { name: 'Zoe\u0308', mark: '9.5' },
      { name: '王小明', mark: null },
      { name: 'Ann', mark: '100' },
    ];
    expect(
      table(rows, [
        { title: 'name', of: (row) => row.name },
        { title: 'mark', align: 'right', of: (row) => row.mark },
      ]),
    ).toEqual(['name    mark', 'Zoe\u0308      9.5', '王小明     -', 'Ann      100']);
  });

  test('a value cannot move the cursor, colour the terminal or turn the direction', () => {
    const lines = table(
      [{ name: 'a\u001B[31mb\n\u202Ec' }],
      [{ title: 'name', of: (row) => row.name }],
    );
    expect(lines).toEqual(['name', 'a [31mb c']);
  });

  test('East Asian letters take two columns, marks none', () => {
    expect(['a', '王', 'e\u0301', '한'].map(displayWidth)).toEqual([1, 2, 1, 2]);
  });
});

test('instants are shown in the zone of the office, also across a change of the clock', () => {
  const berlin = instantFormat('Europe/Berlin');
  expect([
    berlin(Date.UTC(2026, 2, 29, 0, 30)),
    berlin(Date.UTC(2026, 2, 29, 1, 30)),
    berlin(null),
  ]).toEqual(['2026-03-29 01:30', '2026-03-29 03:30', null]);
});

test.each([
  ['2026-06-15T14:30:00+02:00', Date.UTC(2026, 5, 15, 12, 30)],
  ['2026-06-15T14:30Z', Date.UTC(2026, 5, 15, 14, 30)],
  ['2026-06-15T14:30:59.123456z', Date.UTC(2026, 5, 15, 14, 30, 59, 123)],
  ['2026-06-15T00:15:00-0530', Date.UTC(2026, 5, 15, 5, 45)],
  ['1899-12-31T23:59:59Z', Date.UTC(1899, 11, 31, 23, 59, 59)],
  ['2026-06-15T14:30:00', { problem: expect.stringContaining('has no zone') }],
  ['2026-02-29T10:00Z', { problem: expect.stringContaining('does not exist') }],
  ['2026-06-15T24:00Z', { problem: expect.stringContaining('does not exist') }],
  ['0050-01-01T00:00Z', { problem: expect.stringContaining('does not exist') }],
  ['2026-06-15T14:30+25:00', { problem: expect.stringContaining('impossible offset') }],
  ['2026-06-15', { problem: expect.stringContaining('is not an instant') }],
  ['15.06.2026', { problem: expect.stringContaining('is not an instant') }],
])('the instant %s', (text, expected) => {
  expect(parseInstant(text)).toEqual(expected);
});

test.each([
  [
    { done: 120, total: 480, step: 'Rendering', perSecond: 34.2, secondsLeft: 10.6 },
    '120 of 480 (25 %), Rendering, 34/s, 11 s left',
  ],
  [
    { done: 1_999, total: 2_000, step: '', perSecond: null, secondsLeft: null },
    '1\u00A0999 of 2\u00A0000 (99 %)',
  ],
  [
    { done: 1, total: null, step: 'Reading', perSecond: null, secondsLeft: null },
    '1 item, Reading',
  ],
])('progress %#', (progress, text) => {
  expect(progressText(progress)).toBe(text);
});

describe('the demo', () => {
  const outcome = {
    storeDir: '/d',
    certificatesDir: '/d/certificates',
    counts: { new: 510, changed: 0, unchanged: 4, conflicting: 2, invalid: 5 },
    rejectsFile: '/d/imports/1-rejected.csv',
    ledger: {
      entered: 510,
      completed: 498,
      issued: 470,
      inProgress: 0,
      blocked: 40,
      failed: 0,
      reasons: [
        { code: 'on_hold' as const, count: 10 },
        { code: 'below_pass_mark' as const, count: 30 },
      ],
    },
    issuedNow: 470,
    pdfFiles: 470,
    seconds: 3.14,
  };

  test('says what came of every row, where the files are, and what to do next', () => {
    expect(demoSummary(outcome, 'examdesk serve --open')).toEqual([
      'entered                510',
      'completed              498',
      'issued                 470 (470 by this run)',
      'blocked                40',
      '  on hold              10',
      '  below the pass mark  30',
      'rejected rows          5',
      'conflicting rows       2',
      'PDFs on disk           470',
      'seconds                3.1 s',
      '',
      'The PDFs are in /d/certificates',
      'The rows left out, with the reason of each: /d/imports/1-rejected.csv',
      'Open the console on this store: examdesk serve --open',
    ]);
  });

  test('does not call unfinished work done', () => {
    const ledger = { ...outcome.ledger, inProgress: 3 };
    const lines = demoSummary({ ...outcome, ledger, issuedNow: 0 }, '');
    expect(lines).toContain('in progress            3');
    expect(lines).toContain(
      'Some certificates are still to be made; "examdesk run --until-idle" goes on.',
    );
    expect(lines.join()).not.toContain('Nothing new');
  });

  test('says so when nothing new was issued', () => {
    const again = demoSummary({ ...outcome, issuedNow: 0 }, '');
    expect(again).toContain('issued                 470 (none by this run)');
    expect(again).toContain('Nothing new was issued: everyone entitled has a certificate already.');
  });
});

describe('the browser', () => {
  const found = (env: Record<string, string>, platform: NodeJS.Platform, ...files: string[]) =>
    findBrowser({ env, platform, exists: (path) => files.includes(path) });

  test('the first that is there, in the order of the list and the path', () => {
    const env = { PATH: '/usr/local/bin:/usr/bin' };
    expect([
      found(env, 'linux', '/usr/bin/google-chrome', '/usr/bin/chromium'),
      found(env, 'linux', '/usr/bin/microsoft-edge'),
      found(env, 'linux'),
      found({}, 'darwin', '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge'),
      found(
        { PROGRAMFILES: 'C:\\Programs' },
        'win32',
        'C:\\Programs\\Microsoft\\Edge\\Application\\msedge.exe',
      ),
      found({ ...env, EXAMDESK_BROWSER: '/opt/b' }, 'linux', '/opt/b', '/usr/bin/chromium'),
    ]).toEqual([
      '/usr/bin/chromium',
      '/usr/bin/microsoft-edge',
      undefined,
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
      'C:\\Programs\\Microsoft\\Edge\\Application\\msedge.exe',
      '/opt/b',
    ]);
  });

  test('opens a window of its own with a profile of its own', () => {
    expect(browserArguments('http://127.0.0.1:1/#token=t', '/store/browser')).toEqual(
      expect.arrayContaining([
        '--app=http://127.0.0.1:1/#token=t',
        '--user-data-dir=/store/browser',
      ]),
    );
  });
});
