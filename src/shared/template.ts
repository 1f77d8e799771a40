/** A certificate template as data: the schema of `template.json`. Lengths in mm from the top left corner, type sizes in points. */
import { z } from 'zod';

export const templateVersion = 1;

/** The facts of a certificate that a template may name, as in `{{courseTitle}}`. */
export const templateFields = [
  'number',
  'name',
  'courseCode',
  'courseTitle',
  'sitting',
  'mark',
  'passMark',
  'band',
  'completedOn',
  'issuedOn',
  'expiresOn',
] as const;
export type TemplateField = (typeof templateFields)[number];

const fieldName = z.union([
  z.enum(templateFields),
  z
    .string()
    .regex(/^extra\.[A-Za-z][A-Za-z0-9_]{0,39}$/)
    .transform((name) => name as `extra.${string}`),
]);
/** A field of the certificate, or a further fact of the office's own (`extra.group`). */
export type FieldName = TemplateField | `extra.${string}`;

const mm = z.number().min(-2_000).max(2_000);
const length = z.number().min(0).max(2_000);
const points = z.number().min(3).max(300);
const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'A colour such as #1f3a5f.');
/** A file inside the template's folder; the loader also refuses what leaves it. */
const file = z.string().min(1).max(200);
const fontName = z.string().min(1).max(40);

const anchors = [
  'top-left',
  'top',
  'top-right',
  'left',
  'center',
  'right',
  'bottom-left',
  'bottom',
  'bottom-right',
] as const;
/** Which point of the element's box stands at `x`, `y`. */
export type Anchor = (typeof anchors)[number];
const anchor = z.enum(anchors).default('top-left');

/** The element is drawn only where this holds. */
const onlyIf = z.union([
  z.strictObject({ field: fieldName, present: z.boolean() }),
  z.strictObject({ field: fieldName, oneOf: z.array(z.string().max(200)).min(1).max(50) }),
]);
export type OnlyIf = z.output<typeof onlyIf>;

const conditional = { onlyIf: onlyIf.optional() };
const place = { x: mm, y: mm, anchor };

/** What may happen to text wider than its box: shrink as far as `minSize`, then up to `maxLines` lines, then it is refused. */
const fit = z.strictObject({
  minSize: points.optional(),
  maxLines: z.int().min(1).max(6).default(1),
});

const textStyle = {
  ...place,
  font: fontName,
  size: points,
  color: colour.default('#000000'),
  align: z.enum(['left', 'center', 'right']).default('left'),
  /** Width of the text box. Absent: as far as the page margins allow. */
  width: length.optional(),
  /** Height that several lines may take. Absent: not limited. */
  height: length.optional(),
  lineHeight: z.number().min(0.8).max(3).default(1.25),
  letterSpacing: z.number().min(-5).max(20).default(0),
  fit: fit.default({ maxLines: 1 }),
};

const dateFormat = z.strictObject({
  /** BCP 47. Absent: the template's language. */
  locale: z.string().max(35).optional(),
  style: z.enum(['iso', 'short', 'medium', 'long', 'full']).default('long'),
});
export type DateFormat = z.output<typeof dateFormat>;

