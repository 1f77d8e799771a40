import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as harfbuzz from 'harfbuzzjs';
import { describe, expect, test } from 'vitest';
import { faceOf } from '../../../src/main/features/certificates/engine/face.ts';
import {
  checkText,
  renderCertificate,
} from '../../../src/main/features/certificates/engine/render.ts';
import { pdfFonts, pdfLines, qpdfCheck } from '../../helpers/pdf-tools.ts';
import { aRecord, aTemplate, pdfOf, theDefaultTemplate } from './certificates.ts';
import { names } from './names.ts';

describe.each(Object.entries(names))('%s', (_, list) => {
  test.each(list)('%s comes out as it went in', async (name) => {
    const template = await theDefaultTemplate();
    expect(checkText(template, name)).toEqual([]);
    const pdf = pdfOf(template, aRecord({ name }));
    await qpdfCheck(pdf);
    expect(await pdfLines(pdf)).toContain(name.normalize('NFC'));
    const fonts = await pdfFonts(pdf);
    expect(fonts.filter((font) => !(font.embedded && font.subset && font.unicode))).toEqual([]);
  });
});

// On a page of mostly Latin letters poppler takes a vowel sign at the left end of a line for left-to-right text.
test.each(['زَيْنَبُ', 'فَاطِمَةُ', 'لَنَا'])(
  '%s, which may end in a vowel sign, comes out whole on a page written from right to left',
  async (name) => {
    const template = await aTemplate(
      [
        {
          type: 'personName',
          x: 105,
          y: 50,
          anchor: 'top',
          align: 'center',
          font: 'body',
          size: 20,
        },
      ],
      { language: 'ar', direction: 'rtl' },
    );
    expect(await pdfLines(pdfOf(template, aRecord({ name })))).toEqual([name]);
  },
);

test('Latin and Arabic stand on one line, each in its own order and font', async () => {
  const pdf = pdfOf(await theDefaultTemplate(), aRecord({ name: 'Omar عمر الشريف' }));
  expect(await pdfLines(pdf)).toContain('Omar عمر الشريف');
  expect((await pdfFonts(pdf)).map(({ name }) => name.slice(7))).toContain(
    'NotoNaskhArabic-SemiBold',
  );
});

test('wording of the template may be of another script, from right to left', async () => {
  const template = await aTemplate(
    [
      {
        type: 'text',
        text: 'شهادة إتمام',
        x: 105,
        y: 20,
        anchor: 'top',
        align: 'center',
        font: 'body',
        size: 20,
      },
      { type: 'personName', x: 105, y: 50, anchor: 'top', align: 'center', font: 'body', size: 20 },
    ],
    { language: 'ar', direction: 'rtl' },
  );
  expect(await pdfLines(pdfOf(template, aRecord({ name: 'يوسف' })))).toEqual([
    'شهادة إتمام',
    'يوسف',
  ]);
});

test('a long Thai name, which has no spaces, breaks between words', async () => {
  const template = await aTemplate([
    {
      type: 'personName',
      x: 10,
      y: 10,
      width: 60,
      font: 'body',
      size: 20,
      fit: { minSize: 18, maxLines: 2 },
    },
  ]);
  const name = 'ศรีสุวรรณรัตนโกสินทร์มหาวิทยาลัย';
  const lines = await pdfLines(pdfOf(template, aRecord({ name })));
  expect(lines).toHaveLength(2);
  expect(lines.join('')).toBe(name);
});

test('a script that no font is there for is named, with what to do', async () => {
  expect(renderCertificate(await theDefaultTemplate(), aRecord({ name: 'ᐃᓄᒃ' }))).toMatchObject({
    failure: {
      code: 'glyph_missing',
      message: 'No font of the template can print “ᐃ” (U+1403) in the name “ᐃᓄᒃ”.',
    },
  });
});

describe('glyphs are those of HarfBuzz itself, called through its own interface', () => {
  const fontPath = (folder: string, file: string): string =>
    createRequire(import.meta.url).resolve(
      `@expo-google-fonts/${folder}/400Regular/${file}_400Regular.ttf`,
    );
  test.each([
    ['devanagari', 'noto-serif-devanagari', 'NotoSerifDevanagari', 'Deva', 'ltr'],
    ['arabic with vowel signs', 'noto-naskh-arabic', 'NotoNaskhArabic', 'Arab', 'rtl'],
    ['thai', 'noto-sans-thai', 'NotoSansThai', 'Thai', 'ltr'],
    ['khmer', 'noto-sans-khmer', 'NotoSansKhmer', 'Khmr', 'ltr'],
    ['myanmar', 'noto-sans-myanmar', 'NotoSansMyanmar', 'Mymr', 'ltr'],
  ] as const)('%s', (key, folder, file, script, direction) => {
    const path = fontPath(folder, file);
    const bytes = readFileSync(path);
    const font = new harfbuzz.Font(new harfbuzz.Face(new harfbuzz.Blob(bytes), 0));
    for (const name of names[key]) {
      const buffer = new harfbuzz.Buffer();
      buffer.addText(name);
      buffer.guessSegmentProperties();
      harfbuzz.shape(font, buffer);
      const theirs = buffer.getGlyphInfosAndPositions();
      const ours = faceOf(path).shape(name, 0, name.length, {
        direction,
        script,
        language: 'en',
        ligatures: true,
      });
      expect(
        ours.glyphs.map((glyph, i) => [glyph, ours.advances[i], ours.dx[i], ours.dy[i]]),
      ).toEqual(theirs.map((g) => [g.codepoint, g.xAdvance, g.xOffset, g.yOffset]));
    }
  });
});
