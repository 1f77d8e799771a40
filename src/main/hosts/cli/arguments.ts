/** What is written behind a command, turned into values; a refusal says what would be right. */
import { InvalidArgumentError } from 'commander';
import {
  type ColumnMapping,
  decimal,
  type ImportField,
  importFields,
} from '../../../shared/completion-event.ts';

/** A whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}

export const idNumber = wholeNumber(1, Number.MAX_SAFE_INTEGER);

/** For an argument that may be repeated. */
export const idNumbers = (text: string, before: readonly number[] | undefined): number[] => [
  ...(before ?? []),
  idNumber(text),
];

export function decimalText(text: string): string {
  if (decimal.safeParse(text).success) return text;
  throw new InvalidArgumentError('Give a number with a decimal point, for example 49.96.');
}

/** Null means: leave this field out. */
export type MapArguments = Readonly<Partial<Record<ImportField, string | null>>>;

/** One `field=Column` more; `field=` leaves the field out. */
export function mapArgument(text: string, before: MapArguments = {}): MapArguments {
  const at = text.indexOf('=');
  const name = text.slice(0, Math.max(at, 0)).trim();
  const field = importFields.find((each) => each.toLowerCase() === name.toLowerCase());
  if (at < 0 || !field)
    throw new InvalidArgumentError(
      `Write field=Column. The fields are ${importFields.join(', ')}.`,
    );
  return { ...before, [field]: text.slice(at + 1).trim() || null };
}

/**
 * The suggested columns with those of the command line on top. A column that the command line gives to
 * one field is taken away from the field it was only suggested for.
 */
export function applyMap(suggested: ColumnMapping, given: MapArguments): ColumnMapping {
  const taken = new Set(Object.values(given));
  const mapping: ColumnMapping = {};
  for (const field of importFields) {
    const column = field in given ? given[field] : suggested[field];
    if (column == null || (!(field in given) && taken.has(column))) continue;
    mapping[field] = column;
  }
  return mapping;
}
