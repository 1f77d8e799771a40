import { copyFile, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  loadTemplate,
  parseTemplate,
} from '../../../src/main/features/certificates/engine/load-template.ts';
import { prepareTemplate } from '../../../src/main/features/certificates/engine/prepare.ts';
import { AppError } from '../../../src/shared/errors.ts';
import type { CertificateTemplateInput } from '../../../src/shared/template.ts';
import { defaultTemplateDir } from '../../integration/engine/certificates.ts';

let root: string;
let dir: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'examdesk-template-'));
  dir = join(root, 'mine');
  await mkdir(dir);
});
afterEach(() => rm(root, { recursive: true, force: true }));

type Elements = CertificateTemplateInput['pages'][number]['elements'];
const withElements = (elements: Elements, changes: object = {}): CertificateTemplateInput => ({
  version: 1,
  name: 'Test',
  issuer: 'An Office',
  language: 'en-GB',
  page: { size: 'A5', orientation: 'landscape' },
  fonts: { body: { family: 'Noto Serif' } },
  pages: [{ elements }],
  ...changes,
});
const put = (template: unknown): Promise<void> =>
  writeFile(join(dir, 'template.json'), JSON.stringify(template));
const aPicture = (file: string): Elements => [{ type: 'image', file, x: 0, y: 0, width: 10 }];

async function failureOf(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('It did not fail');
}

async function prepareHere(): Promise<unknown> {
  const { template, assets } = await loadTemplate(dir);
  return prepareTemplate(template, assets);
}

/** A PNG that says one size and holds `rows` bytes of zeros. */
function pngClaiming(width: number, height: number, bytes: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const out = Buffer.alloc(12 + data.length);
    out.writeUInt32BE(data.length, 0);
    out.write(type, 4, 'latin1');
    data.copy(out, 8);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(bytes))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

test('the shipped template loads, and is fit for print', async () => {
  const { template, assets } = await loadTemplate(defaultTemplateDir);
  expect((await prepareTemplate(template, assets)).warnings).toEqual([]);
});

test('the content hash follows every file of the template', async () => {
  await put(withElements(aPicture('a.png')));
  await copyFile(join(defaultTemplateDir, 'logo.png'), join(dir, 'a.png'));
  const first = await loadTemplate(dir);
  await copyFile(join(defaultTemplateDir, 'signature.png'), join(dir, 'a.png'));
  const second = await loadTemplate(dir);
  const again = await loadTemplate(dir);
  expect(second.assets.contentHash).not.toBe(first.assets.contentHash);
  expect(again.assets.contentHash).toBe(second.assets.contentHash);
});

