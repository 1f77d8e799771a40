/** Text for a terminal: aligned tables, numbers, instants, durations. */

export interface Column<R> {
  readonly title: string;
  readonly align?: 'right';
  readonly of: (row: R) => string | number | null;
}

/** One line a row under a line of titles; nothing where there is no row. A missing value is a dash, so that columns can be cut apart by eye. */
export function table<R>(rows: readonly R[], columns: readonly Column<R>[]): string[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row) => columns.map(({ of }) => oneLine(of(row))));
  const titles = columns.map(({ title }) => title);
  const widths = columns.map((_, at) =>
    Math.max(...[titles, ...cells].map((line) => displayWidth(line[at] ?? ''))),
  );
  const lay = (line: readonly string[]) =>
    line
      .map((cell, at) => {
        const gap = ' '.repeat((widths[at] ?? 0) - displayWidth(cell));
        return columns[at]?.align === 'right' ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd();
  return [lay(titles), ...cells.map(lay)];
}

/** Lines of `name  value`, the values under each other. */
export function pairs(list: readonly (readonly [string, string | number | null])[]): string[] {
  const widest = Math.max(...list.map(([name]) => displayWidth(name)));
  return list.map(
    ([name, value]) => `${name}${' '.repeat(widest - displayWidth(name))}  ${oneLine(value)}`,
  );
}

const oneLine = (value: string | number | null): string =>
  value === null || value === ''
    ? '-'
    : String(value)
        // A name from a file must not be able to move the cursor or colour the terminal.
        .replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, ' ');

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wide =
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/** Columns of a terminal that a text takes: a letter with its marks is one, an East Asian one is two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}

/** 12345 as "12 345", with a space that is not broken. */
export const grouped = (value: number): string =>
  String(value).replace(/\B(?=(\d{3})+$)/g, '\u00A0');

/** "1 row", "2 rows". */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${grouped(value)} ${value === 1 ? one : many}`;

export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3_600).toFixed(1)} h`;
}

/** Formats instants as `2026-06-15 14:30` in an IANA zone. */
export function instantFormat(zone: string): (instant: number | null) => string | null {
  // sv-SE writes dates in the order of ISO 8601.
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return (instant) => (instant === null ? null : format.format(instant));
}
