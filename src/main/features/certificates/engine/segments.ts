/** Turns a string into glyphs: which face draws what, in visual order, and which text each glyph gives back. */
import type { Face } from './face.ts';

/** Consecutive glyphs of one face. Lengths in thousandths of the type size. */
export interface Segment {
  readonly face: Face;
  readonly glyphs: readonly number[];
  /** What text extraction reads for each glyph; empty where an earlier glyph of `spans` has said it all. */
  readonly texts: readonly string[];
  readonly advances: readonly number[];
  readonly dx: readonly number[];
  readonly dy: readonly number[];
  /** Ranges of glyphs that only together stand for a text. */
  readonly spans: readonly { readonly from: number; readonly to: number; readonly text: string }[];
}

export interface ShapedLine {
  readonly segments: readonly Segment[];
  readonly width: number;
}

export interface LineStyle {
  /** The face asked first, then those asked for what it lacks. */
  readonly faces: readonly Face[];
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** Thousandths of the type size between letters. */
  readonly tracking: number;
}

/** Thrown for the first character that none of the faces can draw. */
export class MissingGlyph extends Error {
  readonly character: string;
  readonly index: number;

  constructor(character: string, index: number) {
    super(`no glyph for ${character}`);
    this.character = character;
    this.index = index;
  }
}

/** Shapes one line of text, which must be in NFC and free of control characters. */
export function shapeLine(text: string, style: LineStyle): ShapedLine {
  const face = style.faces[0];
  if (!face) throw new Error('A line needs a face');
  const segment = shapeRun(text, 0, face, style);
  return { segments: [segment], width: segment.advances.reduce((sum, a) => sum + a, 0) };
}

function shapeRun(text: string, offset: number, face: Face, style: LineStyle): Segment {
  const shaped = face.shape(text, {
    direction: 'ltr',
    script: 'Latn',
    language: style.language,
    byCharacter: false,
    ligatures: style.tracking === 0,
  });
  const scale = 1_000 / face.metrics.upem;
  const count = shaped.glyphs.length;
  const texts: string[] = new Array(count).fill('');
  const spans: { from: number; to: number; text: string }[] = [];
  const advances: number[] = new Array(count);
  for (let i = 0; i < count; ) {
    const cluster = shaped.clusters[i] ?? 0;
    let end = i + 1;
    while (end < count && shaped.clusters[end] === cluster) end++;
    const next = end < count ? (shaped.clusters[end] ?? text.length) : text.length;
    const source = text.slice(cluster, next);
    texts[i] = source;
    if (end - i > 1 && style.tracking === 0) spans.push({ from: i, to: end, text: source });
    for (let k = i; k < end; k++) {
      if (shaped.glyphs[k] === 0) throw new MissingGlyph(missingIn(source, face), offset + cluster);
      const tracking = k === end - 1 ? style.tracking : 0;
      advances[k] = (shaped.advances[k] ?? 0) * scale + tracking;
    }
    i = end;
  }
  // Readers take wide tracking for spaces between words.
  if (style.tracking !== 0) spans.push({ from: 0, to: count, text });
  return {
    face,
    glyphs: shaped.glyphs,
    texts,
    advances,
    dx: shaped.dx.map((d) => d * scale),
    dy: shaped.dy.map((d) => d * scale),
    spans,
  };
}

/** The character of a cluster that the face lacks: for the officer, who sees characters and not clusters. */
function missingIn(source: string, face: Face): string {
  for (const character of source)
    if (face.glyphOf(character.codePointAt(0) ?? 0) === 0) return character;
  return source;
}
