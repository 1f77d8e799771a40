/** Files that are not text at all, told by their first bytes, each with what the officer can do instead. */

const saveAsCsv =
  'Open it in the spreadsheet program, choose "Save as" and the type "CSV UTF-8", and import that file.';

interface Kind {
  readonly what: string;
  readonly remedy: string;
  readonly starts: readonly number[];
  /** Must also occur somewhere in the sample. */
  readonly contains?: string;
}

const ascii = (text: string) => [...Buffer.from(text, 'latin1')];
const zip = ascii('PK\x03\x04');
const exportAgain = 'Export the results again as CSV.';

const kinds: readonly Kind[] = [
  { what: 'an Excel workbook', remedy: saveAsCsv, starts: zip, contains: 'xl/' },
  {
    what: 'an OpenDocument spreadsheet',
    remedy: saveAsCsv,
    starts: zip,
    contains: 'opendocument.spreadsheet',
  },
  { what: 'a Word document', remedy: exportAgain, starts: zip, contains: 'word/' },
  {
    what: 'a ZIP archive',
    remedy: 'Unpack it and import the CSV file inside.',
    starts: zip,
  },
  { what: 'an empty ZIP archive', remedy: exportAgain, starts: ascii('PK\x05\x06') },
  {
    what: 'an old Excel workbook (.xls)',
    remedy: saveAsCsv,
    starts: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
  },
  { what: 'a PDF', remedy: exportAgain, starts: ascii('%PDF') },
  {
    what: 'a compressed file (gzip)',
    remedy: 'Unpack it and import the CSV file inside.',
    starts: [0x1f, 0x8b],
  },
  {
    what: 'a 7-Zip archive',
    remedy: 'Unpack it and import the CSV file inside.',
    starts: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
  },
  { what: 'a picture (PNG)', remedy: exportAgain, starts: [0x89, 0x50, 0x4e, 0x47] },
  { what: 'a picture (JPEG)', remedy: exportAgain, starts: [0xff, 0xd8, 0xff] },
  { what: 'a database (SQLite)', remedy: exportAgain, starts: ascii('SQLite format 3\0') },
  {
    what: 'a rich text document',
    remedy: 'Save it as plain text (CSV) and import that file.',
    starts: ascii('{\\rtf'),
  },
];

/** Null where the bytes may be text. */
export function binaryKind(sample: Buffer): { what: string; remedy: string } | null {
  const kind = kinds.find(
    ({ starts, contains }) =>
      sample.subarray(0, starts.length).equals(Buffer.from(starts)) &&
      (contains === undefined || sample.includes(contains, 0, 'latin1')),
  );
  return kind ?? null;
}

/** Text that is no table: mostly a login page saved under the name of the export. */
export function otherTextKind(text: string): { what: string; remedy: string } | null {
  const start = text.trimStart().slice(0, 200).toLowerCase();
  if (/^(<!doctype html|<html|<head|<table)/.test(start))
    return {
      what: 'a web page',
      remedy: 'Sign in to the exam system again and export the results as CSV.',
    };
  if (start.startsWith('<?xml'))
    return {
      what: 'an XML file',
      remedy:
        'Export the results as CSV, or open the file in a spreadsheet and save it as CSV UTF-8.',
    };
  if (/^\[\s*(\{|\])/.test(start))
    return {
      what: 'a JSON array',
      remedy: 'Write one JSON object a line, without the brackets around and the commas between.',
    };
  return null;
}
