/** Where a certificate's file lies: `YYYY/course/number-name.pdf`, safe on every file system. */
import { MOST_NAME_BYTES, safeName } from '../../kernel/safe-name.ts';

/**
 * Relative, with `/`. The number is unique and has upper case letters only, so two files never meet,
 * not even where `A` and `a` are one name; the candidate's name is there for people.
 */
export function certificatePath(parts: {
  readonly year: string;
  readonly courseCode: string;
  readonly number: string;
  readonly name: string;
}): string {
  const folder = safeName(parts.courseCode, MOST_NAME_BYTES);
  const prefix = `${parts.number}-`;
  const name = safeName(parts.name, MOST_NAME_BYTES - prefix.length - '.pdf'.length);
  return `${parts.year}/${folder}/${prefix}${name.replaceAll(' ', '_')}.pdf`;
}
