/** Draws what is not text with jsPDF, one element to a page, and takes the result apart. */
import { deflateSync } from 'node:zlib';
import { jsPDF } from 'jspdf';
import { AppError } from '../../../../shared/errors.ts';
import type { Anchor, ElementOf, TemplateElement } from '../../../../shared/template.ts';
import { drawBorder } from './border.ts';
import type { ImageInfo } from './image-file.ts';
import { type PdfObject, splitPdf } from './pdf-split.ts';
import { predictRows } from './png-predictor.ts';

export interface PictureFile {
  readonly bytes: Buffer;
  readonly info: ImageInfo;
}

/** A rectangle in mm from the top left corner. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What there is to draw: an element of the template, or a picture that belongs to one. */
export type Drawing =
  | { readonly kind: 'shape'; readonly element: ElementOf<'border' | 'line' | 'box'> }
  | { readonly kind: 'picture'; readonly file: string; readonly rect: Rect };

export interface Art {
  /** Operators of each drawing, in the order given, each leaving the graphics state as it was. */
  readonly operators: readonly string[];
  /** Picture objects in order; `/SMask` refers to a position in this list, written `@n`. */
  readonly pictures: readonly PictureObject[];
  /** Name in the page's resources -> position in `pictures`. */
  readonly names: ReadonlyMap<string, number>;
}

export interface PictureObject {
  readonly dictionary: string;
  readonly data: Buffer;
}

/** The box's top left corner, when its reference point stands at `x`, `y`. */
export function anchored(
  x: number,
  y: number,
  width: number,
  height: number,
  anchor: Anchor,
): Rect {
  const left = anchor.endsWith('left') ? 0 : anchor.endsWith('right') ? 1 : 0.5;
  const top = anchor.startsWith('top') ? 0 : anchor.startsWith('bottom') ? 1 : 0.5;
  return { x: x - width * left, y: y - height * top, width, height };
}

/** Where a picture lies; a side that the element does not give follows from the picture's shape. */
export function pictureRect(element: ElementOf<'image'>, info: ImageInfo, where: string): Rect {
  const ratio = info.width / info.height;
  const width =
    element.width ?? (element.height === undefined ? undefined : element.height * ratio);
  if (width === undefined)
    throw new AppError('invalid_input', `${where}: give the picture a width or a height.`);
  return anchored(element.x, element.y, width, element.height ?? width / ratio, element.anchor);
}

export function isShape(element: TemplateElement): element is ElementOf<'border' | 'line' | 'box'> {
  return element.type === 'border' || element.type === 'line' || element.type === 'box';
}

/** `size` in mm. Equal drawings give equal art: nothing of jsPDF's clock or random id is kept. */
export function drawArt(
  drawings: readonly Drawing[],
  size: { width: number; height: number },
  files: ReadonlyMap<string, PictureFile>,
): Art {
  const doc = new jsPDF({
    unit: 'mm',
    format: [size.width, size.height],
    orientation: size.width > size.height ? 'landscape' : 'portrait',
    putOnlyUsedFonts: true,
    compress: false,
    // Hundredths of a point: a third fewer bytes than thousandths, and finer than any printer.
    floatPrecision: 2,
    precision: 2,
  });
  drawings.forEach((drawing, i) => {
    if (i > 0) doc.addPage();
    if (drawing.kind === 'shape') drawShape(doc, drawing.element, size);
    else drawPicture(doc, drawing, files);
  });
  const objects = splitPdf(Buffer.from(doc.output('arraybuffer')));
  return drawings.length === 0
    ? { operators: [], pictures: [], names: new Map() }
    : { operators: pageOperators(objects), ...collectPictures(objects) };
}

function drawShape(
  doc: jsPDF,
  element: ElementOf<'border' | 'line' | 'box'>,
  size: { width: number; height: number },
): void {
  const thickness = (points: number): number => (points * 25.4) / 72;
  switch (element.type) {
    case 'border':
      drawBorder(doc, element, size);
      return;
    case 'line':
      doc.setDrawColor(element.color);
      doc.setLineWidth(thickness(element.lineWidth));
      doc.line(...element.from, ...element.to);
      return;
    case 'box': {
      const { x, y, width, height } = anchored(
        element.x,
        element.y,
        element.width,
        element.height,
        element.anchor,
      );
      if (element.fill) doc.setFillColor(element.fill);
      if (element.color) doc.setDrawColor(element.color);
      doc.setLineWidth(thickness(element.lineWidth));
      const style = element.fill ? (element.color ? 'FD' : 'F') : 'S';
      if (element.radius > 0)
        doc.roundedRect(x, y, width, height, element.radius, element.radius, style);
      else doc.rect(x, y, width, height, style);
    }
  }
}

