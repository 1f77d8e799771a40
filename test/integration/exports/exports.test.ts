/** Exporting certificates: files by a pattern, one ZIP, one print file; whole or not there, never over anything. */

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { expect, onTestFinished, test } from 'vitest';
import { dateIn } from '../../../src/main/features/certificates/dates.ts';
import { exportMerged } from '../../../src/main/features/certificates/export-merged.ts';
import type { ExportRun } from '../../../src/main/features/certificates/export-source.ts';
import { exportZip } from '../../../src/main/features/certificates/export-zip.ts';
import { Connection } from '../../../src/main/kernel/db/sql.ts';
import type { CompletionEvent } from '../../../src/shared/completion-event.ts';
import type { AppContract } from '../../../src/shared/contract/index.ts';
import type { Client } from '../../../src/shared/rpc/types.ts';
import { aCompletionEvent } from '../../helpers/builders.ts';
import { filesBelow } from '../../helpers/folder.ts';
import { type Office, openOffice } from '../../helpers/office.ts';
import { qpdfCheck } from '../../helpers/pdf-tools.ts';

const run = promisify(execFile);
type Wish = Parameters<Client<AppContract>['certificates']['export']>[0];

const people = [
  aCompletionEvent().of('C-0003', 'Zoë Quillfeather').for('BIO-101'),
  aCompletionEvent().of('C-0001', 'Nguyễn Thị Ánh').for('CHE-110').with({ sitting: 'Summer 2026' }),
  aCompletionEvent().of('C-0002', 'فاطمة الزهراء').for('BIO-101'),
  aCompletionEvent().of('C-0004', 'Zoë Quillfeather').for('BIO-101'),
].map((event) => event.build());

/** An office with these certificates issued. */
async function issued(events: readonly CompletionEvent[] = people): Promise<Office> {
  const office = await openOffice();
  await office.client.completions.record({ events: [...events] });
  await office.work();
  return office;
}

async function exported(office: Office, wish: Partial<Wish>) {
  const folder = join(office.dir, 'handover');
  const { taskId } = await office.client.certificates.export({ filter: {}, folder, ...wish });
  await office.work();
  const { task } = await office.client.tasks.get({ id: taskId });
  return { folder, task };
}

const manifestIn = (text: string): Record<string, string>[] =>
  parse(text, { columns: true, bom: true });
const manifestOf = async (folder: string) =>
  manifestIn(await readFile(join(folder, 'manifest.csv'), 'utf8'));
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Text of each page, in order. */
async function pagesOf(path: string): Promise<string[]> {
  const { stdout } = await run('pdftotext', ['-enc', 'UTF-8', path, '-']);
  return stdout.split('\f').slice(0, -1);
}

test('files are named by the pattern, in folders where it has a slash, and two equal names get a number', async () => {
  const office = await issued();
  const { folder, task } = await exported(office, {
    pattern: '{course}/{year} {name}{sitting}',
    order: 'candidate',
  });
  const manifest = await manifestOf(folder);
  expect({
    task: [task.state, task.summary],
    files: (await filesBelow(folder)).sort(),
    manifest: manifest.map(({ candidateId, file, outcome }) => [candidateId, file, outcome]),
    hashes: await Promise.all(
      manifest.map(
        async ({ file, sha256: told }) => sha256(await readFile(join(folder, file ?? ''))) === told,
      ),
    ),
  }).toEqual({
    task: ['succeeded', `4 written to ${folder}`],
    files: [
      'BIO-101/2026 Zoë Quillfeather (2).pdf',
      'BIO-101/2026 Zoë Quillfeather.pdf',
      'BIO-101/2026 فاطمة الزهراء.pdf',
      'CHE-110/2026 Nguyễn Thị ÁnhSummer 2026.pdf',
      'manifest.csv',
    ],
    manifest: [
      ['C-0001', 'CHE-110/2026 Nguyễn Thị ÁnhSummer 2026.pdf', 'written'],
      ['C-0002', 'BIO-101/2026 فاطمة الزهراء.pdf', 'written'],
      ['C-0003', 'BIO-101/2026 Zoë Quillfeather.pdf', 'written'],
      ['C-0004', 'BIO-101/2026 Zoë Quillfeather (2).pdf', 'written'],
    ],
    hashes: [true, true, true, true],
  });
});

test('a ZIP holds every PDF as it was sealed and a manifest that also names the damaged one', async () => {
  const office = await issued();
  const [damaged] = await office.files();
  await writeFile(join(office.dir, 'certificates', damaged ?? ''), 'not a certificate');
  const { folder, task } = await exported(office, { format: 'zip', pattern: '{candidate}' });
  const zip = join(folder, 'certificates.zip');
  const { stdout } = await run('unzip', ['-Z1', zip]);
  const names = stdout.trim().split('\n');
  const read = async (name: string) =>
    (await run('unzip', ['-p', zip, name], { encoding: 'buffer', maxBuffer: 1 << 26 })).stdout;
  const manifest = manifestIn((await read('manifest.csv')).toString('utf8'));
  const written = manifest.filter(({ outcome }) => outcome === 'written');
  const missed = manifest.filter(({ outcome }) => outcome !== 'written');
  expect({
    whole: (await run('unzip', ['-tq', zip])).stdout.startsWith('No errors detected'),
    state: task.state,
    summary: task.summary?.replace(zip, 'ZIP'),
    last: names.at(-1),
    files: names.slice(0, -1).sort(),
    same: await Promise.all(
      written.map(async ({ file, sha256: told }) => sha256(await read(file ?? '')) === told),
    ),
    missed: missed.map(({ file, outcome }) => [
      file,
      outcome?.includes('is not the one that was sealed'),
    ]),
    folder: await filesBelow(folder),
  }).toEqual({
    whole: true,
    state: 'succeeded',
    summary: '3 written to ZIP, 1 missed (see manifest.csv)',
    last: 'manifest.csv',
    files: written.map(({ candidateId }) => `${candidateId}.pdf`).sort(),
    same: [true, true, true],
    missed: [['', true]],
    folder: ['certificates.zip'],
  });
});

