/** The file of rows that were not imported, each with the reason, ready to be corrected and imported again. */
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { RawRow } from './formats.ts';
import { isOwnColumn, ownColumns } from './mapping.ts';
import { fileFailure } from './open-text.ts';

interface RejectedRow {
  readonly raw: RawRow;
  /** Sentences for the officer. */
  readonly reasons: readonly string[];
}

export interface RejectsWriter {
  /** Resolves when the rows are on the disk, to the length of the file: what `resume` needs after a crash. */
  write(rejected: readonly RejectedRow[]): Promise<number>;
  /** `rows` written by this writer; `bytes` 0 where no row was ever written and no file exists. */
  close(): Promise<{ rows: number; bytes: number }>;
}

/**
 * CSV in UTF-8 with a byte order mark, so that Excel reads it right: the headings of the source in their
 * order, then `examdesk_row` and `examdesk_reason`, which an import ignores. Cells of the source come
 * back exactly as they were. A row that is too short is filled up with empty cells, to keep the columns
 * in place, so its missing cells must be filled in before it is imported again; what a row has too
 * much of stands behind our columns, which makes it too long again. The file appears with its first row.
 * @param resume length of a file written before: what a crash left behind that length is cut off
 */
export function rejectsWriter(
  path: string,
  header: readonly string[],
  resume: { readonly bytes: number } = { bytes: 0 },
): RejectsWriter {
  const kept = header.flatMap((heading, index) => (isOwnColumn(heading) ? [] : [index]));
  const headings = [...kept.map((index) => header[index] as string), ...ownColumns];
  let handle: FileHandle | null = null;
  let bytes = resume.bytes;
  let rows = 0;

  return {
    async write(rejected) {
      if (rejected.length === 0) return bytes;
      try {
        handle ??= await openAt(path, bytes);
        const start = bytes === 0 ? `\ufeff${csv([headings])}` : '';
        const lines = rejected.map(({ raw, reasons }) => [
          ...kept.map((index) => raw.raw[index] ?? ''),
          String(raw.row),
          inert(reasons.join(' ')),
          ...raw.raw.slice(header.length),
        ]);
        const data = Buffer.from(start + csv(lines));
        await writeAll(handle, data, bytes);
        await handle.datasync();
        bytes += data.length;
        rows += rejected.length;
        return bytes;
      } catch (error) {
        throw fileFailure(error, basename(path));
      }
    },
    async close() {
      await handle?.close();
      handle = null;
      return { rows, bytes };
    },
  };
}

async function openAt(path: string, bytes: number): Promise<FileHandle> {
  const handle = await open(path, bytes === 0 ? 'w' : 'r+');
  try {
    await handle.truncate(bytes);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function writeAll(handle: FileHandle, data: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < data.length) {
    const { bytesWritten } = await handle.write(data, done, data.length - done, position + done);
    done += bytesWritten;
  }
}

const csv = (lines: readonly (readonly string[])[]) =>
  // Without the second option a cell with a bare line feed would be left unquoted and break its row.
  stringify(lines as string[][], { record_delimiter: '\r\n', quote_record_delimiter: true });

/** Our own words never become a formula; the officer's cells stay as they are, negative marks included. */
const inert = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
