/** CSV text to records, with the row and line of each; strict about quotes, and with bounded memory. */
import { type CsvError, parse } from 'csv-parse';
import type { RowProblem } from '../../../../shared/completion-event.ts';
import type { TextPiece } from './decode.ts';
import {
  badEncoding,
  faultError,
  faultRecord,
  openQuote,
  quoteRemedy,
  type ReadingFault,
  tooLong,
} from './faults.ts';
import { type Delimiter, maxRecordBytes, type SourceRecord } from './formats.ts';

export interface RecordBatch {
  readonly records: readonly SourceRecord[];
  readonly bytesRead: number;
}

/**
 * Blank rows are counted and left out; the first record is the header. After a fault that leaves the rest
 * of the file uncertain, the records before it are given, then one with its `problem`, then an AppError.
 */
export async function* csvRecords(
  pieces: AsyncIterable<TextPiece>,
  name: string,
  delimiter: Delimiter,
): AsyncGenerator<RecordBatch, void> {
  const reader = new CsvReader(delimiter);
  for await (const { bytes, bytesRead, fault } of pieces) {
    let stop = await reader.write(bytes);
    if (stop === null && fault !== undefined) {
      await reader.flush();
      stop = badEncoding(fault);
    }
    yield* given(reader, name, stop, bytesRead);
  }
  yield* given(reader, name, await reader.end(), 0);
}

function* given(
  reader: CsvReader,
  name: string,
  stop: ReadingFault | null,
  bytesRead: number,
): Generator<RecordBatch, void> {
  const { records, row, line } = reader.take(stop);
  if (records.length > 0) yield { records, bytesRead };
  if (stop !== null) throw faultError(name, row, line, stop);
}

/** Drives the library's parser synchronously, so that no record is lost behind an error. */
class CsvReader {
  readonly #parser;
  readonly #delimiter: Delimiter;
  #records: SourceRecord[] = [];
  #row = 1;
  #line = 1;
  #width: number | null = null;
  /** Bytes since the last line break. */
  #lineBytes = 0;
  /** A record whose quote was closed in a place that makes no sense. */
  #suspect: (ReadingFault & { row: number; line: number }) | null = null;

