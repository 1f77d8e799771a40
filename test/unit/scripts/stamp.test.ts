// Stamps change with what a build or an installation is made from, and with nothing else.
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashDependencies, hashFiles, readJson, writeStamp } from '../../../scripts/lib/stamp.mjs';

let folder = '';
const put = (name: string, text: string) => writeFileSync(join(folder, name), text);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'examdesk-stamp-'));
  mkdirSync(join(folder, 'src/deep'), { recursive: true });
  put('src/a.ts', 'a');
  put('src/deep/b.ts', 'b');
  put('config.ts', 'c');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the hash of the sources', () => {
  const hash = () => hashFiles(folder, ['src', 'config.ts', 'not-there']);

  it.each([
    ['a file is edited', () => put('src/deep/b.ts', 'B')],
    ['a file is added', () => put('src/c.ts', '')],
    ['a file is removed', () => rmSync(join(folder, 'config.ts'))],
    ['a file is renamed', () => renameSync(join(folder, 'src/a.ts'), join(folder, 'src/z.ts'))],
    [
      'text moves between files',
      () => {
        put('src/a.ts', 'ab');
        put('src/deep/b.ts', '');
      },
    ],
  ])('changes when %s', (_, change) => {
    const before = hash();
    change();
    expect(hash()).not.toBe(before);
  });

  it('stays when a file is only touched, or something else changes', () => {
    const before = hash();
    utimesSync(join(folder, 'src/a.ts'), 1, 1);
    put('other.ts', 'x');
    expect(hash()).toBe(before);
  });
});

describe('the hash of the dependencies', () => {
  const manifest = { scripts: { test: 'x' }, dependencies: { zod: '^4.0.0' } };
  const hash = (change: object, lock = '{}') => {
    put('package.json', JSON.stringify({ ...manifest, ...change }));
    put('package-lock.json', lock);
    return hashDependencies(folder);
  };

  it('stays when only scripts change', () => {
    expect(hash({ scripts: { test: 'y' }, version: '2.0.0' })).toBe(hash({}));
  });

  it('changes with a dependency, an approved install script and the lock', () => {
    const all = [
      hash({}),
      hash({ dependencies: { zod: '^4.1.0' } }),
      hash({ allowScripts: { sqlite3: true } }),
      hash({}, '{"packages":{}}'),
    ];
    expect(new Set(all).size).toBe(4);
  });
});

describe('a stamp', () => {
  it('is read back as it was written', () => {
    writeStamp(join(folder, 'stamp.json'), { hash: 'a' });
    expect(readJson(join(folder, 'stamp.json'))).toEqual({ hash: 'a' });
  });

  it('says nothing when it is missing or cut short', () => {
    put('stamp.json', '{"hash":');
    expect([readJson(join(folder, 'stamp.json')), readJson(join(folder, 'none.json'))]).toEqual([
      null,
      null,
    ]);
  });
});