describe('a template that cannot be used says why', () => {
  test('there is none', async () => {
    expect(await failureOf(loadTemplate(dir))).toEqual({
      code: 'not_found',
      message: `There is no ${join(dir, 'template.json')}. Choose a folder that holds a template.`,
    });
  });

  test('it is not JSON', () => {
    expect(() => parseTemplate('{"version": 1,', 'template.json')).toThrow(
      'template.json is not JSON',
    );
  });

  test('it is of a newer program', () => {
    expect(() => parseTemplate('{"version": 9}', 'template.json')).toThrow(
      'template.json was made by a newer version of the program (template version 9). Update the program.',
    );
  });

  test('an element is wrong: the message leads to it', () => {
    const template = withElements([{ type: 'line', from: [0, 0], to: [1, 1], color: 'red' }]);
    expect(() => parseTemplate(JSON.stringify(template), 'template.json')).toThrow(
      'template.json is not a usable template. pages[0].elements[0].color: A colour such as #1f3a5f.',
    );
  });

  test.each(['../logo.png', '/etc/passwd', 'a/../../logo.png', 'C:\\logo.png', '..\\logo.png'])(
    'a file outside the folder: %s',
    async (file) => {
      await copyFile(join(defaultTemplateDir, 'logo.png'), join(root, 'logo.png'));
      await put(withElements(aPicture(file)));
      expect(await failureOf(loadTemplate(dir))).toMatchObject({ code: 'forbidden' });
    },
  );

  test('a link that leads out of the folder', async () => {
    await copyFile(join(defaultTemplateDir, 'logo.png'), join(root, 'logo.png'));
    await symlink(join(root, 'logo.png'), join(dir, 'logo.png'));
    await put(withElements(aPicture('logo.png')));
    expect(await failureOf(loadTemplate(dir))).toMatchObject({ code: 'forbidden' });
  });

  test('a picture that is not there', async () => {
    await put(withElements(aPicture('logo.png')));
    expect(await failureOf(loadTemplate(dir))).toMatchObject({ code: 'not_found' });
  });

  test.each([
    ['no picture at all', Buffer.from('hello'), 'the file is not a PNG or JPEG picture'],
    [
      '20 000 x 20 000 pixels',
      pngClaiming(20_000, 20_000, 10),
      'the picture is 20000 x 20000 pixels',
    ],
    [
      'a bomb: far more data than it says',
      pngClaiming(10, 10, 50_000_000),
      'do not match the size in the header',
    ],
    ['cut off', pngClaiming(10, 10, 310).subarray(0, 50), 'the picture file is cut off'],
  ])('a picture that is %s', async (_, bytes, reason) => {
    await writeFile(join(dir, 'a.png'), bytes);
    await put(withElements(aPicture('a.png')));
    const failure = await failureOf(loadTemplate(dir));
    expect(failure.code).toBe('invalid_input');
    expect(failure.message).toContain(reason);
  });

  test('a picture file of more than 20 MB', async () => {
    await writeFile(join(dir, 'a.png'), '');
    await truncate(join(dir, 'a.png'), 21 * 1024 * 1024);
    await put(withElements(aPicture('a.png')));
    expect((await failureOf(loadTemplate(dir))).message).toContain('is larger than 20 MB');
  });

  test.each([
    ['text', Buffer.from('this is not a font, but it is long enough')],
    [
      'a directory that points outside',
      Buffer.concat([
        Buffer.from('0001000000010000000000006865616400000000ffffff00000000ff', 'hex'),
      ]),
    ],
  ])('a font that is %s', async (_, bytes) => {
    await writeFile(join(dir, 'f.ttf'), bytes);
    await put(withElements([], { fonts: { body: { family: 'Mine', file: 'f.ttf' } } }));
    expect(await failureOf(prepareHere())).toMatchObject({ code: 'unreadable_file' });
  });

  test('a font family that is not installed', async () => {
    await put(withElements([], { fonts: { body: { family: 'Nowhere Sans', weight: 700 } } }));
    expect(await failureOf(prepareHere())).toMatchObject({
      code: 'not_found',
      message: expect.stringContaining(
        'fonts.body: there is no font file NowhereSans_700Bold.ttf',
      ) as string,
    });
  });

  test('a font name that the template does not define', async () => {
    await put(withElements([{ type: 'personName', x: 0, y: 0, font: 'fancy', size: 10 }]));
    expect(await failureOf(prepareHere())).toEqual({
      code: 'invalid_input',
      message:
        "template.json: pages[0].elements[0] (personName): there is no font “fancy”. The template's fonts are body.",
    });
  });

  test('a placeholder that does not exist', async () => {
    await put(
      withElements([{ type: 'text', text: '{{sirname}}', x: 0, y: 0, font: 'body', size: 10 }]),
    );
    expect((await failureOf(prepareHere())).message).toContain('there is no field {{sirname}}');
  });

  test('wording that does not fit its own box', async () => {
    await put(
      withElements([
        { type: 'text', text: 'Far too long', x: 0, y: 0, width: 5, font: 'body', size: 20 },
      ]),
    );
    expect((await failureOf(prepareHere())).message).toContain(
      '“Far too long” does not fit into 5 mm at 20 pt',
    );
  });

  test('a picture too coarse for print is a warning, not a failure', async () => {
    await writeFile(join(dir, 'a.png'), PNG.sync.write(new PNG({ width: 50, height: 50 })));
    await put(withElements(aPicture('a.png')));
    expect(await prepareHere()).toMatchObject({
      warnings: [expect.stringContaining('the picture a.png has 127 dots per inch')],
    });
  });
});