  constructor(delimiter: Delimiter) {
    this.#delimiter = delimiter;
    this.#parser = parse({
      delimiter,
      // All three, because a file glued together from two may change its line ends half-way.
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      max_record_size: maxRecordBytes,
      on_record: (raw: string[]) => {
        this.#add(raw);
        return null;
      },
    });
    // A failed write answers through its own callback; without a listener the event would end the process.
    this.#parser.on('error', () => {});
  }

  async write(bytes: Buffer): Promise<ReadingFault | null> {
    // The parser bounds the text of a record but not its number of cells: 100 MB of commas would pass.
    if (this.#lineTooLong(bytes)) {
      await this.flush();
      return tooLong;
    }
    const error = await new Promise<CsvError | null>((resolve) => {
      this.#parser.write(bytes, (failure) => resolve((failure ?? null) as CsvError | null));
    });
    return this.#suspect ?? (error === null ? null : faultOf(error));
  }

  /** Pushes what the parser keeps back to look ahead, so that the row of a fault is counted right. */
  async flush(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#parser.write(Buffer.from('    '), () => resolve());
    });
  }

  async end(): Promise<ReadingFault | null> {
    const error = await new Promise<CsvError | null>((resolve) => {
      this.#parser.once('error', resolve);
      this.#parser.once('finish', () => resolve(null));
      this.#parser.end();
    });
    return this.#suspect ?? (error === null ? null : faultOf(error));
  }

  take(stop: ReadingFault | null): { records: SourceRecord[]; row: number; line: number } {
    const records = this.#records;
    this.#records = [];
    const { row, line } = this.#suspect ?? { row: this.#row, line: this.#line };
    if (stop !== null && records.length === 0)
      return { records: [faultRecord(row, line, stop)], row, line };
    if (stop !== null) records.push(faultRecord(row, line, stop));
    return { records, row, line };
  }

  #add(raw: string[]): void {
    if (this.#suspect !== null) return;
    const row = this.#row;
    const line = this.#line;
    const breaks = lineBreaks(raw);
    this.#line += 1 + breaks;
    // Excel writes this line to tell itself the delimiter, and shows it as no row.
    if (line === 1 && /^sep=.?$/i.test(raw.join(this.#delimiter))) return;
    this.#row += 1;
    if (raw.every((cell) => cell.trim() === '')) return;
    this.#width ??= raw.length;
    const problem = raw.length === this.#width ? undefined : widthProblem(raw.length, this.#width);
    if (breaks > 0 && (problem !== undefined || this.#holdsRows(raw, this.#width))) {
      // Cells of several lines are fine, but not in a row of the wrong length, nor with whole rows inside:
      // a quote left open was closed by a later one, and the rows between would be gone without a word.
      const message = `A quote (") opens in this row and is closed only on line ${line + breaks}, with other rows between.`;
      this.#suspect = { message, remedy: quoteRemedy, row, line };
      return;
    }
    const nul = raw.some((cell) => cell.includes('\0')) ? nulProblem : undefined;
    this.#push(row, line, raw, problem ?? nul);
  }

  /** A line within a cell that has as many delimiters as a row of the file; of short rows that proves nothing. */
  #holdsRows(raw: readonly string[], width: number): boolean {
    if (width < 4) return false;
    return raw.some((cell) =>
      cell
        .split(/\r\n|\n|\r/)
        .slice(1, -1)
        .some((inner) => inner.split(this.#delimiter).length === width),
    );
  }

  #push(row: number, line: number, raw: string[], problem: RowProblem | undefined): void {
    this.#records.push({
      row,
      line,
      raw,
      cells: null,
      ...(problem === undefined ? {} : { problem }),
    });
  }

  #lineTooLong(bytes: Buffer): boolean {
    const breaksAt = [bytes.indexOf(10), bytes.indexOf(13)].filter((at) => at !== -1);
    if (breaksAt.length === 0) {
      this.#lineBytes += bytes.length;
      return this.#lineBytes > maxRecordBytes;
    }
    const before = this.#lineBytes + Math.min(...breaksAt);
    this.#lineBytes = bytes.length - 1 - Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13));
    return before > maxRecordBytes;
  }
}

function lineBreaks(raw: readonly string[]): number {
  let count = 0;
  for (const cell of raw) {
    if (cell.includes('\n') || cell.includes('\r')) count += cell.match(/\r\n|\n|\r/g)?.length ?? 0;
  }
  return count;
}

const nulProblem: RowProblem = {
  field: 'row',
  message: 'The row contains NUL characters: the file was damaged, or written by a faulty export.',
  remedy: 'Export the results again, or retype this row.',
};

function widthProblem(found: number, expected: number): RowProblem {
  return {
    field: 'row',
    message: `The row has ${cells(found)}, but the headings are ${expected}.`,
    remedy:
      found < expected
        ? 'Add the missing cells, empty where there is nothing to say.'
        : 'Put a cell that contains the delimiter in double quotes, or remove what is too much.',
  };
}

const cells = (count: number) => (count === 1 ? '1 cell' : `${count} cells`);

function faultOf(error: CsvError): ReadingFault {
  // A single line cannot get this long (see above), so a quote has taken in the lines that follow.
  if (error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE')
    return openQuote;
  if (error.code === 'CSV_INVALID_CLOSING_QUOTE')
    return {
      message: 'A quote (") opens in this row, and the next quote is followed by more text.',
      remedy: quoteRemedy,
    };
  if ((error.code as string) === 'INVALID_OPENING_QUOTE')
    return {
      message: 'A quote (") stands in the middle of a cell.',
      remedy: 'Put the whole cell in quotes and double the quote inside it: "Anna ""Ann"" Berg".',
    };
  throw error;
}
