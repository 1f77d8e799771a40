/** The spelling of PDF: numbers, strings, objects, cross-reference lines (ISO 32000-1, 7.3 and 7.5). */

/** At most three digits behind the point, never an exponent. */
export function num(value: number): string {
  const rounded = Math.round(value * 1_000) / 1_000;
  return rounded === 0 ? '0' : String(rounded);
}

const hexDigits = '0123456789ABCDEF';

/** Two bytes as four hexadecimal digits. */
export function hex4(value: number): string {
  return (
    (hexDigits[(value >>> 12) & 15] ?? '') +
    (hexDigits[(value >>> 8) & 15] ?? '') +
    (hexDigits[(value >>> 4) & 15] ?? '') +
    (hexDigits[value & 15] ?? '')
  );
}

/** UTF-16BE as hexadecimal digits, without a byte order mark. */
export function utf16Hex(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) out += hex4(text.charCodeAt(i));
  return out;
}

const plain = /^[\x20-\x7e]*$/;

/** A text string: literal where it is plain ASCII, else UTF-16BE. */
export function textString(text: string): string {
  return plain.test(text) ? `(${text.replace(/[\\()]/g, '\\$&')})` : `<FEFF${utf16Hex(text)}>`;
}

/** `rg` operands of `#rrggbb`. */
export function rgb(colour: string): string {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255].map((c) => num(c / 255)).join(' ');
}

/** An indirect object without a stream. */
export function object(id: number, body: string): string {
  return `${id} 0 obj\n${body}\nendobj\n`;
}

/** An indirect object with a stream; `data` is one character per byte. */
export function streamObject(id: number, dictionary: string, data: string): string {
  return `${id} 0 obj\n<<${dictionary}/Length ${data.length}>>\nstream\n${data}\nendstream\nendobj\n`;
}

/** One line of a cross-reference table: exactly 20 bytes. */
export function xrefLine(offset: number): string {
  return `${String(offset).padStart(10, '0')} 00000 n \n`;
}

export function xmlEscape(text: string): string {
  if (!/[&<>"]/.test(text)) return text;
  return text.replace(/[&<>"]/g, (c) =>
    c === '&' ? '&amp;' : c === '<' ? '&lt;' : c === '>' ? '&gt;' : '&quot;',
  );
}
