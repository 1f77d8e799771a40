/** Compiles a template once into everything that its certificates share. */
import { createHash, type Hash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { CertificateTemplate } from '../../../../shared/template.ts';
import { type Art, drawArt } from './art.ts';
import type { FaceList } from './fallback.ts';
import { planText, type TextPlan } from './fields.ts';
import { srgbProfile } from './icc.ts';
import {
  type DynamicItem,
  type LaidPage,
  layPage,
  residentGlyphs,
  symbolOperators,
} from './lay-page.ts';
import type { TemplateAssets } from './load-template.ts';
import { Metadata } from './metadata.ts';
import { fontObjects, objectsPerFont } from './pdf-fonts.ts';
import { num, object, streamObject, textString, xrefLine } from './pdf-syntax.ts';
import { type Plan, planTemplate } from './plan.ts';
import { Structure } from './structure.ts';
import { ResidentFonts } from './text-ops.ts';

/** Changes whenever the bytes of certificates change for equal templates and data. */
const engineVersion = 1;

/** Numbers of the objects that every certificate writes itself. */
export interface TailObjects {
  readonly info: number;
  readonly xmp: number;
  readonly fonts: number;
  /** One content stream for each page. */
  readonly contents: readonly number[];
  /** In the order of the QR items over all pages. */
  readonly symbols: readonly number[];
  /** The first number free for the certificate's own fonts. */
  readonly next: number;
}

/** A compiled template. Belongs to the thread that made it; `prefix` must not be changed. */
export interface PreparedTemplate {
  /** Equal hash, equal data: equal bytes, as long as the fallback fonts are the same. */
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
    readonly residents: ResidentFonts;
    readonly pages: readonly (readonly DynamicItem[])[];
    readonly tail: TailObjects;
    readonly title: TextPlan;
    /** Points. */
    readonly pageSize: { readonly width: number; readonly height: number };
    /** What a proof's watermark is written with; a template without any font has none. */
    readonly watermarkFaces: FaceList | undefined;
    readonly metadata: Metadata;
    readonly structure: Structure;
  };
}

/** Draws, shapes, subsets and writes all that is the same in every certificate. Throws an `AppError` for a template that cannot be used. */
export async function prepareTemplate(
  template: CertificateTemplate,
  assets: TemplateAssets,
): Promise<PreparedTemplate> {
  const plan = planTemplate(template, assets);
  const items = plan.pages.flat();
  const drawings = items.flatMap((item) => (item.kind === 'art' ? [item.drawing] : []));
  const art = drawArt(
    drawings,
    { width: plan.width / pt, height: plan.height / pt },
    assets.images,
  );
  const residents = new ResidentFonts(residentGlyphs(items));
  const pages = plan.pages.map((page) => layPage(page, drawings, art, residents));
  return assemble(template, assets.contentHash, plan, art, residents, pages);
}

const pt = 72 / 25.4;

/** Numbers the objects, fixed ones first, and writes the prefix. */
function assemble(
  template: CertificateTemplate,
  contentHash: string,
  plan: Plan,
  art: Art,
  residents: ResidentFonts,
  pages: readonly LaidPage[],
): PreparedTemplate {
  const [catalog, tree, intent, profile, resources, root] = [1, 2, 3, 4, 5, 6];
  const firstPage = 7;
  const firstFont = firstPage + 2 * pages.length;
  const firstPicture = firstFont + objectsPerFont * residents.sets.size;
  const firstElement = firstPicture + art.pictures.length;
  let next = firstElement + pages.reduce((sum, { tags }) => sum + tags.length, 0);
  const [info, xmp, fonts, document, parents] = [next++, next++, next++, next++, next++];
  const structure = new Structure(
    pages.map(({ tags }) => tags),
    { root, firstPage, firstElement, document, parents },
  );
  const [structureRoot, ...structureElements] = structure.sharedObjects();
  // Every page has one, also where it is empty: a proof draws on all of them.
  const contents = pages.map(() => next++);
  const symbols: number[] = [];
  const symbolNames: string[] = [];
  const dynamicPages = pages.map(({ dynamic }) =>
    dynamic.map((entry): DynamicItem => {
      if (entry.kind !== 'qr') return entry;
      const resource = `Q${symbols.length}`;
      symbolNames.push(`/${resource} ${next} 0 R`);
      symbols.push(next++);
      return { ...entry, resource, operators: symbolOperators(entry, resource) };
    }),
  );

  const pictureNames = [...art.names].map(([name, i]) => `/${name} ${firstPicture + i} 0 R`);
  const deflated = (bytes: Buffer): string => deflateSync(bytes, { level: 9 }).toString('latin1');
  const objects: string[] = [
    object(
      catalog,
      `<</Type/Catalog/Pages ${tree} 0 R/Metadata ${xmp} 0 R/OutputIntents[${intent} 0 R]/Lang${textString(template.language)}/MarkInfo<</Marked true>>/StructTreeRoot ${root} 0 R/ViewerPreferences<</DisplayDocTitle true>>>>`,
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
    structureRoot,
    ...pages.flatMap(({ fixed }, i) => {
      const id = firstPage + 2 * i;
      return [
        object(
          id,
          `<</Type/Page/Parent ${tree} 0 R/Resources ${resources} 0 R/StructParents ${i}/Tabs/S/Contents[${id + 1} 0 R ${contents[i]} 0 R]>>`,
        ),
        streamObject(id + 1, '/Filter/FlateDecode', deflated(Buffer.from(fixed, 'latin1'))),
      ];
    }),
    ...[...residents.sets.values()].flatMap((set, i) =>
      fontObjects(set, firstFont + objectsPerFont * i, true),
    ),
    ...art.pictures.map(({ dictionary, data }, i) =>
      streamObject(
        firstPicture + i,
        dictionary.replace(/@(\d+) /, (_, n: string) => `${firstPicture + Number(n)} 0 R`),
        data.toString('latin1'),
      ),
    ),
    ...structureElements,
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
      prefixFonts: [...residents.sets.values()]
        .map((set, i) => `/${set.resource} ${firstFont + objectsPerFont * i} 0 R`)
        .join(''),
      residents,
      pages: dynamicPages,
      tail: {
        info,
        xmp,
        fonts,
        contents,
        symbols,
        next,
      },
      title: planText(template.title, 'template.json: title', template.language),
      metadata: new Metadata(
        { info, xmp },
        { author: template.issuer, language: template.language, conformance: 'A' },
      ),
      structure,
      pageSize: { width: plan.width, height: plan.height },
      watermarkFaces: plan.lists[0],
    },
  };
}
