/** A text file as a stream of UTF-8, piece by piece, that stops at the first byte its encoding does not allow. */
import type { FileHandle } from 'node:fs/promises';
import {
  decode1252,
  firstBad1252,
  firstBadUtf8,
  firstLoneSurrogate,
  utf8Boundary,
} from './encoding.ts';
import type { DetectedText, Encoding } from './formats.ts';
import { fileFailure, openText } from './open-text.ts';

const pieceBytes = 64 * 1024;

interface TextFault {
  /** Offset in the file. */
  readonly byte: number;
  readonly what: string;
}

export interface TextPiece {
  /** Well-formed UTF-8 without a byte order mark. */
  readonly bytes: Buffer;
  /** Bytes of the file that have been read. */
  readonly bytesRead: number;
  /** What ended the text early: this is the last piece. */
  readonly fault?: TextFault;
}

const encodingNames: Record<Encoding, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  'windows-1252': 'Windows-1252',
};

export async function* readText(
  path: string,
  detected: Pick<DetectedText, 'name' | 'encoding' | 'bom'>,
  signal?: AbortSignal,
): AsyncGenerator<TextPiece, void> {
  const handle = await openText(path, detected.name);
  try {
    yield* decodeHandle(handle, detected, signal);
  } finally {
    await handle.close();
  }
}

async function* decodeHandle(
  handle: FileHandle,
  { name, encoding, bom }: Pick<DetectedText, 'name' | 'encoding' | 'bom'>,
  signal: AbortSignal | undefined,
): AsyncGenerator<TextPiece, void> {
  let position = bom ? (encoding === 'utf-8' ? 3 : 2) : 0;
  let rest: Buffer = Buffer.alloc(0);
  for (;;) {
    signal?.throwIfAborted();
    const piece = Buffer.allocUnsafe(pieceBytes);
    let bytesRead: number;
    try {
      ({ bytesRead } = await handle.read(piece, 0, pieceBytes, position));
    } catch (error) {
      throw fileFailure(error, name);
    }
    const offset = position - rest.length;
    const bytes = Buffer.concat([rest, piece.subarray(0, bytesRead)]);
    position += bytesRead;
    const decoded = decodePiece(bytes, encoding, bytesRead === 0);
    const fault = decodingFault(decoded, bytes, offset, encoding);
    if (fault !== null) {
      yield { bytes: decoded.text, bytesRead: position, fault };
      return;
    }
    if (decoded.text.length > 0) yield { bytes: decoded.text, bytesRead: position };
    if (bytesRead === 0) return;
    rest = bytes.subarray(decoded.used);
  }
}

interface DecodedPiece {
  readonly text: Buffer;
  /** Bytes that `text` stands for; the others are the start of a character. */
  readonly used: number;
  /** Offset of the first byte that does not belong, or -1; `text` ends before it. */
  readonly badAt: number;
}

export function decodePiece(bytes: Buffer, encoding: Encoding, last: boolean): DecodedPiece {
  if (encoding === 'utf-8') {
    const used = last ? bytes.length : utf8Boundary(bytes);
    const badAt = firstBadUtf8(bytes.subarray(0, used));
    return { text: bytes.subarray(0, badAt === -1 ? used : badAt), used, badAt };
  }
  if (encoding === 'windows-1252') {
    const badAt = firstBad1252(bytes);
    const used = bytes.length;
    const text = decode1252(bytes.subarray(0, badAt === -1 ? used : badAt));
    return { text: Buffer.from(text), used, badAt };
  }
  return decodeUtf16(bytes, encoding, last);
}

function decodeUtf16(bytes: Buffer, encoding: Encoding, last: boolean): DecodedPiece {
  let used = bytes.length - (bytes.length % 2);
  const little =
    encoding === 'utf-16le'
      ? bytes.subarray(0, used)
      : Buffer.from(bytes.subarray(0, used)).swap16();
  if (!last && used > 0 && ((little[used - 1] as number) & 0xfc) === 0xd8) used -= 2;
  const text = little.toString('utf16le', 0, used);
  const lone = firstLoneSurrogate(text);
  const odd = last && bytes.length % 2 === 1;
  const badAt = lone !== -1 ? lone * 2 : odd ? bytes.length - 1 : -1;
  return { text: Buffer.from(lone === -1 ? text : text.slice(0, lone)), used, badAt };
}

/** Null where `decoded` is sound. `offset`: where `bytes` start in the file. */
export function decodingFault(
  decoded: DecodedPiece,
  bytes: Buffer,
  offset: number,
  encoding: Encoding,
): TextFault | null {
  if (decoded.badAt === -1) return null;
  const found = hex(bytes, decoded.badAt);
  return {
    byte: offset + decoded.badAt,
    what: `the bytes ${found} are not ${encodingNames[encoding]} text`,
  };
}

function hex(bytes: Buffer, at: number): string {
  return [...bytes.subarray(at, at + 3)]
    .map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'))
    .join(' ');
}
