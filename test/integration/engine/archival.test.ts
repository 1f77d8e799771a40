import { beforeAll, describe, expect, test } from 'vitest';
import { type PdfValue, pdfStructure, qpdfObjects } from '../../helpers/pdf-tools.ts';
import { aRecord, pdfOf, theDefaultTemplate } from './certificates.ts';

/*
 * Rules of ISO 19005-2 (PDF/A-2, level A) that a certificate can break, each with its clause. No validator
 * is needed: what is checked is read from the file by qpdf.
 */

type Dict = Record<string, unknown>;

interface Document {
  readonly bytes: Buffer;
  readonly objects: Record<string, PdfValue>;
  readonly dicts: readonly Dict[];
  readonly get: (reference: unknown) => Dict;
  readonly data: (reference: unknown) => Buffer;
  readonly catalog: Dict;
  readonly page: Dict;
}

async function open(name: string): Promise<Document> {
  const bytes = pdfOf(await theDefaultTemplate(), aRecord({ name, expiresOn: '2029-07-03' }));
  const objects = await qpdfObjects(bytes);
  const at = (reference: unknown): PdfValue => objects[`obj:${String(reference)}`] ?? {};
  const get = (reference: unknown): Dict => {
    const { value, stream } = at(reference);
    return (stream?.dict ?? value) as Dict;
  };
  const trailer = (objects.trailer?.value ?? {}) as Dict;
  const catalog = get(trailer['/Root']);
  return {
    bytes,
    objects,
    dicts: Object.values(objects).map(({ value, stream }) => (stream?.dict ?? value) as Dict),
    get,
    data: (reference) => Buffer.from(at(reference).stream?.data ?? '', 'base64'),
    catalog,
    page: get((get(catalog['/Pages'])['/Kids'] as unknown[])[0]),
  };
}

const of = (document: Document, key: string, value: unknown): Dict[] =>
  document.dicts.filter((dict) => dict && typeof dict === 'object' && dict[key] === value);

