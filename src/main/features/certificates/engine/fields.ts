/** What a template's elements say of one record: placeholders, dates, grades, conditions. */
import { AppError } from '../../../../shared/errors.ts';
import {
  type DateFormat,
  type ElementOf,
  type FieldName,
  type OnlyIf,
  type TextualElement,
  templateFields,
} from '../../../../shared/template.ts';
import { type CertificateData, Refusal } from './data.ts';

/** A stretch of text, and the field it came from; `template` for the template's own wording. */
export interface Piece {
  readonly field: FieldName | 'template';
  readonly text: string;
}

type Source = (data: CertificateData) => string | null;
/** A text in the making: fixed wording and what is read from the record. */
export interface TextPlan {
  readonly parts: readonly (
    | { readonly fixed: string }
    | { readonly field: FieldName; readonly read: Source }
  )[];
}

export function isFixed(plan: TextPlan): boolean {
  return plan.parts.every((part) => 'fixed' in part);
}

/** Reads a text with `{{placeholders}}`. Throws `invalid_input` for one that does not exist. */
export function planText(text: string, where: string, language: string): TextPlan {
  const parts: TextPlan['parts'][number][] = [];
  let end = 0;
  for (const match of text.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g)) {
    if (match.index > end) parts.push({ fixed: text.slice(end, match.index).normalize('NFC') });
    parts.push(planField(match[1] ?? '', where, language));
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ fixed: text.slice(end).normalize('NFC') });
  return { parts };
}

function planField(name: string, where: string, language: string): TextPlan['parts'][number] {
  const field = templateFields.find((known) => known === name);
  if (field === undefined) {
    const extra = /^extra\.([A-Za-z][A-Za-z0-9_]{0,39})$/.exec(name);
    if (!extra)
      throw new AppError(
        'invalid_input',
        `${where}: there is no field {{${name}}}. Use one of ${templateFields.join(', ')}, or extra.NAME for a fact of your own.`,
      );
    const key = extra[1] ?? '';
    return { field: `extra.${key}`, read: (data) => data.extra?.[key] ?? null };
  }
  if (field === 'completedOn' || field === 'issuedOn' || field === 'expiresOn')
    return { field, read: dateSource(field, { style: 'long' }, where, language) };
  return { field, read: (data) => data[field] };
}

/** The plan of any element that prints text. */
export function planElement(element: TextualElement, where: string, language: string): TextPlan {
  switch (element.type) {
    case 'text':
      return planText(element.text, where, language);
    case 'personName':
      return { parts: [{ field: 'name', read: (data) => data.name }] };
    case 'courseName':
      return { parts: [{ field: 'courseTitle', read: (data) => data.courseTitle }] };
    case 'certificateNumber':
      return { parts: [{ field: 'number', read: (data) => data.number }] };
    case 'field':
      return { parts: [planField(element.field, where, language)] };
    case 'grade':
      return {
        parts: [
          { field: element.show === 'band' ? 'band' : 'mark', read: gradeSource(element, where) },
        ],
      };
    case 'date':
      return {
        parts: [
          {
            field: element.date,
            read: dateSource(element.date, element.format ?? { style: 'long' }, where, language),
          },
        ],
      };
  }
}

/** The pieces of a text for one record. Throws a `Refusal` where a fact is missing. */
export function readPieces(plan: TextPlan, data: CertificateData): Piece[] {
  return plan.parts.map((part) => {
    if ('fixed' in part) return { field: 'template', text: part.fixed };
    const value = part.read(data);
    if (value === null || value.trim() === '')
      throw new Refusal({
        code: 'missing_value',
        field: part.field,
        text: '',
        message: `The record has no ${part.field}, which the template prints.`,
        remedy: `Add the ${part.field}, or use a template that does not need it.`,
      });
    return { field: part.field, text: value.normalize('NFC') };
  });
}

function dateSource(
  field: 'issuedOn' | 'completedOn' | 'expiresOn',
  format: DateFormat,
  where: string,
  language: string,
): Source {
  if (format.style === 'iso') return (data) => data[field];
  const locale = format.locale ?? language;
  let formatter: Intl.DateTimeFormat;
  try {
    formatter = new Intl.DateTimeFormat(locale, { dateStyle: format.style, timeZone: 'UTC' });
  } catch (cause) {
    throw new AppError('invalid_input', `${where}: “${locale}” is not a language for dates.`, {
      cause,
    });
  }
  const known = new Map<string, string>();
  return (data) => {
    const day = data[field];
    if (day === null) return null;
    let text = known.get(day);
    if (text === undefined) {
      text = formatter.format(new Date(`${day}T00:00:00Z`));
      if (known.size > 5_000) known.clear();
      known.set(day, text);
    }
    return text;
  };
}

function gradeSource(element: ElementOf<'grade'>, where: string): Source {
  if (element.show === 'band') return (data) => data.band;
  if (element.show === 'letter') {
    const scale = element.scale ?? [];
    if (scale.length === 0)
      throw new AppError('invalid_input', `${where}: a grade shown as a letter needs a scale.`);
    return ({ mark }) =>
      mark === null
        ? null
        : (scale.find(({ from }) => compareDecimals(mark, from) >= 0)?.text ?? null);
  }
  const suffix = element.show === 'percent' ? '%' : '';
  return ({ mark }) => (mark === null ? null : `${cutDecimals(mark, element.decimals)}${suffix}`);
}

/** Cuts digits off. Never rounds: 69.96 shown as 70 would contradict its own band. */
function cutDecimals(mark: string, decimals: number | undefined): string {
  const [whole = '', fraction = ''] = mark.split('.');
  if (decimals === undefined) return mark;
  return decimals === 0 ? whole : `${whole}.${fraction.slice(0, decimals).padEnd(decimals, '0')}`;
}

/** Compares decimal strings exactly. */
export function compareDecimals(a: string, b: string): number {
  const scaled = (text: string): bigint => {
    const [whole = '', fraction = ''] = text.split('.');
    return BigInt(whole + fraction.padEnd(20, '0'));
  };
  const x = scaled(a);
  const y = scaled(b);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Whether a conditional element is drawn for this record. */
export function holds(condition: OnlyIf | undefined, data: CertificateData): boolean {
  if (!condition) return true;
  const { field } = condition;
  const value = field.startsWith('extra.')
    ? (data.extra?.[field.slice('extra.'.length)] ?? null)
    : data[field as keyof CertificateData];
  const present = value !== null && value !== '';
  return 'present' in condition
    ? present === condition.present
    : present && condition.oneOf.includes(String(value));
}
