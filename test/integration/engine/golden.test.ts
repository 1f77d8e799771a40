import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { renderPage } from '../../helpers/pdf-tools.ts';
import { aRecord, pdfOf, theDefaultTemplate } from './certificates.ts';
import { names } from './names.ts';

/*
 * Pictures that a person has looked at. `UPDATE_GOLDEN=1` writes them anew: look at each before it is
 * committed. The tolerance lets another version of poppler smooth edges otherwise, and no more: a wrong
 * glyph in a name changes over 3 % of the dark pixels.
 */
const folder = fileURLToPath(new URL('golden/', import.meta.url));
const update = process.env.UPDATE_GOLDEN === '1';
const mostChanged = 0.02;

interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function grey(page: PNG, frame: Frame): PNG {
  const out = new PNG({ width: frame.width, height: frame.height });
  PNG.bitblt(page, out, frame.x, frame.y, frame.width, frame.height, 0, 0);
  for (let i = 0; i < out.data.length; i += 4)
    out.data.fill(
      Math.round(((out.data[i] ?? 0) + (out.data[i + 1] ?? 0) + (out.data[i + 2] ?? 0)) / 3),
      i,
      i + 3,
    );
  return out;
}

/** Share of the dark pixels of either picture that are clearly lighter or darker in the other. */
function changedShare(a: PNG, b: PNG): number {
  let dark = 0;
  let changed = 0;
  for (let i = 0; i < a.data.length; i += 4) {
    const [x, y] = [a.data[i] ?? 0, b.data[i] ?? 0];
    if (x < 160 || y < 160) dark++;
    if (Math.abs(x - y) > 96) changed++;
  }
  return dark === 0 ? 1 : changed / dark;
}

async function expectGolden(name: string, seen: PNG): Promise<void> {
  const path = `${folder}${name}.png`;
  if (update || !existsSync(path)) {
    if (!update) throw new Error(`There is no ${path}. Run with UPDATE_GOLDEN=1, and look at it.`);
    await mkdir(folder, { recursive: true });
    await writeFile(path, PNG.sync.write(seen, { colorType: 0, inputColorType: 6 }));
    return;
  }
  const golden = PNG.sync.read(await readFile(path));
  expect([seen.width, seen.height]).toEqual([golden.width, golden.height]);
  expect(changedShare(golden, seen)).toBeLessThan(mostChanged);
}

test('the page as a whole looks as it did', async () => {
  const page = await renderPage(pdfOf(await theDefaultTemplate(), aRecord()), 60);
  await expectGolden('page', grey(page, { x: 0, y: 0, width: page.width, height: page.height }));
});

test.each(Object.entries(names))('a name in %s looks as it did', async (script, [name]) => {
  const page = await renderPage(pdfOf(await theDefaultTemplate(), aRecord({ name })), 100);
  const band = { x: 150, y: 355, width: 870, height: 95 };
  await expectGolden(script.replace(/[^a-z]+/g, '-'), grey(page, band));
});

test('a wrong glyph is more than the tolerance forgives', async () => {
  const template = await theDefaultTemplate();
  const band = { x: 150, y: 355, width: 870, height: 95 };
  const picture = async (name: string): Promise<PNG> =>
    grey(await renderPage(pdfOf(template, aRecord({ name })), 100), band);
  expect(changedShare(await picture('क्षितिज शर्मा'), await picture('क्षतिज शर्मा'))).toBeGreaterThan(
    mostChanged,
  );
});
