/** The manifest of an export: every certificate asked for, where it went or why it was missed, its SHA-256. */
import { stringify } from 'csv-stringify/sync';

export interface ManifestLine {
  readonly number: string;
  readonly candidateId: string;
  readonly name: string;
  /** Its file, or its page in a merged file; empty for a missed one. */
  readonly file: string;
  readonly sha256: string;
  /** `written`, or `missed: ` and why. */
  readonly outcome: string;
}

export const MANIFEST = 'manifest.csv';

const columns = ['number', 'candidateId', 'name', 'file', 'sha256', 'outcome'] as const;

export class Manifest {
  readonly #lines: ManifestLine[] = [];
  #written = 0;

  written(line: Omit<ManifestLine, 'outcome'>): void {
    this.#written++;
    this.#add({ ...line, outcome: 'written' });
  }

  missed(line: Omit<ManifestLine, 'outcome' | 'file'>, why: string): void {
    this.#add({ ...line, file: '', outcome: `missed: ${why}` });
  }

  /** Takes the columns and nothing else: what is handed in may carry a whole PDF. */
  #add({ number, candidateId, name, file, sha256, outcome }: ManifestLine): void {
    this.#lines.push({ number, candidateId, name, file, sha256, outcome });
  }

  get done(): number {
    return this.#lines.length;
  }

  /** CSV in UTF-8 with a byte order mark, so that spreadsheet programs read every script. */
  get csv(): string {
    return `\ufeff${stringify(this.#lines.map(guarded), { header: true, columns: [...columns] })}`;
  }

  /** `12 written, 1 missed (see manifest.csv)`, with where they went. */
  summary(where: string): string {
    const missed = this.#lines.length - this.#written;
    return `${this.#written} written to ${where}${missed > 0 ? `, ${missed} missed (see ${MANIFEST})` : ''}`;
  }
}

/** A name that begins like a formula would be run by a spreadsheet program. */
const guarded = (line: ManifestLine): ManifestLine => ({
  ...line,
  name: guard(line.name),
  candidateId: guard(line.candidateId),
  file: guard(line.file),
});
const guard = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
