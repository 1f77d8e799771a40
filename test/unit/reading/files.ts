/** Results files for tests: written to a folder of their own, in any encoding. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { onTestFinished } from 'vitest';
import { detectText } from '../../../src/main/features/completions/reading/detect.ts';
import type {
  DetectedText,
  Encoding,
  RawRow,
} from '../../../src/main/features/completions/reading/formats.ts';
import {
  type ReadingRange,
  readTable,
} from '../../../src/main/features/completions/reading/table.ts';
import { AppError } from '../../../src/shared/errors.ts';

export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'examdesk-reading-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function aFile(content: string | Buffer, name = 'results.csv'): Promise<string> {
  const path = join(await aFolder(), name);
  await writeFile(path, content);
  return path;
}

const high1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** The text as bytes; throws for a letter that the encoding does not have. */
export function encode(text: string, encoding: Encoding, bom = false): Buffer {
  const marked = bom ? `\ufeff${text}` : text;
  if (encoding === 'utf-8') return Buffer.from(marked);
  if (encoding === 'utf-16le') return Buffer.from(marked, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(marked, 'utf16le').swap16();
  return Buffer.from(
    [...text].map((letter) => {
      const high = high1252.indexOf(letter);
      const byte = high === -1 ? (letter.codePointAt(0) ?? 0) : 0x80 + high;
      if (byte > 255) throw new Error(`Windows-1252 has no ${letter}`);
      return byte;
    }),
  );
}

export interface Outcome {
  readonly rows: RawRow[];
  /** The error that ended the file, its message and details. */
  readonly error?: { code: string; message: string; details: unknown };
}

export async function readAll(
  path: string,
  range: ReadingRange = {},
  as: Partial<DetectedText> = {},
): Promise<Outcome> {
  const rows: RawRow[] = [];
  try {
    const detected = { ...(await detectText(path)), ...as };
    for await (const batch of readTable(path, detected, range)) rows.push(...batch.rows);
    return { rows };
  } catch (error) {
    return { rows, error: failure(error) };
  }
}

export function failure(error: unknown): { code: string; message: string; details: unknown } {
  const { code, message, details } = AppError.from(error);
  return { code, message, details };
}

export async function failureOf(work: Promise<unknown>) {
  return work.then(
    () => null,
    (error: unknown) => failure(error),
  );
}

setFlagsFromString('--expose-gc');
/** Without it a measurement of memory is one of garbage. */
export const collectGarbage = runInNewContext('gc') as () => void;
