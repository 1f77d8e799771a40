/** Type 2 charstrings (Adobe Technical Note 5177): the outline of one CFF glyph. */
import { type CffFont, type Index, noIndex, smallNumber } from './cff.ts';

/** A glyph's charstring with every subroutine written out in its place. */
export function plainCharString(font: CffFont, glyph: number): Buffer {
  const { subrs } = font.fonts[font.fontOf(glyph)] ?? { subrs: noIndex };
  const out: Buffer[] = [];
  const state = { operands: 0, hints: 0, ended: false };
  inline(font.charStrings.get(glyph), subrs, font.globalSubrs, out, state, 0);
  return Buffer.concat(out);
}

/** Walks Type 2 operators; hints must be counted because masks carry one bit for each. */
function inline(
  code: Buffer,
  local: Index,
  global: Index,
  out: Buffer[],
  state: { operands: number; hints: number; ended: boolean },
  depth: number,
): void {
  if (depth > 10) throw new Error('Subroutines call each other too deeply');
  let kept = 0;
  let lastNumber = 0;
  let lastAt = 0;
  for (let at = 0; at < code.length && !state.ended; ) {
    const byte = code[at] ?? 0;
    if (byte >= 32 || byte === 28) {
      lastAt = at;
      if (byte === 28) [lastNumber, at] = [code.readInt16BE(at + 1), at + 3];
      else if (byte === 255) [lastNumber, at] = [code.readInt16BE(at + 1), at + 5];
      else {
        const [value, length] = smallNumber(byte, code[at + 1] ?? 0);
        [lastNumber, at] = [value, at + length];
      }
      state.operands++;
      continue;
    }
    if (byte === 10 || byte === 29) {
      const subrs = byte === 10 ? local : global;
      const bias = subrs.count < 1_240 ? 107 : subrs.count < 33_900 ? 1_131 : 32_768;
      out.push(code.subarray(kept, lastAt));
      state.operands--;
      inline(subrs.get(lastNumber + bias), local, global, out, state, depth + 1);
      kept = ++at;
      continue;
    }
    if (byte === 11) {
      out.push(code.subarray(kept, at));
      return;
    }
    at += byte === 12 ? 2 : 1;
    if (byte === 1 || byte === 3 || byte === 18 || byte === 23) state.hints += state.operands >> 1;
    if (byte === 19 || byte === 20) {
      state.hints += state.operands >> 1;
      at += (state.hints + 7) >> 3;
    }
    if (byte === 14) state.ended = true;
    state.operands = 0;
    if (state.ended) {
      out.push(code.subarray(kept, at));
      return;
    }
  }
  out.push(code.subarray(kept));
}
