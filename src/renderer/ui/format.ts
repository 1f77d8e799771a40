/** How numbers, times and sizes are shown: the locale's way, in the office's time zone. Everything goes through here. */

export interface Format {
  /** The IANA zone, or the zone's own name where one is shown. */
  readonly zone: string;
  number(value: number): string;
  percent(share: number): string;
  /** "22 Nov 2026, 18:31" */
  dateTime(at: number): string;
  /** "22 Nov 2026" */
  date(at: number): string;
  /** "18:31", with the day in front where it is not the day of `now`. */
  clock(at: number, now: number): string;
  /** "in 9 min", "3 days ago" */
  relative(at: number, now: number): string;
  /** A calendar date "2029-11-30", without any zone. */
  plainDate(date: string): string;
  duration(seconds: number): string;
  rate(perSecond: number): string;
  bytes(size: number): string;
}

const steps = [
  { unit: 'year', seconds: 31_557_600 },
  { unit: 'month', seconds: 2_629_800 },
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
] as const;

/** @param zone IANA zone; an unknown one is answered in UTC. */
export function createFormat(zone: string, locale: string | undefined): Format {
  const timeZone = isZone(zone) ? zone : 'UTC';
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 20 });
  const oneDigit = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  const dateTime = new Intl.DateTimeFormat(locale, {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  const date = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium' });
  const time = new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'short' });
  const weekday = new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: 'short',
    hour: 'numeric',
    minute: '2-digit',
  });
  const plain = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'medium' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });

  return {
    zone: timeZone,
    number: (value) => number.format(value),
    /** Rounded down: 100 % only when all of it is done. */
    percent: (share) => percent.format(Math.floor(share * 100) / 100),
    dateTime: (at) => dateTime.format(at),
    date: (at) => date.format(at),
    clock: (at, now) =>
      date.format(at) === date.format(now)
        ? time.format(at)
        : Math.abs(at - now) < 6 * 86_400_000
          ? weekday.format(at)
          : dateTime.format(at),
    relative(at, now) {
      const seconds = (at - now) / 1_000;
      const step = steps.find((each) => Math.abs(seconds) >= each.seconds);
      if (!step) return relative.format(0, 'second');
      return relative.format(Math.trunc(seconds / step.seconds), step.unit);
    },
    plainDate: (value) => {
      const at = Date.parse(`${value}T00:00:00Z`);
      return Number.isNaN(at) ? value : plain.format(at);
    },
    duration(seconds) {
      const whole = Math.max(0, Math.round(seconds));
      if (whole < 60) return `${number.format(whole)} s`;
      if (whole < 3_600) return `${number.format(Math.round(whole / 60))} min`;
      const hours = Math.floor(whole / 3_600);
      return `${number.format(hours)} h ${number.format(Math.round((whole % 3_600) / 60))} min`;
    },
    rate: (perSecond) =>
      perSecond >= 10 ? number.format(Math.round(perSecond)) : oneDigit.format(perSecond),
    bytes(size) {
      const units = ['B', 'kB', 'MB', 'GB'];
      let value = size;
      let unit = 0;
      while (value >= 1_000 && unit < units.length - 1) {
        value /= 1_000;
        unit += 1;
      }
      return `${unit === 0 ? number.format(value) : oneDigit.format(value)} ${units[unit]}`;
    },
  };
}

/** True for a zone that this machine knows. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone !== '';
  } catch {
    return false;
  }
}