test('a print file has every certificate once, in the order asked for, and stores what they share once', async () => {
  const office = await issued();
  const { folder, task } = await exported(office, { format: 'merged', order: 'course' });
  const path = join(folder, 'certificates.pdf');
  const pdf = await readFile(path);
  await qpdfCheck(pdf);
  const sizes = await Promise.all(
    (await office.files()).map(
      async (file) => (await readFile(join(office.dir, 'certificates', file))).length,
    ),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const manifest = await manifestOf(folder);
  const pages = await pagesOf(path);
  expect({
    state: task.state,
    order: manifest.map(({ candidateId, file }) => [candidateId, file]),
    // Each page says the number of the certificate that the manifest has in its place.
    numbers: manifest.map(({ number }, index) => pages[index]?.includes(number ?? '?')),
    pages: pages.length,
    smaller: pdf.length < total / 2,
  }).toEqual({
    state: 'succeeded',
    order: [
      ['C-0003', 'certificates.pdf, page 1'],
      ['C-0004', 'certificates.pdf, page 2'],
      ['C-0002', 'certificates.pdf, page 3'],
      ['C-0001', 'certificates.pdf, page 4'],
    ],
    numbers: [true, true, true, true],
    pages: 4,
    smaller: true,
  });
});

test('every page of a print file looks exactly like the certificate it was made from', async () => {
  const office = await issued();
  const { folder } = await exported(office, { format: 'merged', order: 'number' });
  const picture = async (path: string, page: number) => {
    const { stdout } = await run(
      'pdftoppm',
      ['-r', '50', '-f', String(page), '-l', String(page), path],
      { encoding: 'buffer', maxBuffer: 1 << 26 },
    );
    return sha256(stdout);
  };
  const rows = await office.sql<{ path: string }>('SELECT path FROM certificate ORDER BY number');
  const same = await Promise.all(
    rows.map(
      async ({ path }, index) =>
        (await picture(join(office.dir, 'certificates', path), 1)) ===
        (await picture(join(folder, 'certificates.pdf'), index + 1)),
    ),
  );
  expect(same).toEqual([true, true, true, true]);
});

test('an export refuses a folder that holds one already, whatever its form', async () => {
  const office = await issued();
  const answers: unknown[] = [];
  for (const name of ['manifest.csv', 'certificates.zip', 'certificates.pdf', 'other.pdf']) {
    const folder = join(office.dir, `taken-${name}`);
    await mkdir(folder);
    await writeFile(join(folder, name), 'precious');
    answers.push(
      await office.client.certificates
        .export({ filter: {}, folder, format: 'zip' })
        .catch((error) => error.code),
      await readFile(join(folder, name), 'utf8'),
    );
  }
  expect(answers).toEqual(Array.from({ length: 4 }, () => ['conflict', 'precious']).flat());
});

test('a pattern with an unknown placeholder is refused with the ones there are', async () => {
  const office = await issued();
  const wish = { filter: {}, folder: join(office.dir, 'out'), pattern: '{surname} {number}' };
  const error = await office.client.certificates.export(wish).catch((each) => each);
  expect([error.code, error.message]).toEqual([
    'invalid_input',
    'The file name pattern “{surname} {number}” has no meaning for {surname}. A pattern is for example {course}/{name} {number}; the placeholders are {number}, {name}, {course}, {candidate}, {sitting}, {year}.',
  ]);
});

/** A run of an export that is asked to stop once it has done two certificates. */
async function stoppedAfterTwo(office: Office, folder: string): Promise<ExportRun> {
  const controller = new AbortController();
  const db = await Connection.open(join(office.dir, 'examdesk.db'), 'read');
  onTestFinished(() => db.close());
  return {
    db,
    certificatesDir: join(office.dir, 'certificates'),
    folder,
    filter: {},
    order: 'number',
    pattern: undefined,
    dateOf: dateIn('UTC'),
    context: {
      jobId: 1,
      lane: 'heavy',
      attempt: 1,
      actor: 'tester',
      signal: controller.signal,
      checkpoint: undefined,
      progress: ({ done = 0 }) => {
        if (done >= 2) controller.abort();
      },
      commit: () => Promise.reject(new Error('An export writes nothing to the store')),
    },
  };
}

test.each([
  ['zip', (run: ExportRun) => exportZip(run, 0)],
  ['merged', (run: ExportRun) => exportMerged(run, 'Certificates', 0)],
] as const)('a %s export that is stopped in the middle leaves no half file', async (_, begin) => {
  const office = await issued();
  const folder = join(office.dir, 'handover');
  const error = await begin(await stoppedAfterTwo(office, folder)).catch((each) => each);
  expect([error.code, await filesBelow(folder)]).toEqual(['cancelled', []]);
});

test('an export that was called off can be taken up again in its folder', async () => {
  const office = await openOffice({ working: false });
  await office.client.completions.record({ events: people });
  await office.work();
  await office.close();
  const again = await openOffice({ dir: office.dir, working: false });
  const folder = join(office.dir, 'handover');
  const { taskId } = await again.client.certificates.export({ filter: {}, folder });
  await again.client.tasks.cancel({ id: taskId });
  await again.client.tasks.retry({ id: taskId });
  await again.work();
  expect([
    (await again.client.tasks.get({ id: taskId })).task.state,
    (await filesBelow(folder)).length,
  ]).toEqual(['succeeded', 5]);
});
