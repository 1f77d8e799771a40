/** What reading a results file speaks of: its format, its rows, its limits. */
import type { RowProblem } from '../../../../shared/completion-event.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** How much of a file is looked at to find out what it is. */
export const sampleBytes = 256 * 1024;
/** A longer row is refused: no result has one, and a quote left open would otherwise fill the memory. */
export const maxRecordBytes = 1024 * 1024;

export interface DetectedText {
  /** For messages: the file's own name, not the path of a temporary copy. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly encoding: Encoding;
  /** True where the file starts with a byte order mark. */
  readonly bom: boolean;
  readonly format: 'csv' | 'jsonl';
  /** Null for JSON Lines. */
  readonly delimiter: Delimiter | null;
  /** Headings in the order of the file, trimmed. For JSON Lines the keys, `candidate.id` for a nested one. */
  readonly header: readonly string[];
}

export interface RawRow {
  /** As a spreadsheet numbers it: the first row of the file is 1. For JSON Lines the line. */
  readonly row: number;
  /** The line of the file on which the row starts, 1-based; more than `row` after a cell of several lines. */
  readonly line: number;
  /** By heading, exactly as in the file. */
  readonly cells: Readonly<Record<string, string>>;
  /** In the order of the file; as many as the row has, not as the header has. */
  readonly raw: readonly string[];
  /** Why the row as a whole cannot be used. */
  readonly problem?: RowProblem;
}

export interface RowBatch {
  readonly rows: readonly RawRow[];
  /** Bytes of the file read so far, of `DetectedText.size`. */
  readonly bytesRead: number;
}

/** One record as the format's own parser found it. */
export interface SourceRecord {
  readonly row: number;
  readonly line: number;
  readonly raw: readonly string[];
  /** Null for a CSV record: its cells follow from `raw` and the header. */
  readonly cells: Readonly<Record<string, string>> | null;
  readonly problem?: RowProblem;
}

/** `detail` as the officer sees it in a message: short, on one line, with what cannot be seen made visible. */
export function shown(value: string, most = 60): string {
  const visible = value.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: making them visible is the point
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffd-\uffff]|\p{Surrogate}/gu,
    (character) => `<${codePoint(character)}>`,
  );
  const characters = [...visible];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : visible;
}

export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
