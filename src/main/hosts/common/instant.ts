/** Instants written as ISO 8601 with a zone. */

const pattern =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** Milliseconds since 1970-01-01T00:00Z (what is finer is cut off), or a sentence that says what to write instead. */
export function parseInstant(text: string): number | { readonly problem: string } {
  const found = pattern.exec(text);
  if (!found)
    return {
      problem: `"${shorten(text)}" is not an instant. Write it as 2026-06-15T14:30:00+02:00 or in milliseconds since 1970.`,
    };
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone] = found;
  if (zone === undefined)
    return {
      problem: `"${text}" has no zone. Add Z for UTC, or an offset such as +02:00.`,
    };
  const offset = offsetMinutes(zone);
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const date = new Date(at);
  const exists =
    date.getUTCFullYear() === Number(year) &&
    date.getUTCMonth() === Number(month) - 1 &&
    date.getUTCDate() === Number(day);
  if (!exists || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return { problem: `"${text}" does not exist. Check the date and the time.` };
  if (offset === undefined) return { problem: `"${text}" has an impossible offset.` };
  return (
    at +
    ((Number(hour) * 60 + Number(minute) - offset) * 60 + Number(second)) * 1_000 +
    Number(fraction.padEnd(3, '0').slice(0, 3))
  );
}

function offsetMinutes(zone: string): number | undefined {
  if (zone.toUpperCase() === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const hours = Number(digits.slice(0, 2));
  const minutes = Number(digits.slice(2) || '0');
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

const shorten = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