function drawPicture(
  doc: jsPDF,
  { file, rect }: Drawing & { kind: 'picture' },
  files: ReadonlyMap<string, PictureFile>,
): void {
  const picture = files.get(file);
  if (!picture) throw new Error(`The picture ${file} was not loaded`);
  try {
    doc.addImage(
      new Uint8Array(picture.bytes),
      picture.info.kind,
      rect.x,
      rect.y,
      rect.width,
      rect.height,
      file,
      'NONE',
    );
  } catch (cause) {
    throw new AppError(
      'unreadable_file',
      `The picture ${file} cannot be used: it is damaged or of an unusual kind. Save it again as an ordinary PNG or JPEG.`,
      { cause },
    );
  }
}

/** The content of each page, in the order of the page tree. */
function pageOperators(objects: ReadonlyMap<number, PdfObject>): string[] {
  const tree = [...objects.values()].find(({ text }) => /\/Type \/Pages\b/.test(text));
  const kids = [...(tree?.text.match(/\/Kids \[([^\]]*)\]/)?.[1] ?? '').matchAll(/(\d+) 0 R/g)];
  return kids.map((kid) => {
    const page = objects.get(Number(kid[1]))?.text ?? '';
    const content = objects.get(Number(/\/Contents (\d+) 0 R/.exec(page)?.[1]))?.stream;
    if (!content) throw new Error('jsPDF wrote a page without content');
    // jsPDF writes whole numbers as `842.`, which is allowed but wastes a byte each.
    const tidy = content.toString('latin1').replace(/(\d)\.(?=\s)/g, '$1');
    return `q\n${tidy}${tidy.endsWith('\n') ? '' : '\n'}Q\n`;
  });
}

function collectPictures(objects: ReadonlyMap<number, PdfObject>): Pick<Art, 'pictures' | 'names'> {
  const ids = [...objects]
    .filter(([, { text }]) => /\/Subtype \/Image\b/.test(text))
    .map(([id]) => id);
  const pictures = ids.map((id) => pictureObject(objects.get(id) as PdfObject, ids));
  const resources = [...objects.values()].find(({ text }) => /\/XObject <</.test(text))?.text ?? '';
  const names = new Map<string, number>();
  for (const match of resources.matchAll(/\/(I\d+) (\d+) 0 R/g))
    names.set(match[1] ?? '', ids.indexOf(Number(match[2])));
  return { pictures, names };
}

/** Packs picture data again: jsPDF leaves them raw here, and its own fast mode uses no predictor. */
function pictureObject({ text, stream }: PdfObject, ids: readonly number[]): PictureObject {
  const number = (key: string): number => Number(new RegExp(`/${key} (\\d+)`).exec(text)?.[1]);
  const width = number('Width');
  const height = number('Height');
  const bits = number('BitsPerComponent');
  const data = stream ?? Buffer.alloc(0);
  const mask = /\/SMask (\d+) 0 R/.exec(text)?.[1];
  const space = /\/ColorSpace (\/Device\w+|\[[^\]]*\])/.exec(text)?.[1] ?? '/DeviceRGB';
  const common = `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace${space}/BitsPerComponent ${bits}/Interpolate false${
    mask === undefined ? '' : `/SMask @${ids.indexOf(Number(mask))} `
  }`;
  if (/\/DCTDecode/.test(text)) return { dictionary: `${common}/Filter/DCTDecode`, data };
  if (/\/Filter/.test(text)) throw new Error('jsPDF packed a picture that should be raw');
  const colours = space === '/DeviceRGB' ? 3 : 1;
  if (bits !== 8 || data.length !== width * height * colours)
    return { dictionary: `${common}/Filter/FlateDecode`, data: deflateSync(data, { level: 9 }) };
  return {
    dictionary: `${common}/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors ${colours}/Columns ${width}>>`,
    data: deflateSync(predictRows(data, width * colours, colours), { level: 9 }),
  };
}
