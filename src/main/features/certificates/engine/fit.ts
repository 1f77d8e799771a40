/** Fits text into its box: shrink to a floor, then break into lines, else refuse. */
import type { LineShaper } from './line-shaper.ts';
import { unspaced } from './scripts.ts';
import type { ShapedLine } from './segments.ts';

export interface FitRule {
  readonly size: number;
  readonly minSize: number;
  readonly maxLines: number;
  /** Points. */
  readonly width: number;
  /** Points; infinite where the box has no height. */
  readonly height: number;
  readonly lineHeight: number;
}

export interface FittedText {
  readonly size: number;
  readonly lines: readonly ShapedLine[];
}

/** Shapes and fits the texts of one element. */
export class TextFitter {
  readonly #shaper: LineShaper;
  readonly #rule: FitRule;

  constructor(shaper: LineShaper, rule: FitRule) {
    this.#shaper = shaper;
    this.#rule = rule;
  }

  /** Nothing where the text does not fit. Throws `MissingGlyph`. */
  fit(text: string): FittedText | undefined {
    const one = this.#shaper.shape(text);
    const size = this.#sizeFor([one]);
    if (size !== undefined) return { size, lines: [one] };
    const words = breakable(text).map((word) => ({
      text: word,
      width: this.#shaper.shape(word).width,
    }));
    for (let count = 2; count <= Math.min(this.#rule.maxLines, words.length); count++) {
      const lines = breakEvenly(words, count).map((line) => this.#shaper.shape(line.trim()));
      const smaller = this.#sizeFor(lines);
      if (smaller !== undefined) return { size: smaller, lines };
    }
    return undefined;
  }

  #sizeFor(lines: readonly ShapedLine[]): number | undefined {
    const { size, minSize, width, height, lineHeight } = this.#rule;
    let widest = 0;
    for (const line of lines) widest = Math.max(widest, line.width);
    const byWidth = widest === 0 ? size : (width * 1_000) / widest;
    const fitting = Math.min(size, byWidth, height / (lines.length * lineHeight));
    // Two digits, rounded down: a certificate's bytes must not hang on the last bits of a division.
    const chosen = fitting === size ? size : Math.floor(fitting * 100) / 100;
    return chosen >= minSize ? chosen : undefined;
  }
}

const words = new Intl.Segmenter('und', { granularity: 'word' });

/** Pieces between which a line may end: behind spaces and hyphens, and between words where a script writes no spaces. */
function breakable(text: string): string[] {
  const spaced = text.split(/(?<=[\s-])(?=\S)/u);
  if (!unspaced.test(text)) return spaced;
  return spaced.flatMap((part) => {
    const pieces: string[] = [];
    for (const { segment, isWordLike } of words.segment(part)) {
      if (isWordLike || pieces.length === 0) pieces.push(segment);
      else pieces[pieces.length - 1] += segment;
    }
    return pieces;
  });
}

interface Word {
  readonly text: string;
  readonly width: number;
}

/** Cuts the words into `count` lines whose widest is as narrow as possible. */
function breakEvenly(words: readonly Word[], count: number): string[] {
  const upTo = [0];
  for (const word of words) upTo.push((upTo.at(-1) ?? 0) + word.width);
  const widthOf = (from: number, to: number): number => (upTo[to] ?? 0) - (upTo[from] ?? 0);
  // best[k][i]: the narrowest possible widest line when the first i words stand on k + 1 lines.
  const best: number[][] = [words.map((_, i) => widthOf(0, i + 1))];
  const cuts: number[][] = [];
  for (let k = 1; k < count; k++) {
    const row: number[] = [];
    const cut: number[] = [];
    for (let i = 0; i < words.length; i++) {
      row[i] = Number.POSITIVE_INFINITY;
      cut[i] = i;
      for (let j = k; j <= i; j++) {
        const widest = Math.max(best[k - 1]?.[j - 1] ?? 0, widthOf(j, i + 1));
        if (widest < (row[i] ?? 0)) {
          row[i] = widest;
          cut[i] = j;
        }
      }
    }
    best.push(row);
    cuts.push(cut);
  }
  const lines: string[] = [];
  let end = words.length;
  for (let k = count - 1; k >= 0; k--) {
    const start = k === 0 ? 0 : (cuts[k - 1]?.[end - 1] ?? 0);
    lines.unshift(
      words
        .slice(start, end)
        .map((word) => word.text)
        .join(''),
    );
    end = start;
  }
  return lines;
}
