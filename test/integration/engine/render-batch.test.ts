import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type RenderBatchInput,
  type RenderBatchOutput,
  type RenderItem,
  renderBatch,
} from '../../../src/main/features/certificates/worker.ts';
import { qpdfCheck } from '../../helpers/pdf-tools.ts';
import { aRecord, defaultTemplateDir, pdfOf, theDefaultTemplate } from './certificates.ts';

const project = fileURLToPath(new URL('../../..', import.meta.url));
let root: string;
let outDir: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'examdesk-batch-'));
  outDir = join(root, 'out');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const filesBelow = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();

const items = (count: number): RenderItem[] =>
  Array.from({ length: count }, (_, i) => ({
    id: i + 1,
    path: `2026/EE-${i % 3}/N${i}.pdf`,
    data: aRecord({ number: `AEB-2026-${i}`, name: i % 2 === 0 ? `Ottilie ${i}` : `Đorđe ${i}` }),
  }));

const batch = (changes: Partial<RenderBatchInput> = {}): RenderBatchInput => ({
  templateDir: defaultTemplateDir,
  outDir,
  items: items(7),
  ...changes,
});

/** Checks each result against the file it speaks of. */
async function hashesOnDisk(input: RenderBatchInput): Promise<object[]> {
  return Promise.all(
    input.items.map(async ({ id, path }) => {
      const pdf = await readFile(join(input.outDir, path));
      return {
        id,
        ok: true,
        sha256: createHash('sha256').update(pdf).digest('hex'),
        size: pdf.length,
      };
    }),
  );
}

function succeeded(output: RenderBatchOutput): Extract<RenderBatchOutput, { ok: true }> {
  if (!output.ok) throw new Error(output.failure.message);
  return output;
}

test('a batch leaves exactly its files, whole, and their hashes', async () => {
  const input = batch();
  const output = succeeded(await renderBatch(input));
  expect(output.results).toEqual(await hashesOnDisk(input));
  expect(await filesBelow(outDir)).toEqual(input.items.map(({ path }) => path).toSorted());
  await qpdfCheck(await readFile(join(outDir, '2026/EE-1/N1.pdf')));
});

test('a record that cannot be printed does not stop the others', async () => {
  const [first, second, third] = items(3) as [RenderItem, RenderItem, RenderItem];
  const bad = { ...second, data: aRecord({ name: 'Ana\u202e' }) };
  const output = succeeded(await renderBatch(batch({ items: [first, bad, third] })));
  expect(output.results).toMatchObject([
    { id: 1, ok: true },
    { id: 2, ok: false, failure: { code: 'bad_text', field: 'name' } },
    { id: 3, ok: true },
  ]);
  expect(await filesBelow(outDir)).toEqual([first.path, third.path].toSorted());
});

describe('a stop', () => {
  test('leaves what has not begun, and reports it', async () => {
    const stop = new Int32Array(new SharedArrayBuffer(4));
    Atomics.store(stop, 0, 1);
    const output = succeeded(await renderBatch(batch({ stop })));
    expect(
      output.results.every((result) => !result.ok && result.failure.code === 'not_begun'),
    ).toBe(true);
  });

  test('between two certificates keeps those already made', async () => {
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const all = items(40);
    const running = renderBatch(batch({ items: all, stop, pace: 5 }));
    const begun = async (): Promise<boolean> =>
      (await filesBelow(outDir).catch(() => [] as string[])).length > 2;
    while (!(await begun())) await new Promise((resolve) => setImmediate(resolve));
    Atomics.store(stop, 0, 1);
    const { results } = succeeded(await running);
    const made = results.filter((result) => result.ok).map(({ id }) => id);
    expect(made.length).toBeGreaterThan(2);
    expect(made.length).toBeLessThan(40);
    expect(await filesBelow(outDir)).toEqual(
      all
        .filter(({ id }) => made.includes(id))
        .map(({ path }) => path)
        .toSorted(),
    );
  });
});

