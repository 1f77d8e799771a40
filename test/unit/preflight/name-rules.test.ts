/** Names that a reader may take for another: letters of other scripts, two directions. */
import { expect, test } from 'vitest';
import { inspectName, nameKey } from '../../../src/main/features/preflight/name-rules.ts';

const kinds = (name: string) => inspectName(name).map(({ kind }) => kind);

test.each([
  'Ilse Bergström-Ó Súilleabháin',
  'Nguyễn Thị Ánh',
  'Mª José L·lull',
  'Ольга Иванова',
  'Володимир Ґонґадзе',
  'Ελένη Παπαδοπούλου',
  'فاطمة الزهراء',
  'שָׂרָה לֵוִי',
  'ครรชิต ณ อยุธยา',
  'स्नेहा शर्मा',
  '山田 エミ子',
  '김민준 金民俊',
  'Müller 山田太郎',
  'Anna Иванова',
  'ნინო Ճան',
])('%s raises no question', (name) => {
  expect(inspectName(name)).toEqual([]);
});

test.each([
  ['Mаria Silva', '“а” (U+0430)', 'Cyrillic'],
  ['Иванoва', '“o” (U+006F)', 'Latin'],
  ['Ρaul Smith', '“Ρ” (U+03A1)', 'Greek'],
  ['О’Brien', '“О” (U+041E)', 'Cyrillic'],
  ['Ana Сосо', '“С” (U+0421)', 'Cyrillic'],
  ['Ｍaria', '“Ｍ” (U+FF2D)', 'special form of “M”'],
])('%s looks like another name: %s', (name, letter, script) => {
  const [problem, ...others] = inspectName(name);
  expect({ problem, others }).toMatchObject({
    problem: {
      kind: 'look_alike',
      reason: expect.stringMatching(
        new RegExp(`${letter.replace(/[()+]/g, '\\$&')}.*|.*${script}`),
      ),
    },
    others: [],
  });
  expect(problem?.reason).toContain(letter);
  expect(problem?.reason).toContain(script);
});

test('letters of both directions in one name are told', () => {
  expect([kinds('فاطمة Smith'), kinds('Dan לוי'), kinds('فاطمة')]).toEqual([
    ['mixed_direction'],
    ['mixed_direction'],
    [],
  ]);
});

test('two names are the same whatever their case, spacing and composition', () => {
  const same = ['Zoë Quill', 'ZOË  QUILL', 'Zoe\u0308 Quill\u00a0'].map(nameKey);
  expect([new Set(same).size, nameKey('Zoe Quill') === same[0]]).toEqual([1, false]);
});
