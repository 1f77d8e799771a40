/** Wall-clock times of a zone to instants, with the two daylight-saving nights of the year told apart. */
import { Temporal } from 'temporal-polyfill';
import { AppError } from '../../../../shared/errors.ts';
import type { Read } from './read-value.ts';

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

interface ZoneDay {
  /** The first instant of the day; not always midnight. */
  readonly start: number;
  /** What the zone is ahead of UTC all day long, in ms; null on a day on which the clocks change. */
  readonly offset: number | null;
}

// A file has few different days but hundreds of thousands of times: asking the time zone for each of them
// would take longer than everything else in a row together.
const daysKept = 4_000;
const knownDays = new Map<string, ZoneDay>();

/**
 * `clock` null means the start of the day. A time that the clocks jump over is refused; of a time that
 * comes twice, when they go back, the earlier is taken. Throws `invalid_input` if there is no such zone.
 */
export function localInstant(day: Day, clock: Clock | null, zone: string): Read<number> {
  const { start, offset } = zoneDay(day, zone);
  if (clock === null) return { value: start };
  if (offset !== null) {
    const { hour, minute, second, millisecond } = clock;
    const utc = Date.UTC(day.year, day.month - 1, day.day, hour, minute, second, millisecond);
    return { value: utc - offset };
  }
  const local = Temporal.PlainDateTime.from({ ...day, ...clock });
  const zoned = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (zoned.toPlainDateTime().equals(local)) return { value: zoned.epochMilliseconds };
  return {
    message: `There is no such time in ${zone}: the clocks went forward over it that night.`,
    remedy: 'Look the time up in the exam system, or write it with its offset, like +02:00.',
  };
}

function zoneDay(day: Day, zone: string): ZoneDay {
  const key = `${zone} ${day.year}-${day.month}-${day.day}`;
  const known = knownDays.get(key);
  if (known !== undefined) return known;
  const date = Temporal.PlainDate.from(day);
  let found: ZoneDay;
  try {
    const start = date.toZonedDateTime(zone);
    const next = date.add({ days: 1 }).toZonedDateTime(zone);
    const same = start.offsetNanoseconds === next.offsetNanoseconds;
    found = {
      start: start.epochMilliseconds,
      offset: same ? start.offsetNanoseconds / 1e6 : null,
    };
  } catch (cause) {
    throw new AppError(
      'invalid_input',
      `"${zone}" is no time zone. Write one like Europe/Berlin or UTC.`,
      { details: { field: 'zone' }, cause },
    );
  }
  if (knownDays.size >= daysKept) knownDays.clear();
  knownDays.set(key, found);
  return found;
}
