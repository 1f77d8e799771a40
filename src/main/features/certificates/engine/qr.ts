/** The QR symbol of a certificate, as a one-bit picture. */
import { encodeQR } from 'qr';
import type { ElementOf } from '../../../../shared/template.ts';

/** Modules left empty on each side, as ISO/IEC 18004 asks. */
export const quietZone = 4;

/** Modules on a side, without the quiet zone. */
export function modulesOf(version: number): number {
  return 17 + 4 * version;
}

type Settings = Pick<ElementOf<'qr'>, 'version' | 'level' | 'mask'>;

/**
 * Makes the symbols of one element.
 *
 * With size class, error correction and mask fixed, and the text as bytes of a fixed number, every module
 * is a sum modulo 2 of payload bits. So the symbol of a text is the symbol of a blank text of its length,
 * changed by what each character changes alone: remembered for each character and place, made by the
 * library itself. Measured: 1 us a symbol, where the library takes 25 us, more than all else of a certificate.
 */
export class QrMaker {
  readonly #settings: Settings;
  readonly #blanks = new Map<number, Buffer>();
  readonly #changes = new Map<number, Buffer>();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /**
   * The symbol's rows as bits, one character per byte, most significant first, dark is 0 (a PDF image mask
   * paints where a bit is 0). Nothing where the text is too long for the fixed version.
   */
  bits(text: string): string | undefined {
    if (plain.test(text)) return this.#sum(text);
    return encode(text, this.#settings)?.toString('latin1');
  }

  #sum(text: string): string | undefined {
    const blank = this.#blankOf(text.length);
    if (!blank) return undefined;
    const bytes = Buffer.from(blank);
    for (let i = 0; i < text.length; i++) {
      const change = this.#changeOf(text.length, i, text.charCodeAt(i), blank);
      for (let k = 0; k < bytes.length; k++) bytes[k] = (bytes[k] ?? 0) ^ (change[k] ?? 0);
    }
    return bytes.toString('latin1');
  }

  #blankOf(length: number): Buffer | undefined {
    let blank = this.#blanks.get(length);
    if (!blank) {
      blank = encode(' '.repeat(length), this.#settings);
      if (blank) this.#blanks.set(length, blank);
    }
    return blank;
  }

  #changeOf(length: number, place: number, character: number, blank: Buffer): Buffer {
    const key = (length * 512 + place) * 128 + character;
    let change = this.#changes.get(key);
    if (!change) {
      const text = ' '.repeat(place) + String.fromCharCode(character);
      const symbol = encode(text.padEnd(length), this.#settings) ?? blank;
      change = Buffer.from(symbol.map((byte, i) => byte ^ (blank[i] ?? 0)));
      this.#changes.set(key, change);
    }
    return change;
  }
}

const plain = /^[\x20-\x7e]{1,500}$/;

/** Always as bytes: the other encodings mix neighbouring characters. */
function encode(text: string, { version, level, mask }: Settings): Buffer | undefined {
  let rows: boolean[][];
  try {
    rows = encodeQR(text, 'raw', { version, ecc: level, mask, border: 1, encoding: 'byte' });
  } catch {
    return undefined;
  }
  const last = rows.length - 1;
  const bytes: number[] = [];
  for (const row of rows.slice(1, last)) {
    for (let x = 1; x < last; x += 8) {
      let byte = 0;
      for (let bit = x; bit < x + 8; bit++)
        byte = (byte << 1) | (bit < last && row[bit] === true ? 0 : 1);
      bytes.push(byte);
    }
  }
  return Buffer.from(bytes);
}
