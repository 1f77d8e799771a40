/** Faults that end the reading of a file: the row that could not be read, and the error that names it. */
import { AppError } from '../../../../shared/errors.ts';
import type { SourceRecord } from './formats.ts';

export interface ReadingFault {
  readonly message: string;
  readonly remedy: string;
}

export const quoteRemedy =
  'Open the file in a text editor at that line, and close the quote, remove it, or double it inside a quoted cell ("").';

export const tooLong: ReadingFault = {
  message: 'The row is longer than 1 MB.',
  remedy: 'Check that this is the results file, and that no line break is missing before this row.',
};

export const openQuote: ReadingFault = {
  message: 'A quote (") opens in this row and is never closed.',
  remedy: quoteRemedy,
};

export function badEncoding(fault: { byte: number; what: string }): ReadingFault {
  return {
    message: `At byte ${fault.byte} of the file ${fault.what}.`,
    remedy:
      'Open the file in the program it comes from, check the letters there, and save it as "CSV UTF-8".',
  };
}

export function faultRecord(row: number, line: number, fault: ReadingFault): SourceRecord {
  return { row, line, raw: [], cells: {}, problem: { field: 'row', ...fault } };
}

export function faultError(name: string, row: number, line: number, fault: ReadingFault): AppError {
  const where = row === line ? `row ${row}` : `row ${row} (line ${line} of the file)`;
  return new AppError(
    'unreadable_file',
    `${name}, ${where}: ${fault.message} Nothing after this row can be read. ${fault.remedy}`,
    { details: { file: name, row, line } },
  );
}
