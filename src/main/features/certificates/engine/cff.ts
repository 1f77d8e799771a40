/** CFF outlines (Adobe Technical Notes 5176 and 5177): cuts glyphs out of a font as a small CID-keyed one. */
import { AppError } from '../../../../shared/errors.ts';

/** Where the parts of a CFF table lie. */
export interface CffFont {
  readonly charStrings: Index;
  readonly globalSubrs: Index;
  readonly fonts: readonly PrivatePart[];
  /** Which of `fonts` a glyph belongs to. */
  readonly fontOf: (glyph: number) => number;
  /** Top DICT entries to keep as they are: FontMatrix, where it is not the usual one. */
  readonly kept: Buffer;
}

interface PrivatePart {
  /** Private DICT without the offset of its subroutines. */
  readonly dict: Buffer;
  readonly subrs: Index;
}

export interface Index {
  readonly count: number;
  readonly get: (i: number) => Buffer;
  /** Offset of the byte behind it. */
  readonly end: number;
}

const op = { charset: 15, charStrings: 17, private: 18, subrs: 19 } as const;
const escaped = (second: number): number => 0x0c00 | second;
const fontMatrix = escaped(7);
const fdArray = escaped(36);
const fdSelect = escaped(37);

export function openCff(table: Buffer, where: string): CffFont {
  try {
    return readCff(table);
  } catch (cause) {
    throw new AppError(
      'unreadable_file',
      `${where}: its CFF outlines are damaged. Use another font.`,
      {
        cause,
      },
    );
  }
}

function readCff(table: Buffer): CffFont {
  const names = readIndex(table, table[2] ?? 4);
  const tops = readIndex(table, names.end);
  const strings = readIndex(table, tops.end);
  const globalSubrs = readIndex(table, strings.end);
  const top = readDict(tops.get(0));
  const offset = (entry: DictEntry | undefined, i = 0): number => entry?.operands[i] ?? 0;
  const charStrings = readIndex(table, offset(top.get(op.charStrings)));
  const privateOf = (dict: Map<number, DictEntry>): PrivatePart => {
    const entry = dict.get(op.private);
    const [size, at] = [offset(entry, 0), offset(entry, 1)];
    const entries = readDict(table.subarray(at, at + size));
    const subrs = entries.get(op.subrs);
    const kept = [...entries].filter(([operator]) => operator !== op.subrs);
    return {
      dict: Buffer.concat(kept.map(([, { bytes }]) => bytes)),
      subrs: subrs ? readIndex(table, at + offset(subrs)) : noIndex,
    };
  };
  const matrix = top.get(fontMatrix)?.bytes ?? Buffer.alloc(0);
  const array = top.get(fdArray);
  if (!array)
    return { charStrings, globalSubrs, fonts: [privateOf(top)], fontOf: () => 0, kept: matrix };
  const dicts = readIndex(table, offset(array));
  const fonts = Array.from({ length: dicts.count }, (_, i) => privateOf(readDict(dicts.get(i))));
  return {
    charStrings,
    globalSubrs,
    fonts,
    fontOf: readFdSelect(table, offset(top.get(fdSelect))),
    kept: matrix,
  };
}

export const noIndex: Index = { count: 0, get: () => Buffer.alloc(0), end: 0 };

function readIndex(table: Buffer, at: number): Index {
  const count = table.readUInt16BE(at);
  if (count === 0) return { ...noIndex, end: at + 2 };
  const size = table[at + 2] ?? 1;
  const offsets = at + 3;
  const data = offsets + (count + 1) * size - 1;
  const offset = (i: number): number => data + table.readUIntBE(offsets + i * size, size);
  return {
    count,
    get: (i) => table.subarray(offset(i), offset(i + 1)),
    end: offset(count),
  };
}

interface DictEntry {
  readonly operands: readonly number[];
  /** Operands and operator as they stand. */
  readonly bytes: Buffer;
}

function readDict(dict: Buffer): Map<number, DictEntry> {
  const entries = new Map<number, DictEntry>();
  let operands: number[] = [];
  let start = 0;
  for (let at = 0; at < dict.length; ) {
    const byte = dict[at] ?? 0;
    if (byte <= 21) {
      const operator = byte === 12 ? escaped(dict[at + 1] ?? 0) : byte;
      at += byte === 12 ? 2 : 1;
      entries.set(operator, { operands, bytes: dict.subarray(start, at) });
      operands = [];
      start = at;
    } else if (byte === 30) {
      // A real number: nibbles up to 15. None of the operands read here is one.
      do at++;
      while (
        at < dict.length &&
        ((dict[at] ?? 0xff) & 15) !== 15 &&
        (dict[at] ?? 0xff) >> 4 !== 15
      );
      at++;
      operands.push(Number.NaN);
    } else if (byte === 28) {
      operands.push(dict.readInt16BE(at + 1));
      at += 3;
    } else if (byte === 29) {
      operands.push(dict.readInt32BE(at + 1));
      at += 5;
    } else {
      const [value, length] = smallNumber(byte, dict[at + 1] ?? 0);
      operands.push(value);
      at += length;
    }
  }
  return entries;
}

