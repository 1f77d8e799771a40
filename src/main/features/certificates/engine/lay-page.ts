/** Sorts a page into what every certificate shares and what each one draws for itself. */
import { AppError } from '../../../../shared/errors.ts';
import type { Art, Drawing } from './art.ts';
import type { Face } from './face.ts';
import type { FaceList } from './fallback.ts';
import type { FittedText } from './fit.ts';
import { GlyphSet } from './pdf-fonts.ts';
import { num, rgb } from './pdf-syntax.ts';
import type { Item } from './plan.ts';
import { modulesOf, QrMaker, quietZone } from './qr.ts';
import { MissingGlyph, shapeLine } from './segments.ts';
import { closeTag, decoration, openTag, type Tag, tagged } from './structure.ts';
import { describeCharacter, findBadText } from './text-check.ts';
import { type ResidentFonts, textOperators } from './text-ops.ts';

/** What is left to do for each record: conditional art, variable text, QR symbols. */
export type DynamicItem =
  | { readonly kind: 'ready'; readonly operators: string; readonly item: Item }
  | {
      readonly kind: 'text';
      readonly item: Item & { kind: 'text' };
      /** Operators by text, where other records are likely to print the same. */
      readonly known: Map<string, string>;
      /** Begins the paragraph; `closeTag` ends it. */
      readonly open: string;
    }
  | {
      readonly kind: 'qr';
      readonly item: Item & { kind: 'qr' };
      readonly resource: string;
      readonly maker: QrMaker;
      readonly open: string;
      /** Places the symbol: the same for every record. */
      readonly operators: string;
    };

export interface LaidPage {
  readonly fixed: string;
  readonly dynamic: readonly DynamicItem[];
  /** By content number, in the order of the template's elements, which is the reading order. */
  readonly tags: readonly Tag[];
}

/**
 * Characters that names and titles are mostly made of: embedded once for all certificates of a template. Few on
 * purpose: each hundred costs every file 5 KB for each face, and a name with others brings them along in 1 KB.
 */
function commonCharacters(): string[] {
  const ranges = [
    [0x20, 0x7e],
    [0xc0, 0xff],
    [0x2010, 0x2014],
    [0x2018, 0x201d],
  ] as const;
  const characters = ranges.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)),
  );
  return [...characters, 'ff', 'fi', 'fl', 'ffi', 'ffl'];
}

/**
 * The fonts that stand in the prefix: every glyph of the fixed wording, and for faces that also print
 * records the common Latin ones. It does not hang on the records of a batch: the same record must give
 * the same bytes whatever it is printed with.
 */
export function residentGlyphs(items: readonly Item[]): Map<Face, GlyphSet> {
  const sets = new Map<Face, GlyphSet>();
  const setFor = (face: Face): GlyphSet => {
    let set = sets.get(face);
    if (!set) {
      set = new GlyphSet(face, `F${sets.size}`);
      sets.set(face, set);
    }
    return set;
  };
  for (const item of items) {
    if (item.kind !== 'text') continue;
    if (item.fixed)
      for (const line of fitFixed(item).lines)
        for (const segment of line.segments) setFor(segment.face).addSegment(segment);
    else addCommon(setFor(item.face), item.faces);
  }
  return sets;
}

function addCommon(set: GlyphSet, faces: FaceList): void {
  const style = { faces, language: 'en', direction: 'ltr', tracking: 0 } as const;
  for (const text of commonCharacters())
    if ([...text].every((character) => set.face.draws(character.codePointAt(0) ?? 0)))
      for (const segment of shapeLine(text, style).segments)
        if (segment.face === set.face) set.addSegment(segment);
}

/** Fits wording that is the same in every certificate. What is wrong with it is the template's fault: thrown. */
function fitFixed(item: Item & { kind: 'text' }): FittedText {
  const text = item.plan.parts.map((part) => ('fixed' in part ? part.fixed : '')).join('');
  const bad = findBadText('text', text);
  if (bad) throw new AppError('invalid_input', `${item.where}: ${bad.message}`);
  let fitted: FittedText | undefined;
  try {
    fitted = item.fitter.fit(text);
  } catch (error) {
    if (!(error instanceof MissingGlyph)) throw error;
    throw new AppError(
      'invalid_input',
      `${item.where}: the font has no glyph for ${describeCharacter(error.character)}. Choose another font, or name one with this character under "fallback".`,
    );
  }
  if (fitted) return fitted;
  throw new AppError(
    'invalid_input',
    `${item.where}: “${text.slice(0, 80)}” does not fit into ${item.room}. Widen the box, or allow a smaller size or more lines.`,
  );
}

export function layPage(
  page: readonly Item[],
  drawings: readonly Drawing[],
  art: Art,
  residents: ResidentFonts,
): LaidPage {
  let fixed = '';
  const dynamic: DynamicItem[] = [];
  const tags: Tag[] = [];
  const tag = (role: Tag['role'], item: Item, alt?: string): number =>
    tags.push({ role, alt, onlyIf: item.onlyIf }) - 1;
  for (const item of page) {
    if (item.kind === 'qr')
      dynamic.push({
        kind: 'qr',
        open: openTag('Figure', tag('Figure', item, item.element.alt)),
        item,
        resource: '',
        operators: '',
        maker: new QrMaker(item.element),
      });
    else if (item.kind === 'text' && !item.fixed)
      dynamic.push({ kind: 'text', item, known: new Map(), open: openTag('P', tag('P', item)) });
    else {
      let operators: string;
      if (item.kind === 'text')
        operators = tagged({ role: 'P' }, tag('P', item), fixedOperators(item, residents));
      else {
        const drawn = art.operators[drawings.indexOf(item.drawing)] ?? '';
        operators =
          item.alt === undefined
            ? decoration(drawn)
            : tagged({ role: 'Figure' }, tag('Figure', item, item.alt), drawn);
      }
      if (item.onlyIf) dynamic.push({ kind: 'ready', operators, item });
      else fixed += operators;
    }
  }
  return { fixed, dynamic, tags };
}

function fixedOperators(item: Item & { kind: 'text' }, residents: ResidentFonts): string {
  return textOperators(fitFixed(item), item.place, residents, () => {
    throw new Error('A fixed text has no resident font');
  });
}

/** A white square with the quiet zone, and the symbol's picture in it. */
export function symbolOperators(
  { item, open }: DynamicItem & { kind: 'qr' },
  resource: string,
): string {
  const { element, rect } = item;
  const modules = modulesOf(element.version);
  const module = rect.width / (modules + 2 * quietZone);
  const side = num(module * modules);
  const left = num(rect.x + module * quietZone);
  const bottom = num(rect.y + module * quietZone);
  return `${open}q 1 g ${num(rect.x)} ${num(rect.y)} ${num(rect.width)} ${num(rect.height)} re f ${rgb(element.color)} rg ${side} 0 0 ${side} ${left} ${bottom} cm /${resource} Do Q\n${closeTag}`;
}
