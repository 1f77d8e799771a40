/** Telling a text file's encoding from its first bytes, and finding the first byte that breaks it. */
import { isUtf8 } from 'node:buffer';
import type { Encoding } from './formats.ts';

export interface EncodingGuess {
  readonly encoding: Encoding;
  /** Length of the byte order mark, 0 where there is none. */
  readonly bomBytes: number;
}

/**
 * The characters of the bytes 0x80 to 0x9F in Windows-1252; a space marks a byte that has none. A table
 * of our own because TextDecoder('windows-1252') of Node 20 answers these bytes as ISO 8859-1 controls.
 */
const high1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** Null where the bytes are no text: NUL bytes that UTF-16 does not explain. */
export function guessEncoding(sample: Buffer, complete: boolean): EncodingGuess | null {
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf)
    return { encoding: 'utf-8', bomBytes: 3 };
  if (sample[0] === 0xff && sample[1] === 0xfe) return { encoding: 'utf-16le', bomBytes: 2 };
  if (sample[0] === 0xfe && sample[1] === 0xff) return { encoding: 'utf-16be', bomBytes: 2 };
  const zeros = countZeros(sample);
  if (zeros.even + zeros.odd > 0) {
    const pairs = sample.length / 2;
    if (zeros.odd > pairs * 0.05 && zeros.odd > zeros.even * 10)
      return { encoding: 'utf-16le', bomBytes: 0 };
    if (zeros.even > pairs * 0.05 && zeros.even > zeros.odd * 10)
      return { encoding: 'utf-16be', bomBytes: 0 };
    // A stray NUL spoils its row only; more of them mean that this is not text.
    if (zeros.even + zeros.odd > Math.max(1, sample.length * 0.01)) return null;
  }
  const whole = complete ? sample : sample.subarray(0, utf8Boundary(sample));
  if (isUtf8(whole)) return { encoding: 'utf-8', bomBytes: 0 };
  // Letters of several bytes that fit UTF-8 hardly ever occur by chance: such a file is UTF-8 with a
  // damaged place, and reading it as Windows-1252 would spoil every name in it without a word.
  const { letters, faults } = countUtf8(whole);
  return { encoding: letters > faults ? 'utf-8' : 'windows-1252', bomBytes: 0 };
}

function countZeros(bytes: Buffer): { even: number; odd: number } {
  let even = 0;
  let odd = 0;
  for (let at = bytes.indexOf(0); at !== -1; at = bytes.indexOf(0, at + 1)) {
    if (at % 2 === 0) even += 1;
    else odd += 1;
  }
  return { even, odd };
}

function countUtf8(bytes: Buffer): { letters: number; faults: number } {
  let letters = 0;
  let faults = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = utf8Length(bytes, at);
    if (length === 0) faults += 1;
    else if (length > 1) letters += 1;
    at += Math.max(1, length);
  }
  return { letters, faults };
}

/** Length of the well-formed sequence at `at`, 0 where there is none (Unicode 15, table 3-7). */
function utf8Length(bytes: Buffer, at: number): number {
  const first = bytes[at] as number;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > bytes.length) return 0;
  return isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}

/** Offset of the first byte that is not UTF-8, or -1. */
export function firstBadUtf8(bytes: Buffer): number {
  if (isUtf8(bytes)) return -1;
  for (let at = 0; at < bytes.length; ) {
    const length = utf8Length(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return -1;
}

/** Where the last whole character ends: what follows may be the start of one that the next bytes complete. */
export function utf8Boundary(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < length ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/** Offset of the first byte that stands for no character of Windows-1252, or -1. */
export function firstBad1252(bytes: Buffer): number {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (byte >= 0x80 && byte < 0xa0 && high1252[byte - 0x80] === ' ') return at;
  }
  return -1;
}

export function decode1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (control) => high1252[control.charCodeAt(0) - 0x80] as string);
}

/** Index of the first half of a surrogate pair that stands alone, in UTF-16 units, or -1. */
export function firstLoneSurrogate(text: string): number {
  return text.search(/\p{Surrogate}/u);
}
