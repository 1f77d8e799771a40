import { describe, expect, test } from 'vitest';
import { findBadText } from '../../../src/main/features/certificates/engine/text-check.ts';

describe('text that must not be printed', () => {
  test.each([
    ['a tab', 'Ana\tSilva', 'The name contains the control character U+0009 at position 4.'],
    ['a null', 'Ana\0', 'The name contains the control character U+0000 at position 4.'],
    [
      'half of a surrogate pair',
      'Ana \ud83c',
      'The name contains half of a character (U+D83C) at position 5.',
    ],
    [
      'a direction override',
      'Ana \u202eavliS',
      'The name contains the invisible direction control U+202E at position 5.',
    ],
    [
      'an isolate',
      '\u2068Ana\u2069',
      'The name contains the invisible direction control U+2068 at position 1.',
    ],
    [
      'a zero-width space',
      'Ana\u200bSilva',
      'The name contains the invisible character U+200B at position 4.',
    ],
    [
      'a joiner between Latin letters',
      'A\u200dna',
      'The name contains the invisible character U+200D at position 2.',
    ],
    [
      'a byte order mark',
      '\ufeffAna',
      'The name contains the invisible character U+FEFF at position 1.',
    ],
    [
      'a soft hyphen',
      'An\u00ada',
      'The name contains the invisible character U+00AD at position 3.',
    ],
    [
      'a Hangul filler',
      'Ana\u3164',
      'The name contains the invisible character U+3164 at position 4.',
    ],
  ])('%s', (_, text, message) => {
    expect(findBadText('name', text)).toEqual({
      code: 'bad_text',
      field: 'name',
      text,
      message,
      remedy: 'Remove it in the source and import the record again.',
    });
  });

  test('a character lost in a wrong encoding points to the import', () => {
    expect(findBadText('name', 'M\ufffdller')).toMatchObject({
      code: 'bad_text',
      remedy: 'The file was read with the wrong encoding: import it again with the right one.',
    });
  });

  test('a text of thousands of characters', () => {
    expect(findBadText('name', 'x'.repeat(2_000))).toMatchObject({
      code: 'bad_text',
      message: 'The name has 2000 characters; at most 1000 can be printed.',
    });
  });
});

describe('text that may be printed', () => {
  test.each([
    ['accents, apostrophes and hyphens', "Zoë O’Neill-D'Árcy"],
    ['accents of their own', 'Ọ̀ṣun'],
    ['a non-joiner between Persian letters', 'علی\u200cرضا'],
    ['a joiner after a Devanagari virama', 'क्\u200dष'],
    ['letters beyond the first plane', '𞤀𞤣𞤤𞤢𞤥'],
  ])('%s', (_, text) => {
    expect(findBadText('name', text)).toBeUndefined();
  });
});
