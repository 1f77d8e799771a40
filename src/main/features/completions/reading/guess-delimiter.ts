/** Telling what separates the cells of a CSV file. */
import { type Delimiter, delimiters } from './formats.ts';

const recordsLookedAt = 200;

/** The delimiter that splits most rows into as many cells as the headings; null where none splits the headings. */
export function guessDelimiter(text: string, complete: boolean, name: string): Delimiter | null {
  const told = /^sep=([,;\t|])\r?\n/i.exec(text)?.[1];
  if (told !== undefined) return told as Delimiter;
  const counts = countDelimiters(text, complete);
  const headings = counts[0];
  if (headings === undefined) return null;
  const fits = delimiters.map((delimiter, index) => {
    const inHeadings = headings[index] as number;
    const same = counts.filter((count) => count[index] === inHeadings).length;
    return { delimiter, inHeadings, share: same / counts.length };
  });
  const likely = fits
    .filter(({ inHeadings }) => inHeadings > 0)
    .sort(
      (one, other) =>
        other.share - one.share ||
        other.inHeadings - one.inHeadings ||
        Number(isTab(other.delimiter, name)) - Number(isTab(one.delimiter, name)),
    );
  return likely[0]?.delimiter ?? null;
}

const isTab = (delimiter: Delimiter, name: string) => delimiter === '\t' && /\.tsv$/i.test(name);

/** For each of the first rows how often each delimiter occurs outside quotes. */
function countDelimiters(text: string, complete: boolean): number[][] {
  const counts: number[][] = [];
  let current = delimiters.map(() => 0);
  let length = 0;
  let quoted = false;
  const close = () => {
    if (length > 0) counts.push(current);
    current = delimiters.map(() => 0);
    length = 0;
  };
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (!quoted && (character === '\n' || character === '\r')) {
      close();
      if (counts.length === recordsLookedAt) return counts;
      continue;
    }
    length += 1;
    if (quoted) continue;
    const index = delimiters.indexOf(character as Delimiter);
    if (index !== -1) current[index] = (current[index] as number) + 1;
  }
  // A sample ends with half a row, which would count as one that does not fit.
  if (complete || counts.length === 0) close();
  return counts;
}
