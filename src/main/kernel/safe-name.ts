/** Turns any text into a file name that every file system takes. */

/** Bytes of UTF-8 a name may have on all common file systems, less what `.part` needs. */
export const MOST_NAME_BYTES = 250;
/** Names that Windows keeps for devices, with any extension. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i;
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"/\\|?*]/gu;

/** One name of a path: nothing that any system forbids or treats specially, cut at a whole character. */
export function safeName(text: string, mostBytes: number): string {
  const plain = text.normalize('NFC').toWellFormed().replace(FORBIDDEN, '_');
  const begun = plain.replace(/^[.\s]+/u, '');
  const kept = cut(RESERVED.test(begun) ? `_${begun}` : begun, mostBytes);
  // Cutting may have left a reserved name, or nothing but what is trimmed away.
  const name = kept.replace(/[.\s]+$/u, '');
  if (name === '') return '_';
  return RESERVED.test(name) ? `_${cut(name, mostBytes - 1)}` : name;
}

const encoder = new TextEncoder();
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

// Nearly every name is short enough, and walking it by grapheme costs 60 microseconds of the main thread.
function cut(text: string, mostBytes: number): string {
  if (encoder.encode(text).length <= mostBytes) return text;
  let kept = '';
  let bytes = 0;
  for (const { segment } of graphemes.segment(text)) {
    bytes += encoder.encode(segment).length;
    if (bytes > mostBytes) break;
    kept += segment;
  }
  return kept;
}
