import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  checkText,
  renderCertificate,
} from '../../../src/main/features/certificates/engine/render.ts';
import {
  pdfFonts,
  pdfInfo,
  pdfLines,
  qpdfCheck,
  readQr,
  renderPage,
} from '../../helpers/pdf-tools.ts';
import { aRecord, aTemplate, pdfOf, theDefaultTemplate } from './certificates.ts';

describe('a certificate of the shipped template', () => {
  test('is clean for qpdf, with every font embedded, cut down and searchable', async () => {
    const pdf = pdfOf(await theDefaultTemplate(), aRecord({ name: 'Đorđe Łukasiewicz' }));
    await qpdfCheck(pdf);
    const fonts = await pdfFonts(pdf);
    expect(fonts.length).toBeGreaterThan(2);
    expect(fonts.filter((font) => !(font.embedded && font.subset && font.unicode))).toEqual([]);
  });

  test('says what the record says, once each', async () => {
    const pdf = pdfOf(await theDefaultTemplate(), aRecord({ expiresOn: '2029-07-03' }));
    expect((await pdfLines(pdf)).toSorted()).toEqual(
      [
        'ALDERMERE EXAMINATIONS BOARD',
        'Certificate of Achievement',
        'This is to certify that',
        'Ottilie Marchbanks',
        'has satisfied the examiners in',
        'Électrotechnique — Paper 8',
        'with Distinction',
        'Summer 2026',
        'Valid until 3 July 2029',
        'Awarded on 3 July 2026',
        'EE-408',
        'Rowena Thistlewick-Adeyemi',
        'Head of Examinations',
        'Certificate number AEB-2026-00004711-7',
      ].toSorted(),
    );
  });

  test('leaves out what the record does not have', async () => {
    const record = aRecord({ band: null, sitting: null, expiresOn: null });
    const lines = await pdfLines(pdfOf(await theDefaultTemplate(), record));
    expect(lines.filter((line) => /with|Summer|Valid|null/.test(line))).toEqual([]);
  });

  test('shows a QR symbol that reads as the certificate number', async () => {
    const page = await renderPage(pdfOf(await theDefaultTemplate(), aRecord()), 150);
    expect(readQr(page)).toBe('AEB-2026-00004711-7');
  });

  test('carries title, author, language and the instant of the record, not of the clock', async () => {
    const pdf = pdfOf(await theDefaultTemplate(), aRecord({ name: 'Zoë (“Z”) Ångström' }));
    expect(await pdfInfo(pdf)).toMatchObject({
      Title: 'Certificate AEB-2026-00004711-7: Zoë (“Z”) Ångström',
      Author: 'Aldermere Examinations Board',
      CreationDate: 'D:20260703093000Z',
      ModDate: 'D:20260703093000Z',
      'PDF version': '1.7',
      Pages: '1',
    });
  });

  test('is the same to the last byte when made again, and another with any other fact', async () => {
    const template = await theDefaultTemplate();
    const first = pdfOf(template, aRecord());
    pdfOf(template, aRecord({ name: 'Somebody Else' }));
    expect(pdfOf(template, aRecord()).equals(first)).toBe(true);
    const idOf = (pdf: Buffer) =>
      /\/ID\[<(\w{32})>/.exec(pdf.toString('latin1', pdf.length - 200))?.[1];
    const ids = [
      aRecord(),
      aRecord({ mark: '71.5' }),
      aRecord({ completedOn: '2026-06-13' }),
      aRecord({ extra: { group: 'B' } }),
    ].map((record) => idOf(pdfOf(template, record)));
    expect(new Set(ids).size).toBe(4);
  });

  test('gives the hash and size of the whole file', async () => {
    const outcome = renderCertificate(await theDefaultTemplate(), aRecord());
    if ('failure' in outcome) throw new Error(outcome.failure.message);
    const pdf = Buffer.concat([outcome.prefix, outcome.tail]);
    expect({ sha256: outcome.sha256, size: outcome.size }).toEqual({
      sha256: createHash('sha256').update(pdf).digest('hex'),
      size: pdf.length,
    });
  });
});

describe('names come out of the PDF exactly as they went in', () => {
  test.each([
    ['Polish and Croatian', 'Đorđe Łukasiewicz-Żółć'],
    ['Vietnamese', 'Nguyễn Thị Ánh Nguyệt'],
    ['Welsh', 'Siân Ŵyn Llŷr'],
    ['Yoruba, with marks no single character has', 'Ọláyínká Adébáyọ̀ Ọ̀ṣun'],
    ['Turkish', 'İbrahim Işık Çağrı Oğuz'],
    ['Icelandic and Old English', 'Þórður Æðelwulf'],
    ['Czech and Slovak', 'Ľubomír Dvořák-Řezníček'],
    ['Romanian', 'Ștefan Țurcanu'],
    ['German, capital sharp s', 'GROẞMANN Jürgen Groß'],
    ['Lithuanian and Latvian', 'Žygimantas Ūsiņš Ģirts'],
    ['Maltese and Catalan', 'Ħaż-Żebbuġ Gal·la'],
    ['Greek, also polytonic', 'Λεωνίδας Παπαδόπουλος Ἀριστοτέλης'],
    ['Cyrillic: Russian, Ukrainian, Serbian', 'Щёголева Їжакевич Ђорђевић'],
    ['apostrophes', "Siobhán O’Connor-D'Arcy"],
    ['letters that join', 'Griffin Affleck Fjord Wolffl'],
  ])('%s', async (_, name) => {
    const template = await theDefaultTemplate();
    const pdf = pdfOf(template, aRecord({ name }));
    expect(checkText(template, name)).toEqual([]);
    expect(await pdfLines(pdf)).toContain(name.normalize('NFC'));
    await qpdfCheck(pdf);
  });

  test('a letter and its accent given apart come out as one', async () => {
    const pdf = pdfOf(await theDefaultTemplate(), aRecord({ name: 'Rene\u0301e Mu\u0308ller' }));
    expect(await pdfLines(pdf)).toContain('Renée Müller');
  });

  test('characters that look alike stay apart: Greek and Latin capitals, two kinds of space', async () => {
    const name = 'A\u0391\u00a0B\u0392 C\u0421';
    const bytes = pdfOf(await theDefaultTemplate(), aRecord({ name }));
    expect(
      (await pdfLines(bytes)).some(
        (line) => line.replace(/\u00a0/g, ' ') === name.replace(/\u00a0/g, ' '),
      ),
    ).toBe(true);
  });
});

describe('a name too long for its box', () => {
  const widest = async (name: string): Promise<string[]> =>
    pdfLines(pdfOf(await theDefaultTemplate(), aRecord({ name })));

  test('shrinks on one line first', async () => {
    const name = 'Maximiliana Wilhelmina Featherstonehaugh-Cholmondeley Esq';
    expect(await widest(name)).toContain(name);
  });

  test('then takes two even lines', async () => {
    const lines = await widest(
      'Maximiliana Wilhelmina Featherstonehaugh-Cholmondeley van den Bergh de la Rochefoucauld y Fernández de Córdoba',
    );
    expect(lines).toEqual(
      expect.arrayContaining([
        'Maximiliana Wilhelmina Featherstonehaugh-Cholmondeley',
        'van den Bergh de la Rochefoucauld y Fernández de Córdoba',
      ]),
    );
  });

  test('then is refused, with the reason and the remedy', async () => {
    const template = await theDefaultTemplate();
    const name = 'Featherstonehaugh '.repeat(16).trim();
    const outcome = renderCertificate(template, aRecord({ name }));
    expect(outcome).toEqual({
      failure: {
        code: 'does_not_fit',
        field: 'name',
        text: name.slice(0, 200),
        message: `The name “${name.slice(0, 80)}…” (${name.length} characters) does not fit into 225 mm at 17 pt on 2 lines.`,
        remedy: 'Agree a shorter form with the candidate, or use a template with more room.',
      },
    });
    expect(checkText(template, name)).toEqual('failure' in outcome ? [outcome.failure] : []);
  });
});

describe('what cannot be printed honestly is refused with its field', () => {
  test('a character that no font has: never a box or a question mark', async () => {
    const outcome = renderCertificate(
      await theDefaultTemplate(),
      aRecord({ name: 'Ana 🎓 Silva' }),
    );
    expect(outcome).toEqual({
      failure: {
        code: 'glyph_missing',
        field: 'name',
        text: 'Ana 🎓 Silva',
        message: 'No font of the template can print “🎓” (U+1F393) in the name “Ana 🎓 Silva”.',
        remedy: 'Add a font that has this character, or correct the record.',
      },
    });
  });

  test('the field at fault is found inside a sentence', async () => {
    const template = await aTemplate([
      {
        type: 'text',
        text: 'For {{name}} in {{courseTitle}}',
        x: 10,
        y: 10,
        font: 'body',
        size: 10,
      },
    ]);
    const outcome = renderCertificate(template, aRecord({ courseTitle: 'Maths \u{10ffff}' }));
    expect(outcome).toMatchObject({ failure: { code: 'glyph_missing', field: 'courseTitle' } });
  });

  test('a fact that the template prints and the record lacks', async () => {
    const template = await aTemplate([
      { type: 'date', date: 'expiresOn', x: 10, y: 10, font: 'body', size: 10 },
    ]);
    expect(renderCertificate(template, aRecord())).toMatchObject({
      failure: { code: 'missing_value', field: 'expiresOn' },
    });
  });

  test('a QR text too long for its fixed size', async () => {
    const template = await aTemplate([
      { type: 'qr', text: '{{name}}', x: 10, y: 10, size: 20, version: 1 },
    ]);
    expect(renderCertificate(template, aRecord({ name: 'x'.repeat(40) }))).toMatchObject({
      failure: { code: 'does_not_fit', field: 'name' },
    });
  });
});

describe('a proof', () => {
  const proofOf = async (name: string): Promise<Buffer> => {
    const outcome = renderCertificate(await theDefaultTemplate(), aRecord({ name }), {
      proof: true,
    });
    if ('failure' in outcome) throw new Error(outcome.failure.message);
    return Buffer.concat([outcome.prefix, outcome.tail]);
  };

  /** Pixels in the colour of the watermark, which the template has nowhere else. */
  const redPixels = async (pdf: Buffer): Promise<number> => {
    const { data } = await renderPage(pdf, 60);
    let count = 0;
    for (let i = 0; i < data.length; i += 4)
      if ((data[i] ?? 0) > 180 && (data[i + 1] ?? 0) < 130 && (data[i + 2] ?? 0) < 130) count++;
    return count;
  };

  test('says on its page, in its title and in its symbol that it is none', async () => {
    const pdf = await proofOf('Ottilie Marchbanks');
    await qpdfCheck(pdf);
    expect({
      title: (await pdfInfo(pdf)).Title,
      symbol: readQr(await renderPage(pdf, 150)),
    }).toEqual({
      title: 'PROOF: Certificate AEB-2026-00004711-7: Ottilie Marchbanks',
      symbol: 'PROOF',
    });
    const real = pdfOf(await theDefaultTemplate(), aRecord());
    expect(await redPixels(pdf)).toBeGreaterThan(1_000);
    expect(await redPixels(real)).toBe(0);
  });

  test('is drawn also over pages that print nothing of the record', async () => {
    const template = await aTemplate([], {
      pages: [
        { elements: [{ type: 'text', text: 'One', x: 10, y: 10, font: 'body', size: 10 }] },
        { elements: [] },
      ],
    });
    const outcome = renderCertificate(template, aRecord(), { proof: true });
    if ('failure' in outcome) throw new Error(outcome.failure.message);
    const pdf = Buffer.concat([outcome.prefix, outcome.tail]);
    await qpdfCheck(pdf);
    expect(await redPixels(pdf)).toBeGreaterThan(1_000);
  });

  test('differs from the certificate in its id', async () => {
    const idOf = (pdf: Buffer) =>
      /\/ID\[<(\w{32})>/.exec(pdf.toString('latin1', pdf.length - 200))?.[1];
    const real = pdfOf(await theDefaultTemplate(), aRecord());
    expect(idOf(await proofOf('Ottilie Marchbanks'))).not.toBe(idOf(real));
  });
});

describe('templates', () => {
  test('of several pages, with conditions on text, art and symbols', async () => {
    const onlyIf = { field: 'band', oneOf: ['Distinction'] };
    const template = await aTemplate([], {
      pages: [
        {
          elements: [
            { type: 'text', text: 'First', x: 10, y: 10, font: 'body', size: 10 },
            { type: 'text', text: 'Well done', x: 10, y: 20, font: 'body', size: 10, onlyIf },
            { type: 'box', x: 10, y: 30, width: 20, height: 10, fill: '#ff0000', onlyIf },
            { type: 'qr', x: 50, y: 50, size: 30, onlyIf },
          ],
        },
        {
          elements: [
            { type: 'grade', show: 'percent', decimals: 1, x: 10, y: 10, font: 'body', size: 10 },
          ],
        },
      ],
    });
    const well = pdfOf(template, aRecord({ mark: '69.96' }));
    const less = pdfOf(template, aRecord({ mark: '55', band: 'Pass' }));
    await qpdfCheck(well);
    await qpdfCheck(less);
    expect({
      well: await pdfLines(well),
      wellQr: readQr(await renderPage(well, 150)),
      less: await pdfLines(less),
      lessQr: readQr(await renderPage(less, 150)),
    }).toEqual({
      well: ['First', 'Well done', '69.9%'],
      wellQr: 'AEB-2026-00004711-7',
      less: ['First', '55.0%'],
      lessQr: undefined,
    });
  });

  test('print dates in their language and letters from their scale', async () => {
    const at = { x: 10, font: 'body', size: 10 } as const;
    const template = await aTemplate(
      [
        { type: 'date', date: 'issuedOn', y: 10, ...at },
        { type: 'date', date: 'completedOn', format: { style: 'iso' }, y: 20, ...at },
        {
          type: 'date',
          date: 'completedOn',
          format: { locale: 'fr', style: 'full' },
          y: 30,
          ...at,
        },
        {
          type: 'grade',
          show: 'letter',
          scale: [
            { from: '70', text: 'A' },
            { from: '0', text: 'B' },
          ],
          y: 40,
          ...at,
        },
      ],
      { language: 'de' },
    );
    expect(await pdfLines(pdfOf(template, aRecord({ mark: '69.999999999999999999' })))).toEqual([
      '3. Juli 2026',
      '2026-06-12',
      'vendredi 12 juin 2026',
      'B',
    ]);
  });
});
