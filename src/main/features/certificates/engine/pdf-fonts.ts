/** Fonts inside a PDF: the resident ones of a template, and the small ones a single certificate brings along. */
import { deflateSync } from 'node:zlib';
import type { Face } from './face.ts';
import { hex4, num, object, streamObject, utf16Hex } from './pdf-syntax.ts';
import type { Segment } from './segments.ts';

/** Objects that one embedded font takes. */
export const objectsPerFont = 5;

/**
 * The glyphs of one face that a PDF embeds. A glyph has one code for each text it stands for, so
 * that extraction gives back what was written even where two characters share a glyph.
 */
export class GlyphSet {
  readonly face: Face;
  /** Name in the page's resources. */
  readonly resource: string;
  readonly #codes = new Map<number, Map<string, number>>();
  readonly glyphs: number[] = [];
  readonly texts: string[] = [];

  constructor(face: Face, resource: string) {
    this.face = face;
    this.resource = resource;
  }

  codeOf(glyph: number, text: string): number | undefined {
    return this.#codes.get(glyph)?.get(text);
  }

  /** The code of a glyph that stands for a text, given now if it has none. */
  add(glyph: number, text: string): number {
    let byText = this.#codes.get(glyph);
    if (!byText) {
      byText = new Map();
      this.#codes.set(glyph, byText);
    }
    let code = byText.get(text);
    if (code === undefined) {
      this.glyphs.push(glyph);
      this.texts.push(text);
      code = this.glyphs.length;
      byText.set(text, code);
    }
    return code;
  }

  addSegment(segment: Segment): void {
    for (let i = 0; i < segment.glyphs.length; i++)
      this.add(segment.glyphs[i] ?? 0, segment.texts[i] ?? '');
  }

  covers(segment: Segment): boolean {
    for (let i = 0; i < segment.glyphs.length; i++)
      if (this.codeOf(segment.glyphs[i] ?? 0, segment.texts[i] ?? '') === undefined) return false;
    return true;
  }
}

/** Six capitals that tell the subsets of one face apart. */
function subsetTag(id: number): string {
  let tag = '';
  for (let i = 0, rest = id; i < 6; i++, rest = Math.floor(rest / 26))
    tag = String.fromCharCode(65 + (rest % 26)) + tag;
  return tag;
}

/** The five objects of an embedded font, numbered from `id`; the first is the one resources refer to. */
export function fontObjects(set: GlyphSet, id: number, compress: boolean): string[] {
  const { metrics } = set.face;
  const scale = 1_000 / metrics.upem;
  const name = `${subsetTag(id)}+${metrics.postScriptName}`;
  const file = set.face.cut(set.glyphs);
  const stored = compress ? deflateSync(file, { level: 9 }) : file;
  const widths = [0, ...set.glyphs].map((glyph) => num(set.face.advanceOf(glyph) * scale));
  const flags = 4 | (metrics.fixedPitch ? 1 : 0) | (metrics.italicAngle !== 0 ? 64 : 0);
  const cmap = toUnicode(set.texts);
  const storedCmap = compress ? deflateSync(Buffer.from(cmap, 'latin1'), { level: 9 }) : undefined;
  const cff = set.face.outlines === 'CFF ';
  const kind = cff ? 'CIDFontType0' : 'CIDFontType2';
  const toGlyph = cff ? '' : '/CIDToGIDMap/Identity';
  const fileKey = cff ? 'FontFile3' : 'FontFile2';
  const fileKind = cff ? '/Subtype/CIDFontType0C' : `/Length1 ${file.length}`;
  const filter = compress ? '/Filter/FlateDecode' : '';
  return [
    object(
      id,
      `<</Type/Font/Subtype/Type0/BaseFont/${name}/Encoding/Identity-H/DescendantFonts[${id + 1} 0 R]/ToUnicode ${id + 4} 0 R>>`,
    ),
    object(
      id + 1,
      `<</Type/Font/Subtype/${kind}/BaseFont/${name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor ${id + 2} 0 R${toGlyph}/DW 0/W[0[${widths.join(' ')}]]>>`,
    ),
    object(
      id + 2,
      `<</Type/FontDescriptor/FontName/${name}/Flags ${flags}/FontBBox[${metrics.bbox
        .map((side) => num(side * scale))
        .join(
          ' ',
        )}]/ItalicAngle ${num(metrics.italicAngle)}/Ascent ${num(metrics.ascent * scale)}/Descent ${num(
        metrics.descent * scale,
      )}/CapHeight ${num(metrics.capHeight * scale)}/StemV ${Math.round(metrics.weight / 5)}/${fileKey} ${id + 3} 0 R>>`,
    ),
    streamObject(id + 3, `${filter}${fileKind}`, stored.toString('latin1')),
    streamObject(id + 4, filter, storedCmap ? storedCmap.toString('latin1') : cmap),
  ];
}

const cmapHead =
  '/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def 1 begincodespacerange<0000><FFFF>endcodespacerange\n';
const cmapTail = 'endcmap CMapName currentdict/CMap defineresource pop end end';

/** Code `i + 1` stands for `texts[i]`; blocks of at most 100 as the CMap format asks. */
function toUnicode(texts: readonly string[]): string {
  const lines: string[] = [];
  texts.forEach((text, i) => {
    if (text !== '') lines.push(`<${hex4(i + 1)}><${utf16Hex(text)}>`);
  });
  let body = '';
  for (let i = 0; i < lines.length; i += 100) {
    const block = lines.slice(i, i + 100);
    body += `${block.length} beginbfchar\n${block.join('\n')}\nendbfchar\n`;
  }
  return cmapHead + body + cmapTail;
}
