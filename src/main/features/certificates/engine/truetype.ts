/** TrueType files: reads what a PDF needs to know of one, and cuts a few glyphs out as a compact font. */
import { AppError } from '../../../../shared/errors.ts';
import type { Combination } from './face.ts';

/** What `FontDescriptor` and line layout need; lengths in font units. */
export interface FontMetrics {
  readonly upem: number;
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  readonly italicAngle: number;
  readonly bbox: readonly [number, number, number, number];
  readonly weight: number;
  readonly fixedPitch: boolean;
  readonly postScriptName: string;
  /** False where the licence bits of the file forbid embedding. */
  readonly embeddable: boolean;
}

/** A parsed table directory over the bytes of one face. */
export interface FontFile {
  readonly bytes: Buffer;
  readonly index: number;
  readonly outlines: 'glyf' | 'CFF ';
  readonly tables: ReadonlyMap<string, Buffer>;
  readonly glyphCount: number;
}

/** Reads the table directory of a TTF, OTF or member `index` of a TTC. */
export function openFont(bytes: Buffer, where: string, index = 0): FontFile {
  const broken = (why: string): AppError =>
    new AppError(
      'unreadable_file',
      `${where} is not a font that can be embedded: ${why}. Use a TrueType or OpenType file (.ttf, .otf, .ttc).`,
    );
  if (bytes.length < 12) throw broken('the file is too short');
  let start = 0;
  if (bytes.toString('latin1', 0, 4) === 'ttcf') {
    const count = bytes.readUInt32BE(8);
    if (index >= count || 12 + 4 * count > bytes.length)
      throw broken(`the collection has no face ${index}`);
    start = bytes.readUInt32BE(12 + 4 * index);
  }
  if (start + 12 > bytes.length) throw broken('it ends inside its directory');
  const kind = bytes.readUInt32BE(start);
  if (kind !== 0x00010000 && kind !== 0x4f54544f && kind !== 0x74727565)
    throw broken('it does not begin like one');
  const count = bytes.readUInt16BE(start + 4);
  if (start + 12 + 16 * count > bytes.length) throw broken('it ends inside its directory');
  const tables = new Map<string, Buffer>();
  for (let i = 0; i < count; i++) {
    const at = start + 12 + 16 * i;
    const offset = bytes.readUInt32BE(at + 8);
    const length = bytes.readUInt32BE(at + 12);
    if (offset + length > bytes.length) throw broken('a table lies outside the file');
    tables.set(bytes.toString('latin1', at, at + 4), bytes.subarray(offset, offset + length));
  }
  for (const needed of ['head', 'hhea', 'maxp', 'hmtx', 'cmap'])
    if (!tables.has(needed)) throw broken(`it has no ${needed} table`);
  const outlines = tables.has('glyf') ? 'glyf' : 'CFF ';
  if (!tables.has(outlines)) throw broken('it has neither TrueType nor CFF outlines');
  return { bytes, index, outlines, tables, glyphCount: table(tables, 'maxp').readUInt16BE(4) };
}

function table(tables: ReadonlyMap<string, Buffer>, tag: string): Buffer {
  const found = tables.get(tag);
  if (!found) throw new AppError('unreadable_file', `The font has no ${tag} table.`);
  return found;
}

export function fontMetrics(font: FontFile): FontMetrics {
  const head = table(font.tables, 'head');
  const hhea = table(font.tables, 'hhea');
  const os2 = font.tables.get('OS/2');
  const post = font.tables.get('post');
  const upem = head.readUInt16BE(18);
  const fsType = os2 ? os2.readUInt16BE(8) : 0;
  const ascent = hhea.readInt16BE(4);
  return {
    upem,
    ascent,
    descent: hhea.readInt16BE(6),
    capHeight: os2 && os2.length >= 90 ? os2.readInt16BE(88) : Math.round(ascent * 0.7),
    italicAngle: post ? post.readInt32BE(4) / 65_536 : 0,
    bbox: [head.readInt16BE(36), head.readInt16BE(38), head.readInt16BE(40), head.readInt16BE(42)],
    weight: os2 ? os2.readUInt16BE(4) : 400,
    fixedPitch: post ? post.readUInt32BE(12) !== 0 : false,
    postScriptName: postScriptName(font),
    embeddable: (fsType & 0x000f) !== 0x0002 && (fsType & 0x0200) === 0,
  };
}

