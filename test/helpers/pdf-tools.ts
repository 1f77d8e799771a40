/** What independent programs say about a PDF: qpdf, and the tools of poppler. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';

const run = promisify(execFile);

/** Gives `work` the PDF as a file in a folder of its own, and removes the folder. */
async function withFile<T>(
  pdf: Buffer,
  work: (path: string, folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'examdesk-pdf-'));
  try {
    const path = join(folder, 'certificate.pdf');
    await writeFile(path, pdf);
    return await work(path, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Rejects with qpdf's own words when the file is not clean: warnings count. */
export async function qpdfCheck(pdf: Buffer): Promise<void> {
  await withFile(pdf, (path) => run('qpdf', ['--check', path]));
}

export interface PdfValue {
  readonly value?: unknown;
  readonly stream?: { readonly dict: Record<string, unknown>; readonly data: string };
}

/** The file's objects as qpdf reads them, by `obj:3 0 R` and `trailer`; stream data unpacked, in base64. */
export async function qpdfObjects(pdf: Buffer): Promise<Record<string, PdfValue>> {
  const options = ['--json', '--json-key=qpdf', '--json-stream-data=inline', '--decode-level=all'];
  const { stdout } = await withFile(pdf, (path) =>
    run('qpdf', [...options, path], { maxBuffer: 1 << 28 }),
  );
  return (JSON.parse(stdout) as { qpdf: [unknown, Record<string, PdfValue>] }).qpdf[1];
}

/** The tags of a document with the text in each, as poppler reads them. */
export async function pdfStructure(pdf: Buffer): Promise<string> {
  const { stdout } = await withFile(pdf, (path) => run('pdfinfo', ['-struct-text', path]));
  return stdout;
}

/**
 * The lines of text that a reader's search finds, in reading order, empty ones left out. Without the
 * direction marks that pdftotext itself puts round a right-to-left line.
 */
export async function pdfLines(pdf: Buffer): Promise<string[]> {
  const { stdout } = await withFile(pdf, (path) =>
    run('pdftotext', ['-enc', 'UTF-8', '-nopgbrk', path, '-']),
  );
  return stdout
    .replace(/[\u202a-\u202c]/g, '')
    .split('\n')
    .filter((line) => line !== '');
}

/** The lines of text in the order in which the file draws them, those across the page among them. */
export async function pdfDrawnLines(pdf: Buffer): Promise<string[]> {
  const { stdout } = await withFile(pdf, (path) =>
    run('pdftotext', ['-raw', '-enc', 'UTF-8', '-nopgbrk', path, '-']),
  );
  return stdout.split('\n').filter((line) => line !== '');
}

export interface FontRow {
  readonly name: string;
  readonly embedded: boolean;
  readonly subset: boolean;
  readonly unicode: boolean;
}

export async function pdfFonts(pdf: Buffer): Promise<FontRow[]> {
  const { stdout } = await withFile(pdf, (path) => run('pdffonts', [path]));
  return stdout
    .trimEnd()
    .split('\n')
    .slice(2)
    .map((line) => {
      const [, name = '', embedded, subset, unicode] =
        /^(\S+).*\s(yes|no)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+\s*$/.exec(line) ?? [];
      const is = (word: string | undefined): boolean => word === 'yes';
      return { name, embedded: is(embedded), subset: is(subset), unicode: is(unicode) };
    });
}

/** The document information that poppler reads: title, author, dates as written in the file. */
export async function pdfInfo(pdf: Buffer): Promise<Record<string, string>> {
  const { stdout } = await withFile(pdf, (path) => run('pdfinfo', ['-rawdates', path]));
  return Object.fromEntries(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
}

/** The first page as pixels. */
export async function renderPage(pdf: Buffer, dpi: number): Promise<PNG> {
  return withFile(pdf, async (path, folder) => {
    const out = join(folder, 'page');
    await run('pdftoppm', ['-r', String(dpi), '-png', '-singlefile', path, out]);
    return PNG.sync.read(await readFile(`${out}.png`));
  });
}

/** What a phone's camera reads from the page, or nothing. */
export function readQr(page: PNG): string | undefined {
  return jsQR(new Uint8ClampedArray(page.data), page.width, page.height)?.data;
}
