/** Reads the objects of a PDF with a cross-reference table (ISO 32000-1, 7.3 and 7.5): as far as copying its pages needs. */
import { AppError } from '../../../shared/errors.ts';

/** An object as it stands in its file: text around references to other objects, and its stream. */
export interface PdfObject {
  /** One more than there are references. */
  readonly texts: readonly string[];
  /** Object numbers, between the texts. */
  readonly refs: readonly number[];
  /** Without the keywords around it; null for an object that is none. */
  readonly stream: Buffer | null;
}

const refused = (why: string) =>
  new AppError('unreadable_file', `It cannot be merged into a print file: ${why}.`);

/** One file. Objects are read when they are asked for. */
export class PdfFile {
  readonly bytes: Buffer;
  readonly trailer: ReadonlyMap<string, string>;
  readonly #offsets: ReadonlyMap<number, number>;
  readonly #ends: readonly number[];

  /** Throws `unreadable_file` for anything but a plain, unencrypted table of objects. */
  constructor(bytes: Buffer) {
    this.bytes = bytes;
    const offsets = new Map<number, number>();
    const ends = new Set<number>();
    let trailer: ReadonlyMap<string, string> | undefined;
    const tail = bytes.toString('latin1', Math.max(0, bytes.length - 1_024));
    let at: number | undefined = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(tail)?.[1] ?? 'NaN');
    while (at !== undefined) {
      if (!(at < bytes.length) || ends.has(at)) throw refused('its table of objects is not found');
      ends.add(at);
      const section = readSection(bytes, at, offsets);
      trailer ??= section;
      const previous = section.get('Prev');
      at = previous === undefined ? undefined : Number(previous);
    }
    if (!trailer || trailer.has('Encrypt')) throw refused('it is encrypted');
    this.trailer = trailer;
    this.#offsets = offsets;
    for (const offset of offsets.values()) ends.add(offset);
    this.#ends = [...ends, bytes.length].sort((a, b) => a - b);
  }

  /** The bytes from the object's beginning to the next one's: equal bytes, equal object. */
  rawOf(id: number): Buffer {
    const from = this.#offsets.get(id);
    if (from === undefined) throw refused(`its object ${id} is missing`);
    return this.bytes.subarray(from, endAfter(this.#ends, from));
  }

  object(id: number): PdfObject {
    const raw = this.rawOf(id);
    const text = raw.toString('latin1');
    const head = /^\s*(\d+)\s+\d+\s+obj\b/.exec(text);
    if (Number(head?.[1]) !== id) throw refused(`its object ${id} is not where its table says`);
    const from = head?.[0].length ?? 0;
    const end = skipValue(text, from);
    const parts = splitRefs(text.slice(from, end));
    const begin = /^\s*stream(\r\n|\n)/.exec(text.slice(end, end + 40));
    if (!begin) return { ...parts, stream: null };
    const data = end + begin[0].length;
    const length = this.#number(dictionaryOf(text.slice(from, end)).get('Length'));
    if (!/^\s*endstream/.test(text.slice(data + length, data + length + 14)))
      throw refused(`the stream of its object ${id} has another length than it says`);
    return { ...parts, stream: raw.subarray(data, data + length) };
  }

  /** The entries of an object that is a dictionary. */
  dictionary(id: number): Map<string, string> {
    const { texts, refs } = this.object(id);
    return dictionaryOf(
      texts.map((text, i) => (i === 0 ? text : `${refs[i - 1]} 0 R${text}`)).join(''),
    );
  }

  #number(value: string | undefined): number {
    const ref = refOf(value);
    const text = ref === undefined ? value : this.object(ref).texts[0];
    if (text === undefined || !/^\s*\d+\s*$/.test(text)) throw refused('a stream has no length');
    return Number(text);
  }
}

/** The number in `12 0 R`, where the value is a reference. */
export function refOf(value: string | undefined): number | undefined {
  const found = /^\s*(\d+)\s+\d+\s+R\s*$/.exec(value ?? '');
  return found ? Number(found[1]) : undefined;
}

function endAfter(ends: readonly number[], from: number): number {
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) > from) high = middle;
    else low = middle + 1;
  }
  return ends[low] ?? from;
}

