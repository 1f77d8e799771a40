/** File names that every file system takes, whatever text they are made from. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeName } from '../../../src/main/kernel/safe-name.ts';

const bytesOf = (text: string) => Buffer.byteLength(text, 'utf8');
/** Text as adversaries and typists write it: any code unit, and the pieces that file systems treat specially. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '..',
        '/',
        '\\',
        'CON',
        'nul',
        'com1',
        '.',
        ' ',
        ':',
        '\0',
        '\ud800',
        'é',
        '👩‍👩‍👧',
        '\u202e',
      ),
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(''));

test('whatever the text, the name is one whole name that no system refuses, within its bytes', () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 8, max: 250 }), (text, most) => {
      const name = safeName(text, most);
      expect(name).not.toBe('');
      expect(bytesOf(name)).toBeLessThanOrEqual(most);
      expect(name.isWellFormed()).toBe(true);
      expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"/\\|?*]/u);
      expect(name).not.toMatch(/^[. ]|[. ]$/);
      expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)/i);
      expect(safeName(name, most)).toBe(name);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['BIO-101', 'BIO-101'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['C:\\Windows\\x', 'C__Windows_x'],
  ['NUL', '_NUL'],
  ['con.txt', '_con.txt'],
  ['Com1 .pdf', '_Com1 .pdf'],
  ['LPT¹', '_LPT¹'],
  ['console', 'console'],
  ['...', '_'],
  ['  spaced.  ', 'spaced'],
  ['', '_'],
  ['e\u0301', 'é'],
  ['Zoë Ørsted', 'Zoë Ørsted'],
])('%j becomes %j', (text, name) => {
  expect(safeName(text, 100)).toBe(name);
});

test('a long name is cut at a whole character, never inside one', () => {
  // x with a caron has no code point of its own: one byte and two for the mark above it.
  expect([safeName('ééé', 5), safeName('ax\u030c', 3), safeName('ax\u030c', 4)]).toEqual([
    'éé',
    'a',
    'ax\u030c',
  ]);
});
