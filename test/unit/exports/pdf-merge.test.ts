/** Merging PDFs: what is taken apart, what is shared, what is refused. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { PdfMerger } from '../../../src/main/features/certificates/pdf-merge.ts';
import { qpdfCheck, qpdfObjects } from '../../helpers/pdf-tools.ts';

const run = promisify(execFile);

/** A PDF of these object bodies, the first being the catalog. */
function aPdf(bodies: readonly string[], trailer = ''): Buffer {
  let text = '%PDF-1.7\n';
  const offsets = bodies.map((body, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const start = text.length;
  const lines = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n${lines}trailer\n<</Size ${bodies.length + 1}/Root 1 0 R${trailer}>>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

const page = (words: string, title = 'x') =>
  aPdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 300 200]/Resources<</Font<</F 5 0 R>>>>>>',
    `<</Type/Page/Parent 2 0 R/Contents 4 0 R/PieceInfo<</x(${title})>>>>`,
    `<</Length 6 0 R>>\nstream\nBT /F 12 Tf 20 100 Td (${words}) Tj ET\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Note(1 0 R \\) 2 0 R)>>',
    String(`BT /F 12 Tf 20 100 Td (${words}) Tj ET`.length),
  ]);

async function merged(files: readonly Buffer[]): Promise<Buffer> {
  const parts: Buffer[] = [];
  const merger = new PdfMerger(async (bytes) => parts.push(bytes));
  for (const [index, file] of files.entries()) await merger.add(file, `N-${index}`);
  await merger.finish({ title: 'Zwölf (12)', at: Date.UTC(2026, 0, 2) });
  return Buffer.concat(parts);
}

async function textOf(pdf: Buffer): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'examdesk-merge-'));
  try {
    await writeFile(join(folder, 'a.pdf'), pdf);
    const { stdout } = await run('pdftotext', [join(folder, 'a.pdf'), '-']);
    return stdout
      .split('\f')
      .map((each) => each.trim())
      .slice(0, -1);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('pages keep their order and what they inherit; equal objects are written once', async () => {
  const pdf = await merged([page('one'), page('two'), page('one', 'other')]);
  await qpdfCheck(pdf);
  const objects = Object.values(await qpdfObjects(pdf));
  const fonts = objects.filter((each) => JSON.stringify(each.value ?? '').includes('/Helvetica'));
  expect({
    text: await textOf(pdf),
    fonts: fonts.length,
    streams: objects.filter(({ stream }) => stream).length,
    note: JSON.stringify(fonts[0]?.value).includes('1 0 R ) 2 0 R'),
  }).toEqual({ text: ['one', 'two', 'one'], fonts: 1, streams: 2, note: true });
});

test('more pages than one node of the tree holds are all there', async () => {
  const pdf = await merged(Array.from({ length: 401 }, (_, index) => page(`page ${index}`)));
  await qpdfCheck(pdf);
  const pages = await textOf(pdf);
  expect([pages.length, pages[0], pages[200], pages[400]]).toEqual([
    401,
    'page 0',
    'page 200',
    'page 400',
  ]);
});

test('the same certificates give the same print file', async () => {
  const files = [page('one'), page('two')];
  expect((await merged(files)).equals(await merged(files))).toBe(true);
});

test.each([
  ['no PDF at all', Buffer.from('hello')],
  ['a table that points nowhere', Buffer.from('%PDF-1.7\nstartxref\n99999\n%%EOF\n')],
  ['an encrypted file', aPdf(['<</Type/Catalog/Pages 2 0 R>>', '<<>>'], '/Encrypt 2 0 R')],
  ['pages that contain each other', aPdf(['<</Pages 2 0 R>>', '<</Type/Pages/Kids[2 0 R]>>'])],
  ['an object that is missing', aPdf(['<</Pages 2 0 R>>', '<</Type/Pages/Kids[9 0 R]>>'])],
  [
    'objects in a circle',
    aPdf(['<</Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]>>', '<</Type/Page/A 4 0 R>>', '[4 0 R]']),
  ],
  [
    'a stream that is shorter than it says',
    aPdf([
      '<</Pages 2 0 R>>',
      '<</Type/Pages/Kids[3 0 R]>>',
      '<</Type/Page/Contents 4 0 R>>',
      '<</Length 500>>\nstream\nq Q\nendstream',
    ]),
  ],
  ['an object without an end', aPdf(['<</Pages 2 0 R', '<<>>'])],
])('%s is refused with its number, and the others go on', async (_what, broken) => {
  const parts: Buffer[] = [];
  const merger = new PdfMerger(async (bytes) => parts.push(bytes));
  await merger.add(page('one'), 'N-1');
  const error = await merger.add(broken, 'N-2').catch((each) => each);
  await merger.add(page('three'), 'N-3');
  await merger.finish({ title: 'T', at: 0 });
  const pdf = Buffer.concat(parts);
  await qpdfCheck(pdf);
  expect({ error, text: await textOf(pdf) }).toMatchObject({
    error: {
      code: 'unreadable_file',
      message: expect.stringContaining('Certificate N-2: It cannot be merged into a print file: '),
    },
    text: ['one', 'three'],
  });
});
