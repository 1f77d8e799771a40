/** Writes fitted text as PDF operators (ISO 32000-1, 9.4). */
import type { FittedText } from './fit.ts';
import type { GlyphSet } from './pdf-fonts.ts';
import { hex4, num, utf16Hex } from './pdf-syntax.ts';
import type { Segment } from './segments.ts';

/** Chooses the embedded font that draws a segment, adding glyphs to it where it may grow. */
export type FontChoice = (segment: Segment) => GlyphSet;

export interface TextPlace {
  /** Left edge of the box, points from the left of the page. */
  readonly left: number;
  readonly width: number;
  /** Baseline of the first line, points from the bottom of the page. */
  readonly baselineFor: (size: number, lines: number) => number;
  readonly align: 'left' | 'center' | 'right';
  readonly lineHeight: number;
  /** The operands and operator that set the colour. */
  readonly colour: string;
}

/** The operators of one text, from `BT` to `ET`. */
export function textOperators(fitted: FittedText, place: TextPlace, choose: FontChoice): string {
  const { size, lines } = fitted;
  let baseline = place.baselineFor(size, lines.length);
  let out = `BT ${place.colour}\n`;
  for (const line of lines) {
    const free = place.width - (line.width * size) / 1_000;
    const shift = place.align === 'left' ? 0 : place.align === 'right' ? free : free / 2;
    out += `1 0 0 1 ${num(place.left + shift)} ${num(baseline)} Tm\n`;
    for (const segment of line.segments) {
      const set = choose(segment);
      out += `/${set.resource} ${num(size)} Tf${showSegment(segment, set, size)}\n`;
    }
    baseline -= size * place.lineHeight;
  }
  return `${out}ET\n`;
}

/**
 * Shows glyphs with `TJ`: numbers between codes move the pen by what kerning and mark placement ask,
 * relative to the advances in the font itself.
 */
function showSegment(segment: Segment, set: GlyphSet, size: number): string {
  const { glyphs, texts, advances, dx, dy, spans, face } = segment;
  const scale = 1_000 / face.metrics.upem;
  let out = '[';
  let codes = '';
  let shift = 0;
  let rise = 0;
  let span = 0;
  const flush = (): void => {
    if (codes !== '') out += `<${codes}>`;
    codes = '';
  };
  for (let i = 0; i < glyphs.length; i++) {
    const opens = spans[span]?.from === i ? spans[span] : undefined;
    if (opens) {
      flush();
      out += `]TJ/Span<</ActualText<FEFF${utf16Hex(opens.text)}>>>BDC[`;
    }
    const up = dy[i] ?? 0;
    if (up !== rise) {
      flush();
      out += `]TJ ${num((up * size) / 1_000)} Ts[`;
      rise = up;
    }
    shift += dx[i] ?? 0;
    const rounded = num(-shift);
    if (rounded !== '0') {
      flush();
      out += rounded;
    }
    const glyph = glyphs[i] ?? 0;
    codes += hex4(set.add(glyph, texts[i] ?? ''));
    shift = (advances[i] ?? 0) - face.advanceOf(glyph) * scale - (dx[i] ?? 0);
    if (spans[span]?.to === i + 1) {
      flush();
      out += ']TJ EMC[';
      span++;
    }
  }
  flush();
  const rest = num(-shift);
  if (rest !== '0') out += rest;
  return `${out}]TJ${rise === 0 ? '' : ' 0 Ts'}`;
}
