/** JSON Lines to records; a broken line spoils itself only. */
import type { RecordBatch } from './csv-records.ts';
import type { TextPiece } from './decode.ts';
import { badEncoding, faultError, faultRecord, type ReadingFault, tooLong } from './faults.ts';
import { maxRecordBytes, type SourceRecord } from './formats.ts';
import { readJsonLine } from './json-line.ts';

/** Blank lines are counted and left out. Faults end the file as for CSV. */
export async function* jsonlRecords(
  pieces: AsyncIterable<TextPiece>,
  name: string,
): AsyncGenerator<RecordBatch, void> {
  let line = 1;
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const { bytes, bytesRead, fault } of pieces) {
    const records: SourceRecord[] = [];
    let from = 0;
    let stop: ReadingFault | null = null;
    for (let end = bytes.indexOf(10); end !== -1 && stop === null; end = bytes.indexOf(10, from)) {
      if (restBytes + end - from > maxRecordBytes) {
        stop = tooLong;
        break;
      }
      const record = recordOf(Buffer.concat([...rest, bytes.subarray(from, end)]), line);
      if (record !== null) records.push(record);
      rest = [];
      restBytes = 0;
      line += 1;
      from = end + 1;
    }
    rest.push(bytes.subarray(from));
    restBytes += bytes.length - from;
    if (restBytes > maxRecordBytes) stop = tooLong;
    else if (fault !== undefined) stop = badEncoding(fault);
    if (stop !== null) records.push(faultRecord(line, line, stop));
    if (records.length > 0) yield { records, bytesRead };
    if (stop !== null) throw faultError(name, line, line, stop);
  }
  const record = recordOf(Buffer.concat(rest), line);
  if (record !== null) yield { records: [record], bytesRead: 0 };
}

function recordOf(bytes: Buffer, line: number): SourceRecord | null {
  const text = bytes.toString('utf8').trim();
  if (text === '') return null;
  const read = readJsonLine(text);
  const at = { row: line, line };
  if ('cells' in read) return { ...at, raw: [], cells: read.cells };
  return { ...at, raw: [text], cells: {}, problem: { field: 'row', ...read } };
}
