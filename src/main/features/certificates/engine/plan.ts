/** Reads a template into what is fixed, what depends on the record, and where each thing stands. */
import { AppError } from '../../../../shared/errors.ts';
import {
  type CertificateTemplate,
  type ElementOf,
  type OnlyIf,
  pageSize,
  type TemplateElement,
  type TextualElement,
} from '../../../../shared/template.ts';
import { anchored, type Drawing, isShape, pictureRect, type Rect } from './art.ts';
import type { Face } from './face.ts';
import { FaceList, type FallbackOptions, systemFontDirs } from './fallback.ts';
import { isFixed, planElement, planText, type TextPlan } from './fields.ts';
import { TextFitter } from './fit.ts';
import type { ImageInfo } from './image-file.ts';
import { LineShaper } from './line-shaper.ts';
import type { TemplateAssets } from './load-template.ts';
import { rgb } from './pdf-syntax.ts';
import type { LineStyle } from './segments.ts';
import { signatureParts } from './signature-parts.ts';
import type { TextPlace } from './text-ops.ts';

const pointsPerMm = 72 / 25.4;

/** One thing on a page. `where` names it in messages. */
export type Item = { readonly where: string; readonly onlyIf: OnlyIf | undefined } & (
  | {
      readonly kind: 'art';
      readonly drawing: Drawing;
      /** What a screen reader says of it; decoration has none. */
      readonly alt: string | undefined;
    }
  | {
      readonly kind: 'text';
      readonly plan: TextPlan;
      readonly fixed: boolean;
      /** The face asked first. */
      readonly face: Face;
      readonly faces: FaceList;
      readonly fitter: TextFitter;
      readonly place: TextPlace;
      /** Whether other records are likely to print the same text. */
      readonly repeats: boolean;
      /** For messages: how much room there is. */
      readonly room: string;
    }
  | {
      readonly kind: 'qr';
      readonly plan: TextPlan;
      readonly element: ElementOf<'qr'>;
      /** Points from the bottom left corner. */
      readonly rect: Rect;
    }
);

export interface Plan {
  /** Points. */
  readonly width: number;
  readonly height: number;
  readonly pages: readonly (readonly Item[])[];
  readonly faces: readonly Face[];
  /** With their fallbacks, at least one. */
  readonly lists: readonly FaceList[];
  readonly warnings: readonly string[];
}

