/** File names of exported certificates: a pattern with placeholders, safe on every file system, none twice. */
import { AppError } from '../../../shared/errors.ts';
import { safeName } from '../../kernel/safe-name.ts';

/** What a pattern may name. */
export interface NamedCertificate {
  readonly number: string;
  readonly name: string;
  readonly courseCode: string;
  readonly candidateId: string;
  readonly sitting: string | null;
  /** Of the day of issue. */
  readonly year: string;
  /** Below the store's folder of certificates: what names the file where there is no pattern. */
  readonly path: string;
}

const placeholders = {
  number: ({ number }) => number,
  name: ({ name }) => name,
  course: ({ courseCode }) => courseCode,
  candidate: ({ candidateId }) => candidateId,
  sitting: ({ sitting }) => sitting ?? '',
  year: ({ year }) => year,
} as const satisfies Record<string, (certificate: NamedCertificate) => string>;

/** Bytes of one name, less what a suffix, `.pdf` and `.part` need. */
const MOST_BYTES = 230;
const MOST_FOLDERS = 8;

type Naming = (certificate: NamedCertificate) => string;

/**
 * Reads a pattern such as `{course}/{name} {number}`; `/` makes folders, `.pdf` is added where it is missing.
 * Throws `invalid_input` for a placeholder that does not exist. Absent: course, number and name, as in the store.
 */
export function namingOf(pattern: string | undefined): Naming {
  if (pattern === undefined) return ({ path }) => path.split('/').slice(1).join('_');
  const refuse = (why: string) =>
    new AppError(
      'invalid_input',
      `The file name pattern “${pattern}” ${why}. A pattern is for example {course}/{name} {number}; the placeholders are ${Object.keys(
        placeholders,
      )
        .map((name) => `{${name}}`)
        .join(', ')}.`,
    );
  const parts = pattern.replace(/\.pdf$/i, '').split('/');
  if (parts.length > MOST_FOLDERS) throw refuse(`has more than ${MOST_FOLDERS} folders`);
  const readers = parts.map((part) => {
    if (part.trim() === '' || /^\s*\.+\s*$/.test(part)) throw refuse('has a folder without a name');
    return part.split(/(\{[^{}]*\})/).map((piece): Naming => {
      const [, key] = /^\{\s*([^{}]*?)\s*\}$/.exec(piece) ?? [];
      if (key === undefined) {
        if (/[{}]/.test(piece)) throw refuse('has a brace without its other half');
        return () => piece;
      }
      if (!Object.hasOwn(placeholders, key)) throw refuse(`has no meaning for {${key}}`);
      return placeholders[key as keyof typeof placeholders];
    });
  });
  return (certificate) =>
    `${readers
      .map((pieces) => safeName(pieces.map((read) => read(certificate)).join(''), MOST_BYTES))
      .join('/')}.pdf`;
}

/** Gives every file a name of its own, also where a file system does not tell `A` from `a`: the second gets ` (2)`. */
export class FileNames {
  readonly #naming: Naming;
  readonly #taken = new Map<string, number>();

  constructor(pattern: string | undefined) {
    this.#naming = namingOf(pattern);
  }

  next(certificate: NamedCertificate): string {
    const wanted = this.#naming(certificate);
    const folder = wanted.slice(0, wanted.lastIndexOf('/') + 1);
    const stem = wanted.slice(folder.length).replace(/\.pdf$/, '');
    for (;;) {
      const key = `${folder}${stem}`.normalize('NFC').toLowerCase();
      const count = (this.#taken.get(key) ?? 0) + 1;
      this.#taken.set(key, count);
      if (count === 1) return `${folder}${stem}.pdf`;
      const numbered = `${stem} (${count})`;
      const other = `${folder}${numbered}`.normalize('NFC').toLowerCase();
      if (this.#taken.has(other)) continue;
      this.#taken.set(other, 1);
      return `${folder}${numbered}.pdf`;
    }
  }
}
