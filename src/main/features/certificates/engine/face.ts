/** One face of one font file, ready to shape and to be cut: loaded once per thread. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { AppError } from '../../../../shared/errors.ts';
import { type ShapedGlyphs, type ShapeOptions, theShaper, theSubsetter } from './hb.ts';
import {
  advanceWidth,
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
  #stripped: FontFile | undefined;

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

  /** The file without hinting and layout tables, glyph ids unchanged: what glyphs are cut from. */
  get cuttable(): FontFile {
    this.#stripped ??= openFont(
      theSubsetter().subset(this.#file.bytes, this.#file.index, 'all'),
      this.path,
    );
    return this.#stripped;
  }

  glyphOf(codePoint: number): number {
    return theShaper().nominalGlyph(this.#font, codePoint);
  }

  shape(text: string, options: ShapeOptions): ShapedGlyphs {
    return theShaper().shape(this.#font, text, options);
  }

  /** The advance that the font file itself gives a glyph, in font units. */
  advanceOf(glyph: number): number {
    let advance = this.#advances.get(glyph);
    if (advance === undefined) {
      advance = advanceWidth(this.#file, glyph);
      this.#advances.set(glyph, advance);
    }
    return advance;
  }
}

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
