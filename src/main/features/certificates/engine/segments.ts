/** Turns a string into glyphs: which face draws what, in visual order, and which text each glyph gives back. */
import bidiFactory from 'bidi-js';
import type { Face } from './face.ts';
import type { FaceList } from './fallback.ts';
import type { ShapedGlyphs } from './hb.ts';
import { rightToLeft, type Script, scriptOf } from './scripts.ts';

/** Consecutive glyphs of one face, left to right. Lengths in thousandths of the type size. */
export interface Segment {
  readonly face: Face;
  /** Glyph ids of the face, or those of combinations it made up (`Face.combine`). */
  readonly glyphs: readonly number[];
  /** What text extraction reads for each glyph; empty where `spans` says it. */
  readonly texts: readonly string[];
  readonly advances: readonly number[];
  readonly dx: readonly number[];
  readonly dy: readonly number[];
  /** Ranges of glyphs whose text is given for all of them at once. */
  readonly spans: readonly { readonly from: number; readonly to: number; readonly text: string }[];
  /** Remembered by `ResidentFonts`: a segment belongs to one template, as its shaper does. */
  shown?: string | null;
}

export interface ShapedLine {
  readonly segments: readonly Segment[];
  readonly width: number;
}

export interface LineStyle {
  readonly faces: FaceList;
  readonly language: string;
  /** `auto`: by the first letter that has a direction. */
  readonly direction: 'ltr' | 'rtl' | 'auto';
  /** Thousandths of the type size between letters. */
  readonly tracking: number;
}

/** Thrown for the first character that none of the faces can draw. */
export class MissingGlyph extends Error {
  readonly character: string;
  /** UTF-16 units before it. */
  readonly index: number;

  constructor(character: string, index: number) {
    super(`no glyph for ${character}`);
    this.character = character;
    this.index = index;
  }
}

/** A stretch of one face, script and direction, in the order of the text. */
interface Run {
  readonly from: number;
  to: number;
  readonly face: Face;
  script: Script;
  readonly level: number;
}

const bidi = bidiFactory();

/** Shapes one line of text, which must be in NFC and free of control characters. */
export function shapeLine(text: string, style: LineStyle): ShapedLine {
  const runs = splitRuns(text, style);
  const segments = visualOrder(runs).map((run) => shapeRun(text, run, style));
  let width = 0;
  for (const { advances } of segments) for (const advance of advances) width += advance;
  return { segments, width };
}

function splitRuns(text: string, style: LineStyle): Run[] {
  const levels =
    style.direction === 'rtl' || rightToLeft.test(text)
      ? bidi.getEmbeddingLevels(text, style.direction).levels
      : undefined;
  const runs: Run[] = [];
  let run: Run | undefined;
  for (let at = 0; at < text.length; ) {
    const codePoint = text.codePointAt(at) ?? 0;
    const length = codePoint > 0xffff ? 2 : 1;
    const level = levels?.[at] ?? 0;
    const script = scriptOf(codePoint);
    const shared = script === 'Zyyy';
    // What scripts share stays with the letters before it where their face has it.
    const stays = run && shared && run.face.draws(codePoint);
    const face: Face | undefined = stays ? run?.face : style.faces.faceFor(codePoint, text);
    if (!face) throw new MissingGlyph(String.fromCodePoint(codePoint), at);
    const fits = run && run.face === face && run.level === level;
    if (run && fits && (shared || run.script === script || run.script === 'Zyyy')) {
      run.to = at + length;
      if (run.script === 'Zyyy') run.script = script;
    } else {
      run = { from: at, to: at + length, face, script, level };
      runs.push(run);
    }
    at += length;
  }
  return runs;
}

/** Rule L2 of the Unicode Bidirectional Algorithm: from the highest level down, turn what stands at it or above. */
function visualOrder(runs: readonly Run[]): readonly Run[] {
  const highest = runs.reduce((most, { level }) => Math.max(most, level), 0);
  if (highest === 0) return runs;
  const order = [...runs];
  for (let level = highest; level >= 1; level--) {
    for (let i = 0; i < order.length; ) {
      let end = i;
      while (end < order.length && (order[end]?.level ?? 0) >= level) end++;
      if (end > i + 1) order.splice(i, end - i, ...order.slice(i, end).reverse());
      i = Math.max(end, i + 1);
    }
  }
  return order;
}

