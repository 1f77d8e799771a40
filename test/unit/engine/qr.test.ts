import { encodeQR } from 'qr';
import { expect, test } from 'vitest';
import { modulesOf, QrMaker } from '../../../src/main/features/certificates/engine/qr.ts';

const settings = { version: 3, level: 'medium', mask: 3 } as const;

/** The modules of a symbol's bits: true is dark. */
function modules(bits: string, side: number): boolean[][] {
  const rowBytes = Math.ceil(side / 8);
  return Array.from({ length: side }, (_, y) =>
    Array.from(
      { length: side },
      (_, x) => ((bits.charCodeAt(y * rowBytes + (x >> 3)) >> (7 - (x & 7))) & 1) === 0,
    ),
  );
}

test('symbols summed from their characters are the library’s own, module by module', () => {
  const maker = new QrMaker(settings);
  const side = modulesOf(settings.version);
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  for (let i = 0; i < 300; i++) {
    const length = 8 + random(30);
    const text = Array.from({ length }, () => String.fromCharCode(0x20 + random(95))).join('');
    const rows = encodeQR(text, 'raw', {
      version: 3,
      ecc: 'medium',
      mask: 3,
      border: 1,
      encoding: 'byte',
    });
    const expected = rows.slice(1, -1).map((row) => row.slice(1, -1));
    expect(modules(maker.bits(text) ?? '', side)).toEqual(expected);
  }
});

test('a text beyond ASCII is left to the library', () => {
  const bits = new QrMaker(settings).bits('Łódź');
  const rows = encodeQR('Łódź', 'raw', {
    version: 3,
    ecc: 'medium',
    mask: 3,
    border: 1,
    encoding: 'byte',
  });
  expect(modules(bits ?? '', 29)).toEqual(rows.slice(1, -1).map((row) => row.slice(1, -1)));
});

test('a text too long for the fixed size gives nothing', () => {
  expect(new QrMaker(settings).bits('x'.repeat(43))).toBeUndefined();
});
