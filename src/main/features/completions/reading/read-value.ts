/** Cells to values: text, numbers, yes and no; what cannot be read says why and what to write instead. */
import { codePoint } from './formats.ts';

export type Read<T> = { readonly value: T } | { readonly message: string; readonly remedy: string };

const refused = (message: string, remedy: string) => ({ message, remedy });

/**
 * Text without surrounding space, composed (NFC), with every run of white space as one space. Characters
 * that nobody can have meant are refused: they would spoil a certificate, or show a name other than the one stored.
 */
export function readText(cell: string): Read<string> {
  const value = cell.normalize('NFC').replace(/\s+/g, ' ').trim();
  const strange =
    // Controls, lone surrogates, noncharacters, bidirectional embeddings, overrides and isolates.
    /[\p{Cc}\p{Surrogate}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069]/u.exec(value)?.[0];
  if (strange !== undefined)
    return refused(
      `It contains a character that cannot be seen or printed (${codePoint(strange)}).`,
      'Retype the text.',
    );
  if (value.includes('\ufffd'))
    return refused(
      'It contains the sign for a lost letter (U+FFFD): the file was damaged before it came here.',
      'Export the results again as UTF-8, or retype the text.',
    );
  return { value };
}

/** An address that mail could be sent to; whether anybody reads it there is not for here to say. */
export function readEmail(cell: string): Read<string> {
  const text = readText(cell);
  if (!('value' in text)) return text;
  return /^[^\s@]+@[^\s@]+$/.test(text.value)
    ? text
    : refused(
        'It is not an e-mail address.',
        'Write one address, like anna@example.org, or nothing.',
      );
}

/** A decimal number with all the digits it was written with; a percent sign is left out. */
export function readDecimal(cell: string): Read<string> {
  const text = cell.trim();
  const number = text.replace(/\s*%$/, '');
  if (/^-?\d{1,12}(\.\d{1,20})?$/.test(number)) return { value: number };
  return decimalProblem(text, number);
}

function decimalProblem(text: string, number: string): { message: string; remedy: string } {
  const remedy =
    'Write digits and a decimal point only, for example 49.96, or nothing where there is no mark.';
  if (/^-?[1-9]\d{0,2},\d{3}$/.test(number))
    return refused(
      'It has a comma, which may be a decimal comma or part the thousands.',
      `Write ${number.replace(',', '.')} or ${number.replace(',', '')}.`,
    );
  if (/^-?\d+,\d+$/.test(number)) {
    const point = number.replace(',', '.');
    return refused('It has a decimal comma.', `Write a decimal point: write ${point}.`);
  }
  if (/^-?\d{1,3}([,.'’\s]\d{3})+([.,]\d+)?$/u.test(number))
    return refused(
      'It has a sign between the thousands.',
      'Write the digits without it, for example 1250.5.',
    );
  if (/^[-−–]/.test(number) && /^[−–]\d+(\.\d+)?$/.test(number))
    return refused('Its minus is not the hyphen (-).', `Write -${number.slice(1)}.`);
  if (/^-?\.\d+$/.test(number))
    return refused('It has no digit before the point.', `Write ${number.replace('.', '0.')}.`);
  if (/^-?\d+\.$/.test(number))
    return refused('It ends with a point.', `Write ${number.slice(0, -1)}.`);
  if (/^\+\d+(\.\d+)?$/.test(number))
    return refused('It has a plus sign.', `Write ${number.slice(1)}.`);
  if (/^-?\d+(\.\d+)?e[+-]?\d+$/i.test(number))
    return refused(
      'It is written with an exponent.',
      'Write all its digits, for example 0.005 for 5E-3.',
    );
  if (/^-?\d+(\.\d+)?$/.test(number))
    return refused(
      'It has too many digits: at most 12 before the point and 20 behind it are kept exactly.',
      'Write the mark as the exam system shows it.',
    );
  if (/^#[\p{Lu}/0?!]+$/u.test(text))
    return refused(
      'It is an error of the spreadsheet.',
      'Repair the formula there, then save the file again.',
    );
  if (/^\p{Nd}/u.test(number) && !/^\d/.test(number))
    return refused('Its digits are not 0 to 9.', remedy);
  return refused('It is not a number.', remedy);
}

/** A whole number; `3.0`, as spreadsheets write it, is 3. */
export function readWhole(cell: string, least: number, most: number): Read<number> {
  const digits = /^(\d{1,9})(\.0+)?$/.exec(cell.trim())?.[1];
  const value = digits === undefined ? Number.NaN : Number(digits);
  return value >= least && value <= most
    ? { value }
    : refused(
        'It is not a whole number in range.',
        `Write a whole number from ${least} to ${most}.`,
      );
}

const yes = new Set([
  'yes',
  'y',
  'true',
  '1',
  'x',
  'ja',
  'j',
  'wahr',
  'oui',
  'o',
  'vrai',
  'si',
  's',
  'verdadero',
  '✓',
  '✔',
]);
const no = new Set(['', 'no', 'n', 'false', '0', '-', 'nein', 'falsch', 'non', 'faux', 'falso']);

/** Yes or no in the office's languages; a cross is yes, an empty cell is no. */
export function readYesNo(cell: string): Read<boolean> {
  const word = cell
    .trim()
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '');
  if (yes.has(word)) return { value: true };
  if (no.has(word)) return { value: false };
  return refused('It is neither yes nor no.', 'Write yes or no.');
}
