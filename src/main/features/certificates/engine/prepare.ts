/** Compiles a template once into everything that its certificates share. */
import { createHash, type Hash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { AppError } from '../../../../shared/errors.ts';
import type { CertificateTemplate } from '../../../../shared/template.ts';
import { type Art, type Drawing, drawArt } from './art.ts';
import type { Face } from './face.ts';
import type { FaceList } from './fallback.ts';
import { planText, type TextPlan } from './fields.ts';
import type { FittedText } from './fit.ts';
import { srgbProfile } from './icc.ts';
import type { LoadedTemplate, TemplateAssets } from './load-template.ts';
import { fontObjects, GlyphSet, objectsPerFont } from './pdf-fonts.ts';
import { num, object, streamObject, textString, xrefLine } from './pdf-syntax.ts';
import { type Item, type Plan, planTemplate } from './plan.ts';
import { MissingGlyph, shapeLine } from './segments.ts';
import { describeCharacter, findBadText } from './text-check.ts';
import { textOperators } from './text-ops.ts';

/** Changes whenever the bytes of certificates change for equal templates and data. */
const engineVersion = 1;

/** What is left to do for each record: conditional art, variable text, QR symbols. */
export type DynamicItem =
  | { readonly kind: 'ready'; readonly operators: string; readonly item: Item }
  | { readonly kind: 'text'; readonly item: Item & { kind: 'text' } }
  | { readonly kind: 'qr'; readonly item: Item & { kind: 'qr' }; readonly resource: string };

/** Numbers of the objects that every certificate writes itself. */
export interface TailObjects {
  readonly info: number;
  readonly xmp: number;
  readonly fonts: number;
  /** One content stream for each page that has variable parts. */
  readonly contents: readonly number[];
  /** In the order of the QR items over all pages. */
  readonly symbols: readonly number[];
  /** The first number free for the certificate's own fonts. */
  readonly next: number;
}

/** A compiled template. Belongs to the thread that made it; `prefix` must not be changed. */
export interface PreparedTemplate {
  /** Equal hash, equal data: equal bytes. */
  readonly hash: string;
  /** The first bytes of every certificate. */
  readonly prefix: Buffer;
  /** What is wrong with the template without preventing its use, for the officer. */
  readonly warnings: readonly string[];
  readonly template: CertificateTemplate;
  readonly internals: {
    readonly prefixHash: Hash;
    readonly prefixXref: string;
    readonly prefixFonts: string;
    readonly residents: ReadonlyMap<Face, GlyphSet>;
    /** Pages with variable parts, in order. */
    readonly pages: readonly (readonly DynamicItem[])[];
    readonly tail: TailObjects;
    readonly title: TextPlan;
  };
}

/** Draws, shapes, subsets and writes all that is the same in every certificate. Throws an `AppError` for a template that cannot be used. */
export async function prepareTemplate(
  template: CertificateTemplate,
  assets: TemplateAssets,
): Promise<PreparedTemplate> {
  const loaded: LoadedTemplate = { dir: '', template, assets };
  const plan = planTemplate(loaded);
  const items = plan.pages.flat();
  const drawings = items.flatMap((item) => (item.kind === 'art' ? [item.drawing] : []));
  const art = drawArt(
    drawings,
    { width: plan.width / pt, height: plan.height / pt },
    assets.images,
  );
  const residents = residentGlyphs(items);
  const pages = plan.pages.map((page) => layPage(page, drawings, art, residents));
  return assemble(template, assets.contentHash, plan, art, residents, pages);
}

const pt = 72 / 25.4;

interface LaidPage {
  readonly fixed: string;
  readonly dynamic: readonly DynamicItem[];
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
function residentGlyphs(items: readonly Item[]): Map<Face, GlyphSet> {
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

function layPage(
  page: readonly Item[],
  drawings: readonly Drawing[],
  art: Art,
  residents: ReadonlyMap<Face, GlyphSet>,
): LaidPage {
  let fixed = '';
  const dynamic: DynamicItem[] = [];
  for (const item of page) {
    if (item.kind === 'qr') dynamic.push({ kind: 'qr', item, resource: '' });
    else if (item.kind === 'text' && !item.fixed) dynamic.push({ kind: 'text', item });
    else {
      const operators =
        item.kind === 'art'
          ? (art.operators[drawings.indexOf(item.drawing)] ?? '')
          : textOperators(fitFixed(item), item.place, (segment) => {
              const set = residents.get(segment.face);
              if (!set?.covers(segment)) throw new Error('A fixed text has no resident font');
              return set;
            });
      if (item.onlyIf) dynamic.push({ kind: 'ready', operators, item });
      else fixed += operators;
    }
  }
  return { fixed, dynamic };
}

/** Numbers the objects, fixed ones first, and writes the prefix. */
function assemble(
  template: CertificateTemplate,
  contentHash: string,
  plan: Plan,
  art: Art,
  residents: ReadonlyMap<Face, GlyphSet>,
  pages: readonly LaidPage[],
): PreparedTemplate {
  const [catalog, tree, intent, profile, resources] = [1, 2, 3, 4, 5];
  const firstPage = 6;
  const firstFont = firstPage + 2 * pages.length;
  const firstPicture = firstFont + objectsPerFont * residents.size;
  let next = firstPicture + art.pictures.length;
  const [info, xmp, fonts] = [next++, next++, next++];
  const contents = pages.map(({ dynamic }) => (dynamic.length > 0 ? next++ : 0));
  const symbols: number[] = [];
  const symbolNames: string[] = [];
  const dynamicPages = pages
    .filter(({ dynamic }) => dynamic.length > 0)
    .map(({ dynamic }) =>
      dynamic.map((entry): DynamicItem => {
        if (entry.kind !== 'qr') return entry;
        const resource = `Q${symbols.length}`;
        symbolNames.push(`/${resource} ${next} 0 R`);
        symbols.push(next++);
        return { ...entry, resource };
      }),
    );

  const pictureNames = [...art.names].map(([name, i]) => `/${name} ${firstPicture + i} 0 R`);
  const deflated = (bytes: Buffer): string => deflateSync(bytes, { level: 9 }).toString('latin1');
  const objects: string[] = [
    object(
      catalog,
      `<</Type/Catalog/Pages ${tree} 0 R/Metadata ${xmp} 0 R/OutputIntents[${intent} 0 R]/Lang${textString(template.language)}/ViewerPreferences<</DisplayDocTitle true>>>>`,
    ),
    object(
      tree,
      `<</Type/Pages/Kids[${pages.map((_, i) => `${firstPage + 2 * i} 0 R`).join(' ')}]/Count ${pages.length}/MediaBox[0 0 ${num(plan.width)} ${num(plan.height)}]>>`,
    ),
    object(
      intent,
      `<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)/DestOutputProfile ${profile} 0 R>>`,
    ),
    streamObject(profile, '/N 3/Filter/FlateDecode', deflated(srgbProfile())),
    object(
      resources,
      `<</Font ${fonts} 0 R/XObject<<${[...pictureNames, ...symbolNames].join('')}>>>>`,
    ),
    ...pages.flatMap(({ fixed }, i) => {
      const own = contents[i] ? ` ${contents[i]} 0 R` : '';
      const id = firstPage + 2 * i;
      return [
        object(
          id,
          `<</Type/Page/Parent ${tree} 0 R/Resources ${resources} 0 R/Contents[${id + 1} 0 R${own}]>>`,
        ),
        streamObject(id + 1, '/Filter/FlateDecode', deflated(Buffer.from(fixed, 'latin1'))),
      ];
    }),
    ...[...residents.values()].flatMap((set, i) =>
      fontObjects(set, firstFont + objectsPerFont * i, true),
    ),
    ...art.pictures.map(({ dictionary, data }, i) =>
      streamObject(
        firstPicture + i,
        dictionary.replace(/@(\d+) /, (_, n: string) => `${firstPicture + Number(n)} 0 R`),
        data.toString('latin1'),
      ),
    ),
  ];

  let offset = 0;
  let xref = '0000000000 65535 f \n';
  // Four bytes above 127 behind the header tell transfer programs that this is not text.
  const header = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n';
  offset += header.length;
  for (const text of objects) {
    xref += xrefLine(offset);
    offset += text.length;
  }
  const prefix = Buffer.from(header + objects.join(''), 'latin1');
  const hash = createHash('sha256').update(`${engineVersion}\0${contentHash}`);
  for (const face of plan.faces) hash.update(`\0${face.fingerprint}`);
  return {
    hash: hash.digest('hex'),
    prefix,
    warnings: plan.warnings,
    template,
    internals: {
      prefixHash: createHash('sha256').update(prefix),
      prefixXref: xref,
      prefixFonts: [...residents.values()]
        .map((set, i) => `/${set.resource} ${firstFont + objectsPerFont * i} 0 R`)
        .join(''),
      residents,
      pages: dynamicPages,
      tail: {
        info,
        xmp,
        fonts,
        contents: contents.filter((id) => id !== 0),
        symbols,
        next,
      },
      title: planText(template.title, 'template.json: title', template.language),
    },
  };
}