export function planTemplate(template: CertificateTemplate, assets: TemplateAssets): Plan {
  const size = pageSize(template.page);
  const warnings: string[] = [];
  const faces = new Map<string, Face>();
  for (const [name, style] of Object.entries(template.fonts))
    faces.set(
      name,
      assets.library.faceFor(style, assets.fontFiles, `template.json: fonts.${name}`),
    );

  const fallback: FallbackOptions = {
    library: assets.library,
    families: template.fallback ?? [],
    language: template.language,
    systemDirs: systemFontDirs(),
  };

  const lists = new Map<Face, FaceList>();
  const listFor = (face: Face): FaceList => {
    const list = lists.get(face) ?? new FaceList(face, fallback);
    lists.set(face, list);
    return list;
  };
  // Elements of one font and direction share what they have shaped.
  const shapers = new Map<string, LineShaper>();
  const shaperFor = (
    list: FaceList,
    tracking: number,
    direction: LineStyle['direction'],
  ): LineShaper => {
    const { path, fingerprint } = list.primary;
    const key = JSON.stringify([path, fingerprint, tracking, direction]);
    const known = shapers.get(key);
    const made =
      known ?? new LineShaper({ faces: list, language: template.language, direction, tracking });
    shapers.set(key, made);
    return made;
  };

  const faceNamed = (name: string, where: string): Face => {
    const face = faces.get(name);
    if (face) return face;
    throw new AppError(
      'invalid_input',
      `${where}: there is no font “${name}”. The template's fonts are ${[...faces.keys()].join(', ')}.`,
    );
  };

  const textItem = (element: TextualElement, plan: TextPlan, where: string): Item => {
    const face = faceNamed(element.font, where);
    const list = listFor(face);
    const width =
      (element.width ?? widthToMargins(element, size.width, template.page.margin)) * pointsPerMm;
    const left = anchored(element.x * pointsPerMm, 0, width, 0, element.anchor).x;
    const { ascent, descent, upem } = face.metrics;
    const minSize = element.fit.minSize ?? element.size;
    const baselineFor = (points: number, lines: number): number => {
      const step = points * element.lineHeight;
      const block = anchored(0, element.y * pointsPerMm, 0, step * lines, element.anchor);
      const inLine = (step + (points * (ascent + descent)) / upem) / 2;
      return size.height * pointsPerMm - (block.y + inLine);
    };
    return {
      kind: 'text',
      where,
      onlyIf: element.onlyIf,
      plan,
      fixed: isFixed(plan),
      face,
      faces: list,
      fitter: new TextFitter(
        shaperFor(
          list,
          (element.letterSpacing * 1_000) / element.size,
          // A name stands by itself: its own letters say where it begins. A sentence follows the template.
          plan.parts.length === 1 && !isFixed(plan) ? 'auto' : template.direction,
        ),
        {
          size: element.size,
          minSize,
          maxLines: element.fit.maxLines,
          width,
          height:
            element.height === undefined ? Number.POSITIVE_INFINITY : element.height * pointsPerMm,
          lineHeight: element.lineHeight,
        },
      ),
      place: {
        left,
        width,
        baselineFor,
        align: element.align,
        lineHeight: element.lineHeight,
        colour: `${rgb(element.color)} rg`,
      },
      repeats: !plan.parts.some(
        (part) => 'field' in part && (part.field === 'name' || part.field === 'number'),
      ),
      room: `${Math.round(width / pointsPerMm)} mm at ${minSize} pt on ${element.fit.maxLines} ${
        element.fit.maxLines === 1 ? 'line' : 'lines'
      }`,
    };
  };

  const infoOf = (file: string): ImageInfo => {
    const found = assets.images.get(file);
    if (!found) throw new AppError('not_found', `The picture ${file} was not loaded.`);
    return found.info;
  };

  const picture = (file: string, rect: Rect, where: string): Drawing => {
    const info = infoOf(file);
    const dpi = Math.min((info.width / rect.width) * 25.4, (info.height / rect.height) * 25.4);
    if (dpi < 300)
      warnings.push(
        `${where}: the picture ${file} has ${Math.floor(dpi)} dots per inch at this size; print needs 300. Use a larger picture.`,
      );
    return { kind: 'picture', file, rect };
  };

  const itemsOf = (element: TemplateElement, where: string): Item[] => {
    const { onlyIf } = element;
    if (isShape(element))
      return [{ kind: 'art', where, onlyIf, drawing: { kind: 'shape', element }, alt: undefined }];
    if (element.type === 'image') {
      const rect = pictureRect(element, infoOf(element.file), where);
      const drawing = picture(element.file, rect, where);
      return [{ kind: 'art', where, onlyIf, drawing, alt: element.alt }];
    }
    if (element.type === 'qr') {
      const box = anchored(element.x, element.y, element.size, element.size, element.anchor);
      const side = element.size * pointsPerMm;
      const rect = {
        x: box.x * pointsPerMm,
        y: (size.height - box.y) * pointsPerMm - side,
        width: side,
        height: side,
      };
      return [
        {
          kind: 'qr',
          where,
          onlyIf,
          element,
          rect,
          plan: planText(element.text, where, template.language),
        },
      ];
    }
    if (element.type !== 'signature')
      return [textItem(element, planElement(element, where, template.language), where)];
    const ratioOf = (file: string): number => {
      const { width, height } = infoOf(file);
      return width / height;
    };
    return signatureParts(element, ratioOf).map(
      (part): Item =>
        'type' in part
          ? part.type === 'line'
            ? {
                kind: 'art',
                where,
                onlyIf,
                drawing: { kind: 'shape', element: part },
                alt: undefined,
              }
            : textItem(part, planElement(part, where, template.language), where)
          : {
              kind: 'art',
              where,
              onlyIf,
              drawing: picture(part.file, part.rect, where),
              alt: element.name,
            },
    );
  };

  return {
    width: size.width * pointsPerMm,
    height: size.height * pointsPerMm,
    pages: template.pages.map((page, p) =>
      page.elements.flatMap((element, e) =>
        itemsOf(element, `template.json: pages[${p}].elements[${e}] (${element.type})`),
      ),
    ),
    faces: [...faces.values()],
    lists: [...faces.values()].map(listFor),
    warnings,
  };
}

function widthToMargins(
  { x, anchor }: Pick<TextualElement, 'x' | 'anchor'>,
  pageWidth: number,
  margin: number,
): number {
  const before = x - margin;
  const behind = pageWidth - margin - x;
  if (anchor.endsWith('left')) return behind;
  return anchor.endsWith('right') ? before : 2 * Math.min(before, behind);
}
