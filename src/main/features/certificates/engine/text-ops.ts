/** Writes fitted text as PDF operators (ISO 32000-1, 9.4). */
import type { Face } from './face.ts';
import type { FittedText } from './fit.ts';
import type { GlyphSet } from './pdf-fonts.ts';
import { hex4, num, utf16Hex } from './pdf-syntax.ts';
import type { Segment } from './segments.ts';

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

/** The fonts of a template's prefix, with what they have shown before. Kept as long as the template. */
export class ResidentFonts {
  readonly sets: ReadonlyMap<Face, GlyphSet>;

  constructor(sets: ReadonlyMap<Face, GlyphSet>) {
    this.sets = sets;
  }

  /** `[...]TJ` for a segment, if the prefix has all it needs. */
  show(segment: Segment): string | null {
    let { shown } = segment;
    if (shown === undefined) {
      const set = this.sets.get(segment.face);
      const level = segment.dy.every((up) => up === 0);
      shown =
        set && level && set.covers(segment) ? showGlyphs(segment, 0, set, set).operators : null;
      segment.shown = shown;
    }
    return shown;
  }
}

/** The operators of one text, from `BT` to `ET`. `ownFor` gives the font that takes what the prefix lacks. */
export function textOperators(
  fitted: FittedText,
  place: TextPlace,
  residents: ResidentFonts,
  ownFor: (face: Face) => GlyphSet,
): string {
  const { size, lines } = fitted;
  const points = num(size);
  let baseline = place.baselineFor(size, lines.length);
  let font = '';
  let out = `BT ${place.colour}\n`;
  for (const line of lines) {
    const free = place.width - (line.width * size) / 1_000;
    const shift = place.align === 'left' ? 0 : place.align === 'right' ? free : free / 2;
    out += `1 0 0 1 ${num(place.left + shift)} ${num(baseline)} Tm\n`;
    for (const segment of line.segments) {
      const resident = residents.sets.get(segment.face);
      const shown = residents.show(segment);
      if (resident && shown !== null) {
        if (font !== resident.resource) out += `/${resident.resource} ${points} Tf`;
        out += shown;
        font = resident.resource;
        continue;
      }
      const own = ownFor(segment.face);
      const first = setOf(segment, 0, resident, own);
      if (font !== first.resource) out += `/${first.resource} ${points} Tf`;
      const mixed = showGlyphs(segment, size, resident, own);
      out += mixed.operators;
      font = mixed.last.resource;
    }
    out += '\n';
    baseline -= size * place.lineHeight;
  }
  return `${out}ET\n`;
}

function setOf(
  segment: Segment,
  i: number,
  resident: GlyphSet | undefined,
  own: GlyphSet,
): GlyphSet {
  return resident?.codeOf(segment.glyphs[i] ?? 0, segment.texts[i] ?? '') === undefined
    ? own
    : resident;
}

/**
 * Shows glyphs with `TJ`: numbers between codes move the pen by what kerning and mark placement ask,
 * relative to the advances in the font itself. Each glyph is taken from the prefix where that has it, so
 * that a certificate brings along only the few letters that are rare.
 */
function showGlyphs(
  segment: Segment,
  size: number,
  resident: GlyphSet | undefined,
  own: GlyphSet,
): { operators: string; last: GlyphSet } {
  const { glyphs, texts, advances, dx, dy, spans, face } = segment;
  const scale = 1_000 / face.metrics.upem;
  let set = setOf(segment, 0, resident, own);
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
    const glyph = glyphs[i] ?? 0;
    const text = texts[i] ?? '';
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
    let code = resident?.codeOf(glyph, text);
    const next = code === undefined || !resident ? own : resident;
    if (next !== set) {
      flush();
      out += `]TJ/${next.resource} ${num(size)} Tf[`;
      set = next;
    }
    code ??= own.add(glyph, text);
    shift += dx[i] ?? 0;
    // Less than half a thousandth of the type size is rounding, not kerning.
    if (shift > 0.0005 || shift < -0.0005) {
      flush();
      out += num(-shift);
    }
    codes += hex4(code);
    shift = (advances[i] ?? 0) - face.advanceOf(glyph) * scale - (dx[i] ?? 0);
    if (spans[span]?.to === i + 1) {
      flush();
      out += ']TJ EMC[';
      span++;
    }
  }
  flush();
  if (shift > 0.0005 || shift < -0.0005) out += num(-shift);
  return { operators: `${out}]TJ${rise === 0 ? '' : ' 0 Ts'}`, last: set };
}