function shapeRun(text: string, run: Run, style: LineStyle): Segment {
  const { face, from, to } = run;
  const rtl = run.level % 2 === 1;
  const shaped = face.shape(text, from, to, {
    direction: rtl ? 'rtl' : 'ltr',
    script: run.script === 'Zyyy' ? 'Latn' : run.script,
    language: style.language,
    ligatures: style.tracking === 0,
  });
  const out = new SegmentBuilder(face, style.tracking);
  const { clusters } = shaped;
  const count = clusters.length;
  for (let i = 0; i < count; ) {
    const cluster = clusters[i] ?? 0;
    let end = i + 1;
    while (end < count && clusters[end] === cluster) end++;
    const after = rtl ? clusters[i - 1] : clusters[end];
    const source = text.slice(cluster, after ?? to);
    for (let k = i; k < end; k++)
      if (shaped.glyphs[k] === 0) throw new MissingGlyph(missingIn(source, face), cluster);
    out.add(shaped, i, end, source, rtl);
    i = end;
  }
  return out.finish(text.slice(from, to));
}

class SegmentBuilder {
  readonly #face: Face;
  readonly #scale: number;
  readonly #tracking: number;
  readonly #glyphs: number[] = [];
  readonly #texts: string[] = [];
  readonly #advances: number[] = [];
  readonly #dx: number[] = [];
  readonly #dy: number[] = [];
  readonly #spans: { from: number; to: number; text: string }[] = [];

  constructor(face: Face, tracking: number) {
    this.#face = face;
    this.#scale = 1_000 / face.metrics.upem;
    this.#tracking = tracking;
  }

  /**
   * Adds the glyphs of one cluster. Several become one combination where the font format allows: a single
   * glyph with the whole text is found and copied exactly by every reader, where loose marks are not.
   */
  add(shaped: ShapedGlyphs, from: number, to: number, source: string, rtl: boolean): void {
    let text = source;
    if (rtl && this.#face.outlines === 'glyf') {
      // Readers turn right-to-left text round character by character, also within one glyph: so one glyph
      // has one character, and the others stand beside it as blanks, last character first.
      const [first = '', ...others] = source;
      text = first;
      for (const character of others.reverse()) this.#push(this.#face.blank, character, 0, 0, 0);
    }
    const whole = to - from > 1 && this.#face.outlines === 'glyf';
    if (whole) {
      const { glyph, advance } = this.#face.combine(shaped, from, to);
      this.#push(glyph, text, advance, 0, 0);
    } else {
      if (to - from > 1)
        this.#spans.push({ from: this.#glyphs.length, to: this.#glyphs.length + to - from, text });
      for (let k = from; k < to; k++)
        this.#push(
          shaped.glyphs[k] ?? 0,
          k === from ? text : '',
          shaped.advances[k] ?? 0,
          shaped.dx[k] ?? 0,
          shaped.dy[k] ?? 0,
        );
    }
    const last = this.#advances.length - 1;
    this.#advances[last] = (this.#advances[last] ?? 0) + this.#tracking;
  }

  finish(text: string): Segment {
    // Readers take wide tracking for spaces between words.
    const tracked = { from: 0, to: this.#glyphs.length, text };
    return {
      face: this.#face,
      glyphs: this.#glyphs,
      texts: this.#texts,
      advances: this.#advances,
      dx: this.#dx,
      dy: this.#dy,
      spans: this.#tracking === 0 ? this.#spans : [tracked],
    };
  }

  #push(glyph: number, text: string, advance: number, dx: number, dy: number): void {
    this.#glyphs.push(glyph);
    this.#texts.push(text);
    this.#advances.push(advance * this.#scale);
    this.#dx.push(dx * this.#scale);
    this.#dy.push(dy * this.#scale);
  }
}

/** The character of a cluster that the face lacks: for the officer, who sees characters and not clusters. */
function missingIn(source: string, face: Face): string {
  for (const character of source) if (!face.draws(character.codePointAt(0) ?? 0)) return character;
  return source;
}
