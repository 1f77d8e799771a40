// Writes resources/sample: the same bytes on every machine. The files are committed; `--check` says whether they are up to date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { certificates, importRows, newStore } from './sample/expect.mjs';
import { csv, fitsWindows1252, windows1252 } from './sample/marks.mjs';
import { numbered, regradeRows, resultsRows } from './sample/oddities.mjs';
import { readme } from './sample/readme.mjs';
import { allScripts } from './sample/session.mjs';

const seed = 20260630;
const folder = join(dirname(fileURLToPath(import.meta.url)), '../resources/sample');

const columns = [
  ['Candidate number', 'candidate'],
  ['Candidate name', 'name'],
  ['Email', 'email'],
  ['Course code', 'course'],
  ['Course title', 'title'],
  ['Pass mark', 'passMark'],
  ['Validity (months)', 'validity'],
  ['Attempt', 'attempt'],
  ['Sitting', 'sitting'],
  ['Mark', 'mark'],
  ['Enrolled', 'enrolled'],
  ['Started', 'started'],
  ['Completed', 'completed'],
  ['Hold', 'hold'],
  ['Hold reason', 'holdReason'],
  ['Modified', 'modified'],
];
const germanColumns = [
  ['Kandidatennummer', 'candidate'],
  ['Name', 'name'],
  ['Kurscode', 'course'],
  ['Versuch', 'attempt'],
  ['Punkte', 'mark'],
  ['Bestehensgrenze', 'passMark'],
  ['Geändert am', 'modified'],
];

const german = (instant) =>
  instant.replace(
    /^(\d+)-(\d+)-(\d+)T(\d+:\d+).*$/,
    (_, year, month, day, time) => `${day}.${month}.${year} ${time}`,
  );

function table(rows, headings, delimiter, change = (row) => row) {
  const cells = rows.map((row) => {
    const shown = { ...change(row), ...row.shown };
    const all = headings.map(([, field]) => shown[field] ?? '');
    return [...all.slice(0, row.cut ?? all.length), ...(row.more ?? [])];
  });
  return csv([headings.map(([heading]) => heading), ...cells], delimiter, '\r\n');
}

const results = resultsRows(seed).map((row) => ({ ...row, file: 'results.csv' }));
const regrades = regradeRows(results, fitsWindows1252).map((row) => ({
  ...row,
  file: 'regrades.csv',
}));
const scripts = numbered(allScripts(seed + 1)).map((row) => ({ ...row, file: 'all' }));

const store = newStore();
const expected = {
  'results.csv': { import: importRows(store, results), after: certificates(store) },
  'results.csv again': { import: importRows(store, results), after: certificates(store) },
  'regrades.csv': { import: importRows(store, regrades), after: certificates(store) },
  'results-all-scripts.csv': { import: importRows(store, scripts), after: certificates(store) },
};

const files = {
  'results.csv': Buffer.from(`\ufeff${table(results, columns, ',')}`),
  'regrades.csv': windows1252(
    table(regrades, germanColumns, ';', (row) => ({ ...row, modified: german(row.modified) })),
  ),
  'results-all-scripts.csv': Buffer.from(`\ufeff${table(scripts, columns, ',')}`),
  'expected.json': Buffer.from(`${JSON.stringify(expected, null, 2)}\n`),
  'README.md': Buffer.from(readme(expected, results)),
};

if (process.argv.includes('--check')) {
  const stale = Object.entries(files)
    .filter(([name, bytes]) => !readFileSync(join(folder, name)).equals(bytes))
    .map(([name]) => name);
  if (stale.length > 0) {
    console.error(`Not what scripts/make-sample.mjs writes: ${stale.join(', ')}. Run it again.`);
    process.exitCode = 1;
  }
} else {
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  console.log(
    Object.entries(files)
      .map(([name, bytes]) => `${name} ${bytes.length}`)
      .join('\n'),
  );
}
