/** The first row of a CSV file: every column must have a heading of its own. */
import { AppError } from '../../../../shared/errors.ts';
import { shown } from './formats.ts';

/** The headings, trimmed. Throws `unreadable_file` for an empty heading and for one that occurs twice. */
export function checkHeadings(cells: readonly string[], row: number, name: string): string[] {
  const header = cells.map((cell) => cell.trim());
  const refuse = (what: string, remedy: string) =>
    new AppError('unreadable_file', `${name}, row ${row} (the headings): ${what} ${remedy}`, {
      details: { file: name, row },
    });
  const strange = header.find((heading) => heading.includes('\0'));
  if (strange !== undefined)
    throw refuse('A heading contains NUL characters.', 'Export the results again.');
  const empty = header.indexOf('');
  if (empty !== -1)
    throw refuse(
      `Column ${columnLetters(empty)} has no heading.`,
      'Give the column a heading, or delete the column.',
    );
  const seen = new Map<string, number>();
  for (const [index, heading] of header.entries()) {
    const before = seen.get(heading);
    if (before !== undefined)
      throw refuse(
        `The columns ${columnLetters(before)} and ${columnLetters(index)} have the same heading "${shown(heading)}".`,
        'Rename or delete one of them.',
      );
    seen.set(heading, index);
  }
  return header;
}

/** 0 is A, 26 is AA: how a spreadsheet calls its columns. */
function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}