export function smallNumber(byte: number, next: number): [value: number, length: number] {
  if (byte <= 246) return [byte - 139, 1];
  return byte <= 250 ? [(byte - 247) * 256 + next + 108, 2] : [-(byte - 251) * 256 - next - 108, 2];
}

function readFdSelect(table: Buffer, at: number): (glyph: number) => number {
  if (table[at] === 0) return (glyph) => table[at + 1 + glyph] ?? 0;
  const count = table.readUInt16BE(at + 1);
  return (glyph) => {
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (table.readUInt16BE(at + 3 + 3 * middle) <= glyph) low = middle;
      else high = middle - 1;
    }
    return table[at + 5 + 3 * low] ?? 0;
  };
}

/** A CID-keyed CFF font with an empty .notdef and these glyphs; CID `i + 1` is `glyphs[i]`. */
export function cutCff(
  font: CffFont,
  glyphs: readonly number[],
  name: string,
  charStringOf: (glyph: number) => Buffer,
): Buffer {
  const used: number[] = [];
  const select = glyphs.map((glyph) => {
    const part = font.fontOf(glyph);
    if (!used.includes(part)) used.push(part);
    return used.indexOf(part);
  });
  if (used.length === 0) used.push(0);
  const head = Buffer.concat([
    Buffer.from([1, 0, 4, 4]),
    writeIndex([Buffer.from(name, 'latin1')]),
  ]);
  const strings = writeIndex([Buffer.from('Adobe'), Buffer.from('Identity')]);
  const noSubrs = Buffer.from([0, 0]);
  const count = glyphs.length + 1;
  const charset = Buffer.from([2, 0, 1, (count - 2) >> 8, (count - 2) & 255]);
  const fds = Buffer.from([0, 0, ...select]);
  const charStrings = writeIndex([Buffer.from([14]), ...glyphs.map(charStringOf)]);
  const privates = used.map((i) => font.fonts[i]?.dict ?? Buffer.alloc(0));
  // Every offset is written with five bytes, so the sizes are known before the offsets are.
  const topDict = (
    charsetAt: number,
    fdsAt: number,
    charStringsAt: number,
    fdArrayAt: number,
  ): Buffer =>
    Buffer.concat([
      Buffer.concat([int(391), int(392), int(0), Buffer.from([12, 30])]),
      font.kept,
      Buffer.concat([int(count), Buffer.from([12, 34])]),
      Buffer.concat([int(charsetAt), Buffer.from([15])]),
      Buffer.concat([int(charStringsAt), Buffer.from([17])]),
      Buffer.concat([int(fdArrayAt), Buffer.from([12, 36])]),
      Buffer.concat([int(fdsAt), Buffer.from([12, 37])]),
    ]);
  const fontDict = (size: number, at: number): Buffer =>
    Buffer.concat([int(size), int(at), Buffer.from([18])]);
  const topSize = writeIndex([topDict(0, 0, 0, 0)]).length;
  const charsetAt = head.length + topSize + strings.length + noSubrs.length;
  const fdsAt = charsetAt + charset.length;
  const charStringsAt = fdsAt + fds.length;
  const fdArrayAt = charStringsAt + charStrings.length;
  let privateAt = fdArrayAt + writeIndex(privates.map(() => fontDict(0, 0))).length;
  const fontDicts = privates.map((dict) => {
    const at = privateAt;
    privateAt += dict.length;
    return fontDict(dict.length, at);
  });
  return Buffer.concat([
    head,
    writeIndex([topDict(charsetAt, fdsAt, charStringsAt, fdArrayAt)]),
    strings,
    noSubrs,
    charset,
    fds,
    charStrings,
    writeIndex(fontDicts),
    ...privates,
  ]);
}

function int(value: number): Buffer {
  const out = Buffer.alloc(5);
  out[0] = 29;
  out.writeInt32BE(value, 1);
  return out;
}

function writeIndex(entries: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(3 + (entries.length + 1) * 4);
  head.writeUInt16BE(entries.length, 0);
  head[2] = 4;
  let at = 1;
  entries.forEach((entry, i) => {
    head.writeUInt32BE(at, 3 + i * 4);
    at += entry.length;
  });
  head.writeUInt32BE(at, 3 + entries.length * 4);
  return Buffer.concat([head, ...entries]);
}
