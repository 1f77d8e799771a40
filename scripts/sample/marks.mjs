// Exact decimals and a random number generator of our own: the same files on every machine and every Node.

/** mulberry32: 32 bits of state, the same sequence for the same seed everywhere. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    below: (count) => Math.floor(next() * count),
    pick: (values) => values[Math.floor(next() * values.length)],
    chance: (probability) => next() < probability,
  };
}

/** Sign of a - b for decimal strings of at most 20 digits behind the point. */
export function compareDecimals(a, b) {
  const difference = scaled(a) - scaled(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function scaled(decimal) {
  const [whole, fraction = ''] = decimal.replace('-', '').split('.');
  const value = BigInt(whole + fraction.padEnd(20, '0'));
  return decimal.startsWith('-') ? -value : value;
}

/** Hundredths as a mark: 4996 is 49.96, 5000 is 50. */
export function markOf(hundredths) {
  return (hundredths / 100).toFixed(2).replace(/\.?0+$/, '');
}

export function csv(rows, delimiter, lineEnd) {
  const cell = (text) =>
    text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((row) => row.map(cell).join(delimiter) + lineEnd).join('');
}

/** What Windows-1252 has beyond ISO 8859-1, as far as names and office texts need it. */
const beyondLatin1 = {
  '€': 0x80,
  Š: 0x8a,
  Œ: 0x8c,
  Ž: 0x8e,
  '‘': 0x91,
  '’': 0x92,
  '–': 0x96,
  š: 0x9a,
  œ: 0x9c,
  ž: 0x9e,
  Ÿ: 0x9f,
};

export const fitsWindows1252 = (text) =>
  [...text].every((letter) => {
    const code = letter.codePointAt(0);
    return code < 0x80 || (code >= 0xa0 && code <= 0xff) || letter in beyondLatin1;
  });

export function windows1252(text) {
  if (!fitsWindows1252(text)) throw new Error('The text has letters that Windows-1252 has not.');
  return Buffer.from([...text].map((letter) => beyondLatin1[letter] ?? letter.charCodeAt(0)));
}
