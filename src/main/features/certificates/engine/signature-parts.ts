/** A signature as the picture, the rule and the two lines of text that it is made of. */
import type { ElementOf } from '../../../../shared/template.ts';
import { anchored, type Rect } from './art.ts';

const pointsPerMm = 72 / 25.4;

/** A picture, or an element like those of the template. */
export type SignaturePart =
  | { readonly file: string; readonly rect: Rect }
  | ElementOf<'line'>
  | ElementOf<'text'>;

/** A signature is a picture above a rule, with the name and the title of the signatory below it. */
export function signatureParts(
  element: ElementOf<'signature'>,
  ratioOf: (file: string) => number,
): SignaturePart[] {
  const { width, imageHeight, name, title, font, color, size, titleSize } = element;
  const nameHeight = (size * 1.3) / pointsPerMm;
  const titleHeight = (titleSize * 1.3) / pointsPerMm;
  const height = imageHeight + 1.5 + nameHeight + titleHeight;
  const box = anchored(element.x, element.y, width, height, element.anchor);
  const middle = box.x + width / 2;
  const rule = box.y + imageHeight;
  const text = (words: string, y: number, points: number, fontName: string): ElementOf<'text'> => ({
    type: 'text',
    text: words,
    x: middle,
    y,
    anchor: 'top',
    width,
    align: 'center',
    font: fontName,
    size: points,
    color,
    lineHeight: 1.25,
    letterSpacing: 0,
    fit: { minSize: Math.max(3, points * 0.6), maxLines: 2 },
  });
  const parts: SignaturePart[] = [
    {
      type: 'line',
      from: [box.x, rule],
      to: [box.x + width, rule],
      color: element.ruleColor ?? color,
      lineWidth: 0.6,
    },
    text(name, rule + 1.2, size, font),
    text(title, rule + 1.2 + nameHeight, titleSize, element.titleFont ?? font),
  ];
  if (element.image === undefined) return parts;
  const ratio = ratioOf(element.image);
  const pictureWidth = Math.min(width, (imageHeight - 0.5) * ratio);
  const pictureHeight = pictureWidth / ratio;
  const rect = {
    x: middle - pictureWidth / 2,
    y: rule - pictureHeight + 1.5,
    width: pictureWidth,
    height: pictureHeight,
  };
  return [{ file: element.image, rect }, ...parts];
}
