/** Calendar dates of instants in the office's zone, and the day a certificate expires. */
import { Temporal } from 'temporal-polyfill';

/** Gives `YYYY-MM-DD` in one IANA zone; made once, because making the formatter costs more than using it. */
export function dateIn(zone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (at) => format.format(at);
}

/** The last day of validity: the same day of the month, or the month's last where it has none. */
export function expiryOf(completedOn: string, validityMonths: number | null): string | null {
  if (validityMonths === null) return null;
  return Temporal.PlainDate.from(completedOn).add({ months: validityMonths }).toString();
}