const textElement = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1).max(2_000),
  ...textStyle,
  ...conditional,
});
const personName = z.strictObject({ type: z.literal('personName'), ...textStyle, ...conditional });
const courseName = z.strictObject({ type: z.literal('courseName'), ...textStyle, ...conditional });
const certificateNumber = z.strictObject({
  type: z.literal('certificateNumber'),
  ...textStyle,
  ...conditional,
});
const fieldElement = z.strictObject({
  type: z.literal('field'),
  field: fieldName,
  ...textStyle,
  ...conditional,
});
const grade = z.strictObject({
  type: z.literal('grade'),
  show: z.enum(['number', 'percent', 'band', 'letter']),
  /** Digits behind the point; further digits are cut off, never rounded up. Absent: as recorded. */
  decimals: z.int().min(0).max(10).optional(),
  /** For `letter`: the lowest mark of each letter, highest first. */
  scale: z
    .array(
      z.strictObject({
        from: z.string().regex(/^-?\d{1,12}(\.\d{1,20})?$/),
        text: z.string().min(1).max(40),
      }),
    )
    .max(30)
    .optional(),
  ...textStyle,
  ...conditional,
});
const date = z.strictObject({
  type: z.literal('date'),
  date: z.enum(['issuedOn', 'completedOn', 'expiresOn']),
  format: dateFormat.optional(),
  ...textStyle,
  ...conditional,
});
const qr = z.strictObject({
  type: z.literal('qr'),
  /** What the symbol says, with placeholders. */
  text: z.string().min(1).max(500).default('{{number}}'),
  ...place,
  /** Side of the square, with the quiet zone of four modules. */
  size: z.number().min(8).max(200),
  color: colour.default('#000000'),
  /** Fixed, so that equal input gives an equal picture: size class 1 to 40, error correction, mask. */
  version: z.int().min(1).max(40).default(3),
  level: z.enum(['low', 'medium', 'quartile', 'high']).default('medium'),
  mask: z.int().min(0).max(7).default(3),
  /** What a screen reader says. */
  alt: z.string().min(1).max(300).default('QR code'),
  ...conditional,
});
const image = z.strictObject({
  type: z.literal('image'),
  file,
  ...place,
  width: length.optional(),
  height: length.optional(),
  /** What a screen reader says. Absent: the picture is decoration. */
  alt: z.string().max(300).optional(),
  ...conditional,
});
const border = z.strictObject({
  type: z.literal('border'),
  style: z.enum(['single', 'double', 'guilloche']).default('single'),
  inset: length,
  color: colour.default('#000000'),
  accent: colour.optional(),
  /** Breadth of the band of a guilloche border, mm. */
  band: z.number().min(2).max(40).default(9),
  lineWidth: z.number().min(0.05).max(20).default(1),
  ...conditional,
});
const line = z.strictObject({
  type: z.literal('line'),
  from: z.tuple([mm, mm]),
  to: z.tuple([mm, mm]),
  color: colour.default('#000000'),
  lineWidth: z.number().min(0.05).max(20).default(0.5),
  ...conditional,
});
const box = z.strictObject({
  type: z.literal('box'),
  ...place,
  width: length,
  height: length,
  radius: length.default(0),
  color: colour.optional(),
  fill: colour.optional(),
  lineWidth: z.number().min(0.05).max(20).default(0.5),
  ...conditional,
});
const signature = z.strictObject({
  type: z.literal('signature'),
  image: file.optional(),
  name: z.string().min(1).max(200),
  title: z.string().min(1).max(200),
  ...place,
  width: z.number().min(10).max(200),
  imageHeight: z.number().min(3).max(100).default(16),
  font: fontName,
  titleFont: fontName.optional(),
  size: points.default(11),
  titleSize: points.default(9),
  color: colour.default('#000000'),
  ruleColor: colour.optional(),
  ...conditional,
});

export const templateElement = z.discriminatedUnion('type', [
  textElement,
  personName,
  courseName,
  certificateNumber,
  fieldElement,
  grade,
  date,
  qr,
  image,
  border,
  line,
  box,
  signature,
]);
export type TemplateElement = z.output<typeof templateElement>;
export type TextualElement = Extract<TemplateElement, { fit: unknown }>;
export type ElementOf<T extends TemplateElement['type']> = Extract<TemplateElement, { type: T }>;

const font = z.strictObject({
  family: z.string().min(1).max(80),
  weight: z.int().min(100).max(900).default(400),
  italic: z.boolean().default(false),
  /** A font file of the template's own, instead of the family's. */
  file: file.optional(),
});
export type TemplateFont = z.output<typeof font>;

export const pageFormats = {
  A3: [297, 420],
  A4: [210, 297],
  A5: [148, 210],
  Letter: [215.9, 279.4],
  Legal: [215.9, 355.6],
} as const;

export const certificateTemplate = z.strictObject({
  version: z.literal(templateVersion),
  name: z.string().min(1).max(200),
  /** The office that issues: the document's author. */
  issuer: z.string().min(1).max(200),
  /** The document's title, with placeholders. */
  title: z.string().min(1).max(300).default('Certificate {{number}}'),
  /** BCP 47: of the wording, and of its dates. */
  language: z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'A language such as en-GB.'),
  direction: z.enum(['ltr', 'rtl']).default('ltr'),
  page: z.strictObject({
    size: z.union([
      z.enum(['A3', 'A4', 'A5', 'Letter', 'Legal']),
      z.tuple([z.number().min(50).max(2_000), z.number().min(50).max(2_000)]),
    ]),
    orientation: z.enum(['portrait', 'landscape']),
    margin: z.number().min(0).max(200).default(10),
  }),
  fonts: z.record(fontName, font),
  /** Families asked, in this order, for characters that a font of the template lacks. */
  fallback: z.array(z.string().min(1).max(80)).max(60).optional(),
  pages: z
    .array(z.strictObject({ elements: z.array(templateElement).max(500) }))
    .min(1)
    .max(20),
});
export type CertificateTemplate = z.output<typeof certificateTemplate>;
export type CertificateTemplateInput = z.input<typeof certificateTemplate>;

/** Width and height of the page as it lies, in mm. */
export function pageSize(page: CertificateTemplate['page']): { width: number; height: number } {
  const [a, b] = typeof page.size === 'string' ? pageFormats[page.size] : page.size;
  const [short, long] = a < b ? [a, b] : [b, a];
  return page.orientation === 'portrait'
    ? { width: short, height: long }
    : { width: long, height: short };
}