describe('what goes wrong with the disk comes back as plain data, and no temporary file is left', () => {
  test('a folder that is a file', async () => {
    await mkdir(outDir);
    await writeFile(join(outDir, '2026'), 'in the way');
    expect(await renderBatch(batch())).toEqual({
      ok: false,
      failure: {
        code: 'file_access',
        message: expect.stringContaining(join(outDir, '2026')) as string,
      },
    });
    expect(await filesBelow(outDir)).toEqual(['2026']);
  });

  test('a name that is taken by a folder', async () => {
    await mkdir(join(outDir, '2026/EE-1/N4.pdf/inside'), { recursive: true });
    const output = await renderBatch(batch());
    expect(output).toMatchObject({ ok: false });
    expect((await filesBelow(outDir)).filter((file) => file.endsWith('.part'))).toEqual([]);
  });

  test('a path that leads out of the folder', async () => {
    const [item] = items(1) as [RenderItem];
    expect(
      await renderBatch(batch({ items: [item, { ...item, path: '../elsewhere.pdf' }] })),
    ).toMatchObject({
      ok: false,
      failure: { code: 'invalid_input' },
    });
    expect(await filesBelow(root)).toEqual([]);
  });

  test('a template that cannot be used', async () => {
    expect(await renderBatch(batch({ templateDir: root }))).toEqual({
      ok: false,
      failure: {
        code: 'not_found',
        message: `There is no ${join(root, 'template.json')}. Choose a folder that holds a template.`,
      },
    });
  });
});

test('a changed template is seen by the next batch', async () => {
  const templateDir = join(root, 'template');
  await mkdir(templateDir);
  const write = async (words: string): Promise<void> =>
    writeFile(
      join(templateDir, 'template.json'),
      JSON.stringify({
        version: 1,
        name: 'Test',
        issuer: 'An Office',
        language: 'en',
        page: { size: 'A5', orientation: 'portrait' },
        fonts: { body: { family: 'Noto Serif' } },
        pages: [
          { elements: [{ type: 'text', text: words, x: 20, y: 20, font: 'body', size: 12 }] },
        ],
      }),
    );
  const shas: string[] = [];
  for (const words of ['One', 'Two', 'One']) {
    await write(words);
    const [result] = succeeded(await renderBatch(batch({ templateDir, items: items(1) }))).results;
    if (result?.ok) shas.push(result.sha256);
  }
  expect([shas.length, shas[0] === shas[2], shas[0] === shas[1]]).toEqual([3, true, false]);
});

describe('in threads of a pool', () => {
  let pool: Piscina;
  let built: string;

  beforeAll(async () => {
    built = await mkdtemp(join(project, 'node_modules/.examdesk-worker-'));
    await build({
      root: project,
      configFile: false,
      logLevel: 'error',
      build: {
        ssr: 'src/main/features/certificates/worker.ts',
        outDir: built,
        emptyOutDir: false,
        rollupOptions: { output: { entryFileNames: 'worker.mjs' } },
      },
    });
    pool = new Piscina({
      filename: join(built, 'worker.mjs'),
      minThreads: 2,
      maxThreads: 2,
      concurrentTasksPerWorker: 2,
    });
  });
  afterAll(async () => {
    await pool.destroy();
    await rm(built, { recursive: true, force: true });
  });

  test('the same record gives the same bytes on every thread as it does here', async () => {
    const inputs = [0, 1, 2, 3].map((n) =>
      batch({ outDir: join(outDir, String(n)), items: items(12) }),
    );
    const outputs = await Promise.all(
      inputs.map((input) => pool.run(input, { name: 'renderBatch' }) as Promise<RenderBatchOutput>),
    );
    const template = await theDefaultTemplate();
    const expected = items(12).map(({ id, data }) => {
      const pdf = pdfOf(template, data);
      return {
        id,
        ok: true,
        sha256: createHash('sha256').update(pdf).digest('hex'),
        size: pdf.length,
      };
    });
    expect(outputs.map((output) => succeeded(output).results)).toEqual([
      expected,
      expected,
      expected,
      expected,
    ]);
  });

  test('a failure keeps its code on the way back', async () => {
    const output = (await pool.run(batch({ templateDir: root }), {
      name: 'renderBatch',
    })) as RenderBatchOutput;
    expect(output).toMatchObject({ ok: false, failure: { code: 'not_found' } });
  });
});