/** The name of OpenType name id 6, made safe for a PDF name. */
function postScriptName(font: FontFile): string {
  const name = font.tables.get('name');
  let found = '';
  if (name && name.length >= 6) {
    const count = name.readUInt16BE(2);
    const strings = name.readUInt16BE(4);
    for (let i = 0; i < count && 6 + 12 * i + 12 <= name.length; i++) {
      const at = 6 + 12 * i;
      if (name.readUInt16BE(at + 6) !== 6) continue;
      const from = strings + name.readUInt16BE(at + 10);
      const raw = name.subarray(from, from + name.readUInt16BE(at + 8));
      const wide = name.readUInt16BE(at) !== 1;
      found = wide ? Buffer.from(raw).swap16().toString('utf16le') : raw.toString('latin1');
      if (wide) break;
    }
  }
  return found.replace(/[^A-Za-z0-9-]/g, '') || 'Font';
}

/** Advance width of a glyph in font units. */
export function advanceWidth(font: FontFile, glyph: number): number {
  const hmtx = table(font.tables, 'hmtx');
  const long = table(font.tables, 'hhea').readUInt16BE(34);
  return hmtx.readUInt16BE(4 * Math.min(glyph, long - 1));
}

/**
 * A font with exactly these glyphs, renumbered: glyph `i + 1` of the result is `glyphs[i]`, glyph 0 is an
 * empty .notdef. Parts of composite glyphs follow behind. A glyph may be asked for twice: two
 * characters that share a glyph need an id each, so that text extraction can tell them apart.
 *
 * Written by hand because it runs once per certificate: 5 to 8 us, where a call of the subsetter
 * costs 70 us and more. Layout: OpenType 1.9, `glyf`, `loca`, `hmtx`.
 */
export function cutGlyphs(
  font: FontFile,
  glyphs: readonly number[],
  combinationOf: (glyph: number) => Combination | undefined,
): Buffer {
  const head = table(font.tables, 'head');
  const loca = table(font.tables, 'loca');
  const glyf = table(font.tables, 'glyf');
  const hmtx = table(font.tables, 'hmtx');
  const longMetrics = table(font.tables, 'hhea').readUInt16BE(34);
  const longLoca = head.readInt16BE(50) === 1;
  const order = [0, ...glyphs];
  const parts = new Map<number, number>();
  const idOf = (part: number): number => {
    let id = parts.get(part);
    if (id === undefined) {
      id = order.length;
      order.push(part);
      parts.set(part, id);
    }
    return id;
  };
  const outlineOf = (glyph: number): Buffer => {
    const from = longLoca ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2;
    const to = longLoca ? loca.readUInt32BE(glyph * 4 + 4) : loca.readUInt16BE(glyph * 2 + 2) * 2;
    return glyf.subarray(from, to);
  };
  const outlines: Buffer[] = [Buffer.alloc(0)];
  const combinations: (Combination | undefined)[] = [undefined];
  for (let i = 1; i < order.length; i++) {
    const glyph = order[i] ?? 0;
    const combination = combinationOf(glyph);
    combinations.push(combination);
    if (combination) {
      outlines.push(compositeOutline(combination, outlineOf, idOf));
      continue;
    }
    let outline = outlineOf(glyph);
    if (outline.length > 10 && outline.readInt16BE(0) < 0) {
      outline = Buffer.from(outline);
      renumberParts(outline, idOf);
    }
    outlines.push(outline);
  }
  const count = order.length;
  const newLoca = Buffer.allocUnsafe((count + 1) * 4);
  const newHmtx = Buffer.allocUnsafe(count * 4);
  const newGlyf = Buffer.alloc(outlines.reduce((sum, o) => sum + ((o.length + 3) & ~3), 0));
  let at = 0;
  for (let i = 0; i < count; i++) {
    const glyph = order[i] ?? 0;
    const outline = outlines[i] as Buffer;
    newLoca.writeUInt32BE(at, i * 4);
    outline.copy(newGlyf, at);
    at += (outline.length + 3) & ~3;
    const combination = combinations[i];
    if (combination) {
      newHmtx.writeUInt16BE(Math.max(0, combination.advance), i * 4);
      newHmtx.writeInt16BE(outline.length >= 4 ? outline.readInt16BE(2) : 0, i * 4 + 2);
      continue;
    }
    newHmtx.writeUInt16BE(hmtx.readUInt16BE(4 * Math.min(glyph, longMetrics - 1)), i * 4);
    const bearing =
      glyph < longMetrics ? 4 * glyph + 2 : 4 * longMetrics + 2 * (glyph - longMetrics);
    newHmtx.writeInt16BE(bearing + 2 <= hmtx.length ? hmtx.readInt16BE(bearing) : 0, i * 4 + 2);
  }
  newLoca.writeUInt32BE(at, count * 4);
  const newHead = Buffer.from(head);
  newHead.writeUInt32BE(0, 8);
  newHead.writeInt16BE(1, 50);
  const newHhea = Buffer.from(table(font.tables, 'hhea'));
  newHhea.writeUInt16BE(count, 34);
  const newMaxp = Buffer.from(table(font.tables, 'maxp'));
  newMaxp.writeUInt16BE(count, 4);
  raise(newMaxp, 28, 16);
  raise(newMaxp, 30, Math.min(0xffff, newMaxp.readUInt16BE(30) + 1));
  return assemble([
    ['glyf', newGlyf],
    ['head', newHead],
    ['hhea', newHhea],
    ['hmtx', newHmtx],
    ['loca', newLoca],
    ['maxp', newMaxp],
  ]);
}