describe.each([
  ['a Latin name', 'Đorđe Łukasiewicz'],
  ['an Arabic name', 'مُحَمَّد الخوارزمي'],
  ['a Chinese name', '欧阳娜娜'],
])('a certificate for %s', (_, name) => {
  let document: Document;
  beforeAll(async () => {
    document = await open(name);
  });

  test('6.1.2: begins with its version and four bytes above 127', () => {
    expect(document.bytes.toString('latin1', 0, 15)).toBe('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n');
  });

  test('6.1.3: ends with the end mark, has an id and is not encrypted', () => {
    const trailer = document.objects.trailer?.value as Dict;
    expect(document.bytes.toString('latin1').endsWith('%%EOF\n')).toBe(true);
    expect(trailer['/ID']).toHaveLength(2);
    expect(trailer['/Encrypt']).toBeUndefined();
  });

  test('6.1.7: streams lie in the file and use no forbidden filter', () => {
    const streams = Object.values(document.objects).flatMap(({ stream }) =>
      stream ? [stream.dict] : [],
    );
    expect(streams.filter((dict) => '/F' in dict || '/FFilter' in dict)).toEqual([]);
    expect(document.bytes.includes('LZWDecode')).toBe(false);
  });

  test('6.2.3: has an output intent with an RGB profile', () => {
    const [intent] = document.catalog['/OutputIntents'] as unknown[];
    const dict = document.get(intent);
    const profile = document.data(dict['/DestOutputProfile']);
    expect({
      subtype: dict['/S'],
      components: document.get(dict['/DestOutputProfile'])['/N'],
      size: profile.readUInt32BE(0) === profile.length,
      kind: profile.toString('latin1', 12, 20),
      signature: profile.toString('latin1', 36, 40),
      version: profile[8],
    }).toEqual({
      subtype: '/GTS_PDFA1',
      components: 3,
      size: true,
      kind: 'mntrRGB ',
      signature: 'acsp',
      version: 2,
    });
  });

  test('6.2.8: pictures are not interpolated and have no alternates', () => {
    const pictures = of(document, '/Subtype', '/Image');
    expect(pictures.length).toBe(5);
    expect(
      pictures.filter((p) => p['/Interpolate'] !== false || p['/Alternates'] || p['/OPI']),
    ).toEqual([]);
  });

  test('6.2.4, 6.2.5: only device colours that the profile covers, no transfer functions', () => {
    const spaces = of(document, '/Subtype', '/Image').map((p) => p['/ColorSpace'] ?? '/DeviceGray');
    expect(new Set(spaces)).toEqual(new Set(['/DeviceRGB', '/DeviceGray']));
    expect(of(document, '/Type', '/ExtGState')).toEqual([]);
    expect(contentOf(document)).not.toMatch(/(^|\s)(k|K|cs|CS|sh|ri|gs)\s/);
  });

  test('6.2.11.2 to 6.2.11.4: every font is embedded, is a composite font, and is no base-14 font', () => {
    const fonts = of(document, '/Type', '/Font').filter((f) => f['/Subtype'] === '/Type0');
    expect(fonts.length).toBeGreaterThan(2);
    for (const font of fonts) {
      const cid = document.get((font['/DescendantFonts'] as unknown[])[0]);
      const descriptor = document.get(cid['/FontDescriptor']);
      expect(font['/Encoding']).toBe('/Identity-H');
      expect(String(font['/BaseFont'])).toMatch(/^\/[A-Z]{6}\+Noto/);
      expect(descriptor['/FontName']).toBe(font['/BaseFont']);
      expect(descriptor['/FontFile2'] ?? descriptor['/FontFile3']).toBeDefined();
      if (cid['/Subtype'] === '/CIDFontType2') expect(cid['/CIDToGIDMap']).toBe('/Identity');
    }
  });

  test('6.2.11.5: widths in the dictionary are those of the font program', () => {
    for (const cid of of(document, '/Subtype', '/CIDFontType2')) {
      const file = document.data(document.get(cid['/FontDescriptor'])['/FontFile2']);
      const head = tableOf(file, 'head');
      const hmtx = tableOf(file, 'hmtx');
      const upem = head.readUInt16BE(18);
      const [first, widths] = cid['/W'] as [number, number[]];
      expect(first).toBe(0);
      expect(widths).toEqual(
        widths.map(
          (_width, i) => expect.closeTo((hmtx.readUInt16BE(4 * i) * 1_000) / upem, 2) as number,
        ),
      );
    }
  });

  test('6.2.11.7: every code shown has a Unicode value, and none is forbidden', () => {
    for (const font of of(document, '/Subtype', '/Type0')) {
      const cmap = document.data(font['/ToUnicode']).toString('latin1');
      const entries = [...cmap.matchAll(/<([0-9A-F]{4})><([0-9A-F]*)>\n/g)];
      expect(entries.length).toBeGreaterThan(0);
      expect(entries.filter(([, , text]) => /^(0000|FEFF|FFFE)/.test(text ?? ''))).toEqual([]);
    }
  });

  test('6.2.11.8: the glyph for missing characters is never shown', () => {
    for (const [, codes = ''] of contentOf(document).matchAll(/<([0-9A-F]+)>(?=[^\]]*\]\s*TJ)/g))
      expect(codes.match(/.{4}/g)).not.toContain('0000');
  });

  test('6.5, 6.6.1: no actions, scripts, forms, annotations or attachments', () => {
    const forbidden = ['/OpenAction', '/AA', '/AcroForm', '/Names', '/Requirements', '/Annots'];
    expect(forbidden.filter((key) => key in document.catalog || key in document.page)).toEqual([]);
    expect(document.bytes.includes('/JavaScript')).toBe(false);
  });

  test('6.6.2, 6.6.4: plain XMP metadata claim PDF/A-2a', () => {
    const raw = document.get(document.catalog['/Metadata']);
    const xmp = document.data(document.catalog['/Metadata']).toString('utf8');
    expect([raw['/Filter'], raw['/Subtype']]).toEqual([undefined, '/XML']);
    expect(xmp).toContain('<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>');
    expect(xmp.startsWith('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>')).toBe(true);
  });

  test('6.6.3: the Info dictionary says what the metadata say', () => {
    const trailer = document.objects.trailer?.value as Dict;
    const info = document.get(trailer['/Info']);
    const xmp = document.data(document.catalog['/Metadata']).toString('utf8');
    const text = (key: string) => String(info[key]).replace(/^u:/, '');
    const between = (tag: string) => new RegExp(`<${tag}>(?:<[^>]*>)*([^<]*)`).exec(xmp)?.[1];
    expect({
      title: between('dc:title'),
      author: between('dc:creator'),
      creator: between('xmp:CreatorTool'),
      producer: between('pdf:Producer'),
      created: `D:${between('xmp:CreateDate')?.replace(/[-:T]/g, '')}`,
      modified: `D:${between('xmp:ModifyDate')?.replace(/[-:T]/g, '')}`,
    }).toEqual({
      title: text('/Title'),
      author: text('/Author'),
      creator: text('/Creator'),
      producer: text('/Producer'),
      created: text('/CreationDate'),
      modified: text('/ModDate'),
    });
  });

  test('6.7.2, 6.7.4: is marked as tagged, in a language', () => {
    expect(document.catalog['/MarkInfo']).toEqual({ '/Marked': true });
    expect(document.catalog['/Lang']).toBe('u:en-GB');
  });

  test('6.7.3: every piece of content is in the structure or is decoration, and each leads to the other', () => {
    const root = document.get(document.catalog['/StructTreeRoot']);
    const whole = document.get(root['/K']);
    const [, parents] = (document.get(root['/ParentTree'])['/Nums'] as [number, unknown[]]) ?? [];
    const content = contentOf(document);
    const shown = [...content.matchAll(/\/(P|Figure)<<\/MCID (\d+)>>BDC/g)].map((m) => [
      Number(m[2]),
      `/${m[1]}`,
    ]);
    const listed = (whole['/K'] as unknown[]).map((reference) => {
      const element = document.get(reference);
      expect(parents?.[Number(element['/K'])]).toBe(reference);
      return [element['/K'], element['/S']];
    });
    expect(listed.toSorted()).toEqual(shown.toSorted());
    const bare = content
      .replace(/\/Span<<[^>]*>>>BDC/g, '')
      .replace(/\]TJ EMC/g, ']TJ')
      .replace(/\/(?:P|Figure)<<\/MCID \d+>>BDC[\s\S]*?EMC\n/g, '')
      .replace(/\/Artifact BMC[\s\S]*?EMC\n/g, '');
    expect(bare.trim()).toBe('');
  });

  test('6.7.3: pictures that are not decoration say what they show', () => {
    const figures = of(document, '/S', '/Figure').map((figure) => figure['/Alt']);
    expect(figures).toEqual([
      'u:Crest of the Aldermere Examinations Board',
      'u:Rowena Thistlewick-Adeyemi',
      'u:QR code of the certificate number',
    ]);
  });

  test('a screen reader meets the parts in the order of the template', async () => {
    const structure = await pdfStructure(document.bytes);
    const order = [
      'This is to certify that',
      'has satisfied the examiners in',
      'with Distinction',
      'Awarded on 3 July',
    ];
    const places = order.map((words) => structure.indexOf(words));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
  });
});

/** All operators of the page. */
function contentOf(document: Document): string {
  return (document.page['/Contents'] as unknown[])
    .map((reference) => document.data(reference).toString('latin1'))
    .join('');
}

function tableOf(file: Buffer, tag: string): Buffer {
  const count = file.readUInt16BE(4);
  for (let i = 0; i < count; i++) {
    const at = 12 + 16 * i;
    if (file.toString('latin1', at, at + 4) === tag) {
      const offset = file.readUInt32BE(at + 8);
      return file.subarray(offset, offset + file.readUInt32BE(at + 12));
    }
  }
  throw new Error(`no ${tag}`);
}
