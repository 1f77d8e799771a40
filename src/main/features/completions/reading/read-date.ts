/** Dates and times as exam systems and spreadsheets write them, to instants. */
import type { ReadingOptions } from '../../../../shared/completion-event.ts';
import { localInstant } from './local-time.ts';
import type { Read } from './read-value.ts';

interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const time = String.raw`(?:[T\s,]+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?\s*(?<half>[ap]\.?m\.?)?)?`;
const offset = String.raw`\s*(?<offset>Z|[+-]\d{2}(?::?\d{2})?)?`;
const forms = [
  new RegExp(String.raw`^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})${time}${offset}$`, 'i'),
  new RegExp(String.raw`^(?<year>\d{4})/(?<month>\d{1,2})/(?<day>\d{1,2})${time}${offset}$`, 'i'),
  new RegExp(String.raw`^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})${time}${offset}$`, 'i'),
  new RegExp(String.raw`^(?<one>\d{1,2})/(?<two>\d{1,2})/(?<year>\d{4})${time}${offset}$`, 'i'),
];
const write = 'Write it as 2026-06-30 or 2026-06-30 14:05.';
const refused = (message: string, remedy = write) => ({ message, remedy });

/**
 * The instant of a cell in milliseconds, null for an empty one and for the 0 that Moodle writes for "never".
 * A date alone is the start of that day in `options.zone`; a time without a zone is a time there. Ten
 * digits are seconds since 1970, thirteen are milliseconds.
 */
export function readInstant(cell: string, options: ReadingOptions): Read<number | null> {
  const text = cell.trim();
  if (text === '' || text === '0' || text === '-') return { value: null };
  if (/^\d{10}$/.test(text)) return { value: Number(text) * 1000 };
  if (/^\d{13}$/.test(text)) return { value: Number(text) };
  if (/^\d{5}([.,]\d+)?$/.test(text))
    return refused(
      'It looks like the day number of a spreadsheet, not like a date.',
      'Format the column as a date in the spreadsheet and save the file again.',
    );
  for (const form of forms) {
    const found = form.exec(text)?.groups;
    if (found !== undefined) return instantOf(found, options);
  }
  if (/^\d{1,2}[./-]\d{1,2}[./-]\d{2}(\D|$)/.test(text))
    return refused('Its year has two digits only.');
  return refused('It is not a date that can be read.');
}

function instantOf(
  found: Record<string, string | undefined>,
  options: ReadingOptions,
): Read<number> {
  const date = datePartsOf(found, options.dateOrder);
  if ('message' in date) return date;
  if (date.year < 1900 || date.year > 2199)
    return refused(`The year ${date.year} cannot be right.`);
  if (!isDay(date))
    return refused(
      `There is no such day: ${dayProblem(date)}.`,
      'Look the date up in the exam system and write it as 2026-02-28.',
    );
  if (found.hour === undefined)
    return found.offset === undefined
      ? localInstant(date, null, options.zone)
      : refused('It has a time zone but no time.');
  const hour = hourOf(Number(found.hour), found.half);
  const minute = Number(found.minute);
  const second = Number(found.second ?? 0);
  if (hour === null || hour > 23 || minute > 59 || second > 59)
    return refused('There is no such time of day.', 'Write a time from 00:00 to 23:59.');
  const millisecond = Number((found.fraction ?? '').padEnd(3, '0').slice(0, 3));
  const clock = { hour, minute, second, millisecond };
  if (found.offset === undefined) return localInstant(date, clock, options.zone);
  const shift = offsetMinutes(found.offset);
  if (shift === null)
    return refused(
      `The time zone ${found.offset} does not exist.`,
      'Write Z or an offset like +02:00.',
    );
  const utc = Date.UTC(date.year, date.month - 1, date.day, hour, minute, second, millisecond);
  return { value: utc - shift * 60_000 };
}

/** Day and month of a date with slashes follow from the numbers or from what the officer said, never from a guess. */
function datePartsOf(
  found: Record<string, string | undefined>,
  order: ReadingOptions['dateOrder'],
): DateParts | { message: string; remedy: string } {
  const year = Number(found.year);
  if (found.one === undefined) return { year, month: Number(found.month), day: Number(found.day) };
  const first = Number(found.one);
  const second = Number(found.two);
  if (order === 'dmy') return { year, month: second, day: first };
  if (order === 'mdy') return { year, month: first, day: second };
  if (first > 12) return { year, month: second, day: first };
  if (second > 12 || first === second) return { year, month: first, day: second };
  return refused(
    `It may be ${isoDay(year, second, first)} or ${isoDay(year, first, second)}.`,
    'Say in the reading options which comes first, day or month, or write the date as 2026-06-30.',
  );
}

const isoDay = (year: number, month: number, day: number) =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

function isDay({ year, month, day }: DateParts): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

/** Day 0 of the next month; a Temporal object for each of a million dates would take longer than the file. */
const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();

function dayProblem({ year, month, day }: DateParts): string {
  if (month < 1 || month > 12) return `month ${month}`;
  const last = daysIn(year, month);
  return day < 1 ? 'day 0' : `${isoDay(year, month, 1).slice(0, 7)} has ${last} days`;
}

/** Null for an hour that a clock of twelve hours does not have. */
function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
}

function offsetMinutes(offset: string): number | null {
  if (offset.toUpperCase() === 'Z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', '') || 0);
  if (hours > 14 || minutes > 59) return null;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
