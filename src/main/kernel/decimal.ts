/** Compares decimal strings exactly: no binary number could tell 49.999999999999999999 from 50. */

/** Negative, zero or positive as `a` is below, equal to or above `b`. Both as `decimal` of the contract. */
export function compareDecimals(a: string, b: string): number {
  const places = Math.max(fraction(a).length, fraction(b).length);
  const difference = scaled(a, places) - scaled(b, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

const fraction = (value: string): string => value.split('.')[1] ?? '';

function scaled(value: string, places: number): bigint {
  const [whole = '0'] = value.split('.');
  return BigInt(whole + fraction(value).padEnd(places, '0'));
}
