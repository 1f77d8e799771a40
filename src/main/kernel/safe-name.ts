/** Turns any text into a file name that every file system takes. */

/** Bytes of UTF-8 a name may have on all common file systems, less what `.part` needs. */
export const MOST_NAME_BYTES = 250;
/** Names that Windows keeps for devices, with any extension. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"/\\|?*]/gu;

/** One name of a path: nothing that any system forbids or treats specially, cut at a whole character. */
export function safeName(text: string, mostBytes: number): string {
  const plain = text.normalize('NFC').toWellFormed().replace(FORBIDDEN, '_').trim();
  let kept = '';
  let bytes = 0;
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(plain)) {
    bytes += new TextEncoder().encode(segment).length;
    if (bytes > mostBytes) break;
    kept += segment;
  }
  const trimmed = kept.replace(/^[. ]+|[. ]+$/gu, '');
  if (trimmed === '') return '_';
  return RESERVED.test(trimmed) ? `_${trimmed}` : trimmed;
}