/** Adds the objects of one section; those of a later one, read before, stay. Returns the trailer's entries. */
function readSection(
  bytes: Buffer,
  at: number,
  offsets: Map<number, number>,
): ReadonlyMap<string, string> {
  if (bytes.toString('latin1', at, at + 4) !== 'xref')
    throw refused('its table of objects is compressed, as no certificate of this program is');
  let next = at + 4;
  for (;;) {
    const line = bytes.toString('latin1', next, next + 60);
    const heading = /^\s*(\d+)\s+(\d+)\s*?\r?\n/.exec(line);
    if (!heading) break;
    next += heading[0].length;
    const first = Number(heading[1]);
    for (let i = 0; i < Number(heading[2]); i++, next += 20) {
      const inUse = bytes[next + 17] === 0x6e;
      if (inUse && !offsets.has(first + i)) offsets.set(first + i, digits(bytes, next, next + 10));
    }
  }
  const rest = bytes.toString('latin1', next, Math.min(bytes.length, next + 4_096));
  const trailer = /^\s*trailer\s*/.exec(rest);
  if (!trailer) throw refused('its table of objects has no trailer');
  return dictionaryOf(rest.slice(trailer[0].length, skipValue(rest, trailer[0].length)));
}

function digits(bytes: Buffer, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) value = value * 10 + (bytes[i] ?? 0x30) - 0x30;
  return value;
}

const isSpace = (code: number): boolean => code <= 32;
const delimiters = '()<>[]{}/%';

/** Where the token that begins at `at` ends. Strings count as one token, brackets as one each. */
function skipToken(text: string, at: number): number {
  const character = text[at];
  if (character === '(') {
    let depth = 0;
    for (let i = at; i < text.length; i++) {
      if (text[i] === '\\') i++;
      else if (text[i] === '(') depth++;
      else if (text[i] === ')' && --depth === 0) return i + 1;
    }
    throw refused('a text in it has no end');
  }
  if (character === '<' || character === '>') {
    if (text[at + 1] === character) return at + 2;
    const end = text.indexOf('>', at);
    if (end < 0) throw refused('a text in it has no end');
    return end + 1;
  }
  if (character === '[' || character === ']') return at + 1;
  let end = at + 1;
  while (
    end < text.length &&
    !isSpace(text.charCodeAt(end)) &&
    !delimiters.includes(text[end] ?? '')
  )
    end++;
  return end;
}

function skipSpace(text: string, at: number): number {
  let next = at;
  while (next < text.length && isSpace(text.charCodeAt(next))) next++;
  return next;
}

/** Where the value that begins behind `at` ends: a dictionary, an array, a reference or a single token. */
function skipValue(text: string, at: number): number {
  let next = skipSpace(text, at);
  const reference = /^\d+\s+\d+\s+R(?![A-Za-z])/.exec(text.slice(next, next + 32));
  if (reference) return next + reference[0].length;
  let depth = 0;
  do {
    next = skipSpace(text, next);
    if (next >= text.length) throw refused('an object in it has no end');
    const end = skipToken(text, next);
    const token = text.slice(next, Math.min(end, next + 2));
    if (token === '<<' || token === '[') depth++;
    else if (token === '>>' || token === ']') depth--;
    next = end;
  } while (depth > 0);
  return next;
}

/** The entries of `<< /Key value ... >>`; the values as they are written. */
export function dictionaryOf(text: string): Map<string, string> {
  const entries = new Map<string, string>();
  let at = skipSpace(text, 0);
  if (text.slice(at, at + 2) !== '<<') throw refused('an object in it is not a dictionary');
  for (at += 2; ; ) {
    at = skipSpace(text, at);
    if (text.startsWith('>>', at)) return entries;
    const key = skipToken(text, at);
    if (text[at] !== '/') throw refused('a dictionary in it has an entry without a name');
    const value = skipValue(text, key);
    entries.set(text.slice(at + 1, key), text.slice(key, value).trim());
    at = value;
  }
}

/** Parts a value at its references, leaving alone what only looks like one inside a string. */
export function splitRefs(text: string): { texts: string[]; refs: number[] } {
  const texts: string[] = [];
  const refs: number[] = [];
  let from = 0;
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const code = text.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) {
      const reference = /^(\d+)\s+\d+\s+R(?![A-Za-z])/.exec(text.slice(at, at + 32));
      if (reference) {
        texts.push(text.slice(from, at));
        refs.push(Number(reference[1]));
        at += reference[0].length;
        from = at;
        continue;
      }
    }
    at = skipToken(text, at);
  }
  texts.push(text.slice(from));
  return { texts, refs };
}
