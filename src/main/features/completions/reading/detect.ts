/** Finding out what a results file is: encoding, format, delimiter, headings. */
import { basename } from 'node:path';
import { AppError } from '../../../../shared/errors.ts';
import { csvRecords } from './csv-records.ts';
import { decodePiece, decodingFault, type TextPiece } from './decode.ts';
import { guessEncoding } from './encoding.ts';
import { binaryKind, otherTextKind } from './file-kinds.ts';
import { type DetectedText, type SourceRecord, sampleBytes } from './formats.ts';
import { guessDelimiter } from './guess-delimiter.ts';
import { checkHeadings } from './headings.ts';
import { jsonKeys } from './json-keys.ts';
import { jsonlRecords } from './jsonl-records.ts';
import { fileFailure, openText } from './open-text.ts';

const exportAgain = 'Export the results again, and check that the export finished.';

interface Sample {
  readonly name: string;
  readonly piece: TextPiece;
  readonly text: string;
  /** True where the sample is the whole file. */
  readonly complete: boolean;
}

/**
 * Looks at no more than the first 256 KB. Throws an AppError (`not_found`, `file_access`,
 * `unreadable_file`) that says what the file is instead, and what to do.
 * @param name what messages call the file, where `path` is only a temporary copy
 */
export async function detectText(path: string, name = basename(path)): Promise<DetectedText> {
  const { bytes, size } = await readSample(path, name);
  if (size === 0) throw refused(name, 'is empty', exportAgain);
  const binary = binaryKind(bytes);
  if (binary !== null) throw refused(name, `is ${binary.what}, not text`, binary.remedy);
  const complete = bytes.length === size;
  const guess = guessEncoding(bytes, complete);
  if (guess === null)
    throw refused(name, 'is not a text file', 'Export the results as CSV and import that file.');
  const { encoding, bomBytes } = guess;
  const body = bytes.subarray(bomBytes);
  const decoded = decodePiece(body, encoding, complete);
  const fault = decodingFault(decoded, body, bomBytes, encoding);
  const sample: Sample = {
    name,
    piece: { bytes: decoded.text, bytesRead: bytes.length, ...(fault === null ? {} : { fault }) },
    text: decoded.text.toString('utf8'),
    complete,
  };
  if (sample.text.trim() === '' && fault === null && complete)
    throw refused(name, 'is empty', exportAgain);
  const other = otherTextKind(sample.text);
  if (other !== null) throw refused(name, `is ${other.what}`, other.remedy);
  const format = isJsonLines(sample) ? await jsonFormat(sample) : await csvFormat(sample);
  return { name, size, encoding, bom: bomBytes > 0, ...format };
}

async function readSample(path: string, name: string): Promise<{ bytes: Buffer; size: number }> {
  const handle = await openText(path, name);
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(Math.min(size, sampleBytes));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return { bytes: bytes.subarray(0, filled), size };
  } catch (error) {
    throw fileFailure(error, name);
  } finally {
    await handle.close();
  }
}

function isJsonLines({ name, text }: Sample): boolean {
  return /\.(jsonl|ndjson)$/i.test(name) || text.trimStart().startsWith('{');
}

async function jsonFormat(
  sample: Sample,
): Promise<Pick<DetectedText, 'format' | 'delimiter' | 'header'>> {
  const { name } = sample;
  if (/^\{\s*[\r\n]/.test(sample.text.trimStart()))
    throw refused(
      name,
      'has its JSON objects spread over several lines',
      'Write one JSON object a line.',
    );
  const lines = await firstRecords(jsonlRecords(once(sample), name), sample, Infinity);
  const header = jsonKeys(lines.flatMap(({ cells }) => Object.keys(cells ?? {})));
  if (header.length === 0)
    throw refused(
      name,
      'has no line that is a JSON object',
      'Write one JSON object a line: {"candidate.id":"1001","course.code":"BIO-101"}.',
    );
  return { format: 'jsonl', delimiter: null, header };
}

async function csvFormat(
  sample: Sample,
): Promise<Pick<DetectedText, 'format' | 'delimiter' | 'header'>> {
  const { name } = sample;
  const delimiter = guessDelimiter(sample.text, sample.complete, name);
  if (delimiter === null)
    throw refused(
      name,
      'has no columns: its first lines contain no comma, semicolon, tab or |',
      'Check that this is the results file, and export it as CSV.',
    );
  const tooWide = refused(
    name,
    'has a first row of more than 256 KB',
    'Check that this is the results file, and that its first row has the headings.',
  );
  if (!sample.complete && !/[\r\n]/.test(sample.text.trimStart())) throw tooWide;
  const records = await firstRecords(csvRecords(once(sample), name, delimiter), sample, 2);
  const first = records[0];
  if (first === undefined) throw tooWide;
  const header = checkHeadings(first.raw, first.row, name);
  if (records.length === 1 && sample.complete)
    throw refused(name, 'has headings but no rows', exportAgain);
  return { format: 'csv', delimiter, header };
}

async function* once({ piece }: Sample): AsyncGenerator<TextPiece, void> {
  yield piece;
}

/** The first records of the sample, `count` of them if it has so many. Only a fault before the first one is thrown. */
async function firstRecords(
  batches: AsyncIterable<{ records: readonly SourceRecord[] }>,
  { complete }: Sample,
  count: number,
): Promise<SourceRecord[]> {
  const found: SourceRecord[] = [];
  try {
    for await (const { records } of batches) {
      for (const record of records) {
        found.push(record);
        if (found.length === count) return found;
      }
      // What a sample ends with may be half a record.
      if (!complete) return found;
    }
  } catch (error) {
    // The record with the fault comes before its error: alone, it means that not even the headings are sound.
    if (found.length < 2) throw error;
  }
  return found;
}

function refused(name: string, what: string, remedy: string): AppError {
  return new AppError('unreadable_file', `${name} ${what}. ${remedy}`, { details: { file: name } });
}
