/** Free text as LIKE patterns. */

/** One pattern a word, to be used with `ESCAPE '\'`: every word must be found somewhere. */
export function likeWords(text: string | undefined): string[] {
  const words = (text ?? '').normalize('NFC').trim().split(/\s+/u);
  return words
    .filter((word) => word !== '')
    .slice(0, 8)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
}
