/** Shapes lines word by word, and remembers the words: names of a session share most of theirs. */
import { rightToLeft } from './scripts.ts';
import {
  type LineStyle,
  MissingGlyph,
  type Segment,
  type ShapedLine,
  shapeLine,
} from './segments.ts';

/** Bounds the memory of a thread that prints a million different names: about 1 KB a word. */
const mostWords = 4_000;

const wordStart = /(?<= )(?=[^ ])/;

export class LineShaper {
  readonly #style: LineStyle;
  readonly #words = new Map<string, ShapedLine>();
  /** Words seen once. Half of all words never come again, and keeping their glyphs cost a quarter of the time in garbage collection. */
  readonly #met = new Set<string>();

  constructor(style: LineStyle) {
    this.#style = style;
  }

  /** Throws `MissingGlyph`. The same line gives the same glyphs whatever was shaped before. */
  shape(text: string): ShapedLine {
    // Words that turn round, or carry one text over the whole line, cannot be shaped apart.
    const { direction, tracking } = this.#style;
    if (direction === 'rtl' || tracking !== 0 || rightToLeft.test(text)) return this.#word(text);
    // A word keeps its space, in its own font: readers find a space between two fonts too narrow.
    const words = text.split(wordStart);
    if (words.length === 1) return this.#word(text);
    const segments: Segment[] = [];
    let width = 0;
    let at = 0;
    for (const word of words) {
      try {
        const shaped = this.#word(word);
        segments.push(...shaped.segments);
        width += shaped.width;
      } catch (error) {
        if (error instanceof MissingGlyph)
          throw new MissingGlyph(error.character, at + error.index);
        throw error;
      }
      at += word.length;
    }
    return { segments, width };
  }

  #word(text: string): ShapedLine {
    const known = this.#words.get(text);
    if (known) return known;
    const word = shapeLine(text, this.#style);
    if (this.#met.delete(text)) {
      if (this.#words.size >= mostWords) this.#words.clear();
      this.#words.set(text, word);
    } else {
      if (this.#met.size >= mostWords) this.#met.clear();
      this.#met.add(text);
    }
    return word;
  }
}
