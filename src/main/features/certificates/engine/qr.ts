/** The QR symbol of a certificate, as a one-bit picture. */
import { encodeQR } from 'qr';
import type { ElementOf } from '../../../../shared/template.ts';

/** Modules left empty on each side, as ISO/IEC 18004 asks. */
export const quietZone = 4;

/** Modules on a side, without the quiet zone. */
export function modulesOf(version: number): number {
  return 17 + 4 * version;
}

/**
 * The symbol's rows as bits, one character per byte, most significant first, dark is 0 (a PDF image mask
 * paints where a bit is 0). Nothing where the text is too long for the fixed version.
 */
export function qrBits(
  text: string,
  settings: Pick<ElementOf<'qr'>, 'version' | 'level' | 'mask'>,
): string | undefined {
  let rows: boolean[][];
  try {
    rows = encodeQR(text, 'raw', {
      version: settings.version,
      ecc: settings.level,
      mask: settings.mask,
      border: 1,
    });
  } catch {
    return undefined;
  }
  let out = '';
  const last = rows.length - 1;
  for (const row of rows.slice(1, last)) {
    for (let x = 1; x < last; x += 8) {
      let byte = 0;
      for (let bit = x; bit < x + 8; bit++)
        byte = (byte << 1) | (bit < last && row[bit] === true ? 0 : 1);
      out += String.fromCharCode(byte);
    }
  }
  return out;
}
