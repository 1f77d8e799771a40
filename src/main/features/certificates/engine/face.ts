/** One face of one font file, ready to shape and to be cut: loaded once per thread. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { AppError } from '../../../../shared/errors.ts';
import { type CffFont, cutCff, openCff } from './cff.ts';
import { plainCharString } from './charstring.ts';
import { type ShapedGlyphs, type ShapeOptions, theShaper, theSubsetter } from './hb.ts';
import {
  advanceWidth,
  cutGlyphs,
  type FontFile,
  type FontMetrics,
  fontMetrics,
  openFont,
} from './truetype.ts';

const largestFont = 64 * 1024 * 1024;

export class Face {
  readonly path: string;
  readonly metrics: FontMetrics;
  /** SHA-256 of the file and the number of the face in it. */
  readonly fingerprint: string;
  readonly #file: FontFile;
  readonly #font: number;
  readonly #advances = new Map<number, number>();
  readonly #drawn = new Map<number, boolean>();
  readonly #combinations: Combination[] = [];
  readonly #combinationIds = new Map<string, number>();
  /** The file without hinting and layout tables, glyph ids unchanged. */
  #stripped: FontFile | undefined;
  #cff: CffFont | undefined;
  readonly #charStrings = new Map<number, Buffer>();

  constructor(path: string, index: number) {
    const bytes = readFont(path);
    this.path = path;
    this.#file = openFont(bytes, path, index);
    this.metrics = fontMetrics(this.#file);
    if (!this.metrics.embeddable)
      throw new AppError(
        'invalid_input',
        `${path} may not be embedded: its licence bits forbid it. Choose another font.`,
      );
    this.fingerprint = `${createHash('sha256').update(bytes).digest('hex')}#${index}`;
    this.#font = theShaper().font(bytes, index).font;
  }

  get outlines(): FontFile['outlines'] {
    return this.#file.outlines;
  }

  /** A font file with exactly these glyphs or combinations: code `i + 1` is `glyphs[i]`. */
  cut(glyphs: readonly number[]): Buffer {
    if (this.outlines === 'glyf') {
      this.#stripped ??= openFont(
        theSubsetter().strip(this.#file.bytes, this.#file.index),
        this.path,
      );
      return cutGlyphs(this.#stripped, glyphs, (glyph) => this.combinationOf(glyph));
    }
    this.#cff ??= openCff(this.#file.tables.get('CFF ') ?? Buffer.alloc(0), this.path);
    const cff = this.#cff;
    return cutCff(cff, glyphs, this.metrics.postScriptName, (glyph) => {
      let plain = this.#charStrings.get(glyph);
      if (!plain) {
        plain = plainCharString(cff, glyph);
        this.#charStrings.set(glyph, plain);
      }
      return plain;
    });
  }

  glyphOf(codePoint: number): number {
    return theShaper().nominalGlyph(this.#font, codePoint);
  }

  shape(text: string, from: number, to: number, options: ShapeOptions): ShapedGlyphs {
    return theShaper().shape(this.#font, text, from, to, options);
  }

  /** Whether the face can draw a character, also as a base and marks, or as something blank. */
  draws(codePoint: number): boolean {
    let known = this.#drawn.get(codePoint);
    if (known === undefined) {
      known = this.glyphOf(codePoint) !== 0 || this.#drawsInParts(codePoint);
      this.#drawn.set(codePoint, known);
    }
    return known;
  }

  #drawsInParts(codePoint: number): boolean {
    const character = String.fromCodePoint(codePoint);
    if (madeUp.test(character)) return true;
    const parts = character.normalize('NFD');
    return (
      parts !== character &&
      [...parts].every((part) => this.glyphOf(part.codePointAt(0) ?? 0) !== 0)
    );
  }

  /** The advance that the font gives a glyph of its own or a combination, in font units. */
  advanceOf(glyph: number): number {
    const combination = this.combinationOf(glyph);
    if (combination) return combination.advance;
    let advance = this.#advances.get(glyph);
    if (advance === undefined) {
      advance = advanceWidth(this.#file, glyph);
      this.#advances.set(glyph, advance);
    }
    return advance;
  }

  /**
   * One glyph for a shaped cluster: its glyphs where the shaper put them. `advance` is what the shaper
   * asked for, which kerning may make another than the glyph's own.
   */
  combine(shaped: ShapedGlyphs, from: number, to: number): { glyph: number; advance: number } {
    const parts: GlyphPart[] = [];
    let pen = 0;
    let own = 0;
    let key = '';
    for (let i = from; i < to; i++) {
      const glyph = shaped.glyphs[i] ?? 0;
      const x = pen + (shaped.dx[i] ?? 0);
      const y = shaped.dy[i] ?? 0;
      parts.push({ glyph, x, y });
      key += `${glyph},${x},${y};`;
      pen += shaped.advances[i] ?? 0;
      own += this.advanceOf(glyph);
    }
    let glyph = this.#combinationIds.get(key);
    if (glyph === undefined) {
      glyph = firstCombination + this.#combinations.length;
      this.#combinations.push({ parts, advance: own });
      this.#combinationIds.set(key, glyph);
    }
    return { glyph, advance: pen };
  }

  /** A glyph that draws nothing and takes no room: it only carries text. */
  get blank(): number {
    return this.combine({ glyphs: [], clusters: [], advances: [], dx: [], dy: [] }, 0, 0).glyph;
  }

  /** What a glyph id of `combine` stands for; nothing for a glyph of the font's own. */
  combinationOf(glyph: number): Combination | undefined {
    return glyph < firstCombination ? undefined : this.#combinations[glyph - firstCombination];
  }
}

/** A glyph and where it stands, in font units. */
export interface GlyphPart {
  readonly glyph: number;
  readonly x: number;
  readonly y: number;
}

export interface Combination {
  readonly parts: readonly GlyphPart[];
  readonly advance: number;
}

/** Ids of combinations begin behind the last glyph id a font can have. */
const firstCombination = 0x10000;

/** Invisible or blank characters that the shaper makes up for itself. */
const madeUp = /[\p{Zs}\p{Default_Ignorable_Code_Point}\u2010\u2011]/u;

function readFont(path: string): Buffer {
  let size: number;
  try {
    size = statSync(path).size;
  } catch (cause) {
    throw new AppError('not_found', `The font ${path} cannot be read. Put the file there.`, {
      cause,
    });
  }
  if (size > largestFont)
    throw new AppError(
      'invalid_input',
      `The font ${path} is larger than 64 MB. Use a smaller one.`,
    );
  return readFileSync(path);
}

const faces = new Map<string, Face>();

/** This thread's face for a file; a file that changed on disk is read anew. */
export function faceOf(path: string, index = 0): Face {
  let stamp = '';
  try {
    const { mtimeMs, size } = statSync(path);
    stamp = `${mtimeMs}:${size}`;
  } catch {
    stamp = 'missing';
  }
  const key = `${path}#${index}#${stamp}`;
  let face = faces.get(key);
  if (!face) {
    face = new Face(path, index);
    faces.set(key, face);
  }
  return face;
}
