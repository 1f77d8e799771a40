/** File names of exported certificates. */
import { expect, test } from 'vitest';
import {
  FileNames,
  type NamedCertificate,
  namingOf,
} from '../../../src/main/features/certificates/export-names.ts';

const certificate = (changes: Partial<NamedCertificate> = {}): NamedCertificate => ({
  number: '4F7K-92QX-M1C',
  name: 'Carys Gwynfryn',
  courseCode: 'BIO/101',
  candidateId: 'C-0007',
  sitting: null,
  year: '2026',
  path: '2026/BIO_101/4F7K-92QX-M1C-Carys_Gwynfryn.pdf',
  ...changes,
});

test('every placeholder is filled in, and what a value contains never makes a folder or leaves one', () => {
  const name = namingOf('{year}/{course}/{candidate} {name} {sitting}{number}.pdf');
  expect([
    name(certificate()),
    name(certificate({ courseCode: '../..', name: 'A/B\\C:D', sitting: 'S1 ' })),
    name(certificate({ courseCode: 'CON', name: '\u202egpj.exe' })),
  ]).toEqual([
    '2026/BIO_101/C-0007 Carys Gwynfryn 4F7K-92QX-M1C.pdf',
    '2026/_.._/C-0007 A_B_C_D S1 4F7K-92QX-M1C.pdf'.replace('_.._', '_'),
    '2026/_CON/C-0007 _gpj.exe 4F7K-92QX-M1C.pdf',
  ]);
});

test.each([
  ['{surname}', 'has no meaning for {surname}'],
  ['{name', 'has a brace without its other half'],
  ['../{name}', 'has a folder without a name'],
  ['/{name}', 'has a folder without a name'],
  ['{course}/', 'has a folder without a name'],
  ['a/b/c/d/e/f/g/h/{name}', 'has more than 8 folders'],
])('the pattern %s is refused: %s', (pattern, why) => {
  expect(() => namingOf(pattern)).toThrow(why);
});

test('names that a file system may take for one get a number, also where a numbered name is taken', () => {
  const names = new FileNames('{name}');
  const wanted = ['Zoë', 'zoë', 'Zoe\u0308', 'Ann (2)', 'Ann', 'ANN'];
  expect(wanted.map((name) => names.next(certificate({ name })))).toEqual([
    'Zoë.pdf',
    'zoë (2).pdf',
    'Zoë (3).pdf',
    'Ann (2).pdf',
    'Ann.pdf',
    'ANN (3).pdf',
  ]);
});

test('without a pattern the files are named as in the store, in one folder', () => {
  expect(new FileNames(undefined).next(certificate())).toBe(
    'BIO_101_4F7K-92QX-M1C-Carys_Gwynfryn.pdf',
  );
});
