/** The rows of a results file, batch by batch: the memory needed does not grow with the file. */
import { csvRecords, type RecordBatch } from './csv-records.ts';
import { readText } from './decode.ts';
import type { DetectedText, RawRow, RowBatch, SourceRecord } from './formats.ts';
import { shown } from './formats.ts';
import { jsonlRecords } from './jsonl-records.ts';

export interface ReadingRange {
  /** The first row wanted, as `RawRow.row` numbers it: where an interrupted import goes on. */
  readonly from?: number;
  readonly signal?: AbortSignal;
  readonly batchSize?: number;
}

/**
 * Gives every row behind the headings. Where a fault makes the rest of the file uncertain (a quote left
 * open, bytes of another encoding, a row over 1 MB) it gives the rows before it, then one row with the
 * `problem`, and throws an AppError that names file, row and line.
 */
export async function* readTable(
  path: string,
  detected: DetectedText,
  { from = 1, signal, batchSize = 500 }: ReadingRange = {},
): AsyncGenerator<RowBatch, void> {
  const pieces = readText(path, detected, signal);
  const batches: AsyncIterable<RecordBatch> =
    detected.delimiter === null
      ? jsonlRecords(pieces, detected.name)
      : csvRecords(pieces, detected.name, detected.delimiter);
  const header = new Set(detected.header);
  let headingsAhead = detected.delimiter !== null;
  let rows: RawRow[] = [];
  let read = 0;
  try {
    for await (const { records, bytesRead } of batches) {
      read = Math.max(read, bytesRead);
      for (const record of records) {
        if (headingsAhead && record.problem === undefined) headingsAhead = false;
        else if (record.row >= from) rows.push(rowOf(record, detected.header, header));
        if (rows.length < batchSize) continue;
        yield { rows, bytesRead: read };
        signal?.throwIfAborted();
        rows = [];
      }
    }
  } catch (error) {
    if (rows.length > 0 && !signal?.aborted) yield { rows, bytesRead: read };
    throw error;
  }
  if (rows.length > 0) yield { rows, bytesRead: detected.size };
}

function rowOf(record: SourceRecord, header: readonly string[], known: Set<string>): RawRow {
  const { row, line, problem } = record;
  if (record.cells === null) {
    const cells = Object.fromEntries(
      record.raw.slice(0, header.length).map((cell, index) => [header[index], cell]),
    );
    return { row, line, cells, raw: record.raw, ...(problem === undefined ? {} : { problem }) };
  }
  if (problem !== undefined) return { row, line, cells: record.cells, raw: record.raw, problem };
  const { cells } = record;
  const raw = header.map((key) => cells[key] ?? '');
  const unknown = Object.keys(cells).find((key) => !known.has(key));
  if (unknown === undefined) return { row, line, cells, raw };
  return {
    row,
    line,
    cells,
    raw,
    problem: {
      field: 'row',
      column: shown(unknown),
      message: `The key "${shown(unknown)}" occurs on none of the first lines of the file, so nobody could say what it means.`,
      remedy: `Add "${shown(unknown)}": null to the first line and import again, or remove the key here.`,
    },
  };
}
