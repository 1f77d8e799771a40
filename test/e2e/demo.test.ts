/** The sample exam session through the built program: what the command prints, and what lies on the disk. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { cli, cliJson, sampleDir } from '../helpers/cli.ts';
import { filesBelow, temporaryFolder } from '../helpers/folder.ts';
import { audit, withInspector } from '../helpers/store-inspector.ts';

const run = promisify(execFile);

interface Expected {
  readonly import: Readonly<
    Record<'new' | 'unchanged' | 'changed' | 'conflicting' | 'invalid', number>
  >;
  readonly after: {
    readonly completions: number;
    readonly eligible: number;
    readonly blocked: Readonly<Record<string, number>>;
  };
}
type Step = 'results.csv' | 'results.csv again' | 'regrades.csv' | 'results-all-scripts.csv';
const expected = JSON.parse(readFileSync(join(sampleDir, 'expected.json'), 'utf8')) as Record<
  Step,
  Expected
>;

/** Marks that go down below the pass mark in regrades.csv: what was issued stays, with a warning. */
const REGRADED_BELOW = 5;

interface Demo {
  readonly counts: object;
  readonly issuedNow: number;
  readonly pdfFiles: number;
  readonly ledger: {
    readonly entered: number;
    readonly issued: number;
    readonly blocked: number;
    readonly failed: number;
    readonly reasons: readonly { code: string; count: number }[];
  };
}
interface Import {
  readonly import: { readonly counts: object };
}

const countsIn = (file: Step) => {
  const { new: added, unchanged, changed, conflicting, invalid } = expected[file].import;
  return { new: added, unchanged, changed, conflicting, invalid };
};
const reasonsIn = (file: Step) => Object.entries(expected[file].after.blocked).sort();
const blockedBy = ({ ledger }: Demo) =>
  ledger.reasons.map(({ code, count }) => [code, count]).sort();

interface Issued {
  readonly path: string;
  readonly number: string;
  readonly name: string;
  /** Why an issued one does not agree with the store any more. */
  readonly warning: string | null;
}
const issuedIn = (store: string): Promise<Issued[]> =>
  withInspector(store, (db) =>
    db.all<Issued>(
      `SELECT c.path, c.number, c.warning, m.name FROM certificate AS c JOIN completion AS m ON m.id = c.completion_id
       WHERE c.state = 'issued' ORDER BY c.path`,
    ),
  );

/** The files whose printed text lacks the candidate's name, letter for letter. */
async function withoutTheirName(store: string, issued: readonly Issued[]): Promise<string[]> {
  const missing: string[] = [];
  const work = [...issued];
  const lane = async () => {
    for (let next = work.pop(); next; next = work.pop()) {
      const file = join(store, 'certificates', next.path);
      const { stdout } = await run('pdftotext', [
        '-enc',
        'UTF-8',
        '-nopgbrk',
        '-layout',
        file,
        '-',
      ]);
      if (!plain(stdout).includes(plain(next.name))) missing.push(`${next.name}: ${next.path}`);
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  return missing;
}

// A long name may be broken over two lines, and poppler marks the direction of right-to-left runs.
const plain = (text: string) =>
  text.replace(/[\u202A-\u202E\u2066-\u2069\u200E\u200F]/gu, '').replace(/\s+/gu, ' ');

/** qpdf's complaints about all of them, in one run for each hundred. */
async function damaged(files: readonly string[]): Promise<string[]> {
  const complaints: string[] = [];
  for (let at = 0; at < files.length; at += 100) {
    const some = files.slice(at, at + 100);
    const script = 'for f in "$@"; do qpdf --check "$f" >/dev/null || echo "$f"; done';
    const { stdout, stderr } = await run('sh', ['-c', script, 'sh', ...some]);
    if (stdout + stderr !== '') complaints.push(stdout + stderr);
  }
  return complaints;
}

/** The hash of each certificate's file, by name. */
async function bytesOf(store: string): Promise<string[]> {
  const folder = join(store, 'certificates');
  const names = await filesBelow(folder);
  return Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(folder, name));
      return `${name} ${createHash('sha256').update(bytes).digest('hex')}`;
    }),
  );
}

test('the demo issues one sound certificate for each eligible candidate, and a second run changes nothing', async () => {
  const store = join(await temporaryFolder(), 'store');
  const after = expected['results.csv'].after;

  const first = await cliJson<Demo>(['demo', '--store', store]);
  const issued = await issuedIn(store);
  const bytes = await bytesOf(store);
  expect({
    counts: first.counts,
    ledger: { ...first.ledger, reasons: blockedBy(first) },
    files: [first.pdfFiles, issued.length],
    damaged: await damaged(issued.map(({ path }) => join(store, 'certificates', path))),
    withoutTheirName: await withoutTheirName(store, issued),
    notComposed: issued.filter(({ name }) => name !== name.normalize('NFC')),
    audit: await audit(store),
  }).toEqual({
    counts: countsIn('results.csv'),
    ledger: expect.objectContaining({
      ...{ entered: after.completions, issued: after.eligible, inProgress: 0, failed: 0 },
      ...{ blocked: after.completions - after.eligible, reasons: reasonsIn('results.csv') },
    }),
    files: [after.eligible, after.eligible],
    damaged: [],
    withoutTheirName: [],
    notComposed: [],
    audit: expect.objectContaining({ issued: after.eligible, pending: 0, faults: [] }),
  });

  const second = await cliJson<Demo>(['demo', '--store', store]);
  expect({
    issuedNow: second.issuedNow,
    counts: second.counts,
    files: await bytesOf(store),
  }).toEqual({ issuedNow: 0, counts: countsIn('results.csv again'), files: bytes });
}, 300_000);

test('regrades and names in every script are imported as the sample says, and no name is printed wrong', async () => {
  const store = join(await temporaryFolder(), 'store');
  const counts: Record<string, object> = {};
  const codes: number[] = [];
  const files = ['results.csv', 'regrades.csv', 'results-all-scripts.csv'] as const;
  for (const file of files) {
    const args = ['completions', 'import', join(sampleDir, file), '--store', store];
    const { stdout, code } = await cli([
      ...args,
      '--json',
      ...(file === 'regrades.csv' ? ['--take-guesses'] : []),
    ]);
    counts[file] = (JSON.parse(stdout) as Import).import.counts;
    codes.push(code ?? -1);
  }
  const issued = await issuedIn(store);
  const blocked = await withInspector(store, (db) =>
    db.all<{ code: string; n: number }>(
      "SELECT reason_code AS code, count(*) AS n FROM certificate WHERE state = 'blocked' AND reason <> '' GROUP BY 1",
    ),
  );
  const unprintable = blocked.find(({ code }) => code === 'glyph_missing')?.n ?? 0;
  const decided = blocked.filter(({ code }) => code !== 'glyph_missing');

  expect({
    codes,
    counts,
    printedOrRefused: issued.filter(({ warning }) => warning === null).length + unprintable,
    noLongerEntitled: issued.filter(({ warning }) => warning?.startsWith('No longer entitled'))
      .length,
    blocked: decided.map(({ code, n }) => [code, n]).sort(),
    withoutTheirName: await withoutTheirName(store, issued),
    faults: (await audit(store)).faults,
  }).toEqual({
    codes: [1, 1, 0],
    counts: Object.fromEntries(files.map((file) => [file, countsIn(file)])),
    printedOrRefused: expected['results-all-scripts.csv'].after.eligible,
    noLongerEntitled: REGRADED_BELOW,
    blocked: reasonsIn('results-all-scripts.csv'),
    withoutTheirName: [],
    faults: [],
  });
}, 300_000);