/** `maxComponentElements` and `maxComponentDepth` of `maxp`, for the combinations. */
function raise(maxp: Buffer, offset: number, least: number): void {
  if (maxp.readUInt16BE(offset) < least) maxp.writeUInt16BE(least, offset);
}

/** A composite outline that puts glyphs where the shaper put them. */
function compositeOutline(
  { parts }: Combination,
  outlineOf: (glyph: number) => Buffer,
  idOf: (glyph: number) => number,
): Buffer {
  const drawn = parts.filter(({ glyph }) => outlineOf(glyph).length > 0);
  if (drawn.length === 0) return Buffer.alloc(0);
  const out = Buffer.alloc(10 + 8 * drawn.length);
  let [xMin, yMin, xMax, yMax] = [32_767, 32_767, -32_768, -32_768];
  drawn.forEach(({ glyph, x, y }, i) => {
    const outline = outlineOf(glyph);
    xMin = Math.min(xMin, outline.readInt16BE(2) + x);
    yMin = Math.min(yMin, outline.readInt16BE(4) + y);
    xMax = Math.max(xMax, outline.readInt16BE(6) + x);
    yMax = Math.max(yMax, outline.readInt16BE(8) + y);
    const at = 10 + 8 * i;
    // ARG_1_AND_2_ARE_WORDS, ARGS_ARE_XY_VALUES, and MORE_COMPONENTS but for the last.
    out.writeUInt16BE(0x0003 | (i < drawn.length - 1 ? 0x0020 : 0), at);
    out.writeUInt16BE(idOf(glyph), at + 2);
    out.writeInt16BE(x, at + 4);
    out.writeInt16BE(y, at + 6);
  });
  out.writeInt16BE(-1, 0);
  [xMin, yMin, xMax, yMax].forEach((side, i) => {
    out.writeInt16BE(Math.max(-32_768, Math.min(32_767, side)), 2 + 2 * i);
  });
  return out;
}

/** Replaces the glyph ids that a composite outline refers to, in place. */
function renumberParts(outline: Buffer, idOf: (glyph: number) => number): void {
  const more = 0x20;
  let at = 10;
  for (let flags = more; (flags & more) !== 0 && at + 4 <= outline.length; ) {
    flags = outline.readUInt16BE(at);
    outline.writeUInt16BE(idOf(outline.readUInt16BE(at + 2)), at + 2);
    at += 4 + ((flags & 0x01) !== 0 ? 4 : 2);
    if ((flags & 0x08) !== 0) at += 2;
    else if ((flags & 0x40) !== 0) at += 4;
    else if ((flags & 0x80) !== 0) at += 8;
  }
}

/** Joins tables, already in order of their tags, into a font file with correct checksums. */
function assemble(tables: readonly (readonly [string, Buffer])[]): Buffer {
  const directory = 12 + 16 * tables.length;
  const size = tables.reduce((sum, [, data]) => sum + ((data.length + 3) & ~3), directory);
  const file = Buffer.alloc(size);
  const power = 2 ** Math.floor(Math.log2(tables.length));
  file.writeUInt32BE(0x00010000, 0);
  file.writeUInt16BE(tables.length, 4);
  file.writeUInt16BE(power * 16, 6);
  file.writeUInt16BE(Math.log2(power), 8);
  file.writeUInt16BE((tables.length - power) * 16, 10);
  let at = directory;
  let head = 0;
  tables.forEach(([tag, data], i) => {
    const entry = 12 + 16 * i;
    data.copy(file, at);
    file.write(tag, entry, 'latin1');
    file.writeUInt32BE(sumWords(file, at, (data.length + 3) & ~3), entry + 4);
    file.writeUInt32BE(at, entry + 8);
    file.writeUInt32BE(data.length, entry + 12);
    if (tag === 'head') head = at;
    at += (data.length + 3) & ~3;
  });
  file.writeUInt32BE((0xb1b0afba - sumWords(file, 0, size)) >>> 0, head + 8);
  return file;
}

function sumWords(bytes: Buffer, from: number, length: number): number {
  let sum = 0;
  for (let i = from; i < from + length; i += 4) sum = (sum + bytes.readUInt32BE(i)) >>> 0;
  return sum;
}
