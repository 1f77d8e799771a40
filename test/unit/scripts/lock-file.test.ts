// The lock files hold every platform's binaries, so that `npm ci` accepts them everywhere.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completeLock, missingFromLock, platformOf } from '../../../scripts/lib/lock-file.mjs';

describe('this project', () => {
  const locks = ['package-lock.json', 'bench/package-lock.json'].filter(existsSync);

  it.each(locks)(
    '%s names no optional package it does not hold (else: node scripts/complete-lock.mjs)',
    (file) => {
      expect(missingFromLock(JSON.parse(readFileSync(file, 'utf8')))).toEqual([]);
    },
  );
});

describe('a lock made on a registry of one platform', () => {
  const lock = {
    lockfileVersion: 3,
    packages: {
      '': {},
      'node_modules/a': {
        version: '1.0.0',
        dev: true,
        optionalDependencies: {
          '@a/b-darwin-arm64': '1.0.0',
          '@a/b-linux-x64-gnu': '1.0.0',
          later: '^2.0.0',
        },
      },
      'node_modules/@a/b-linux-x64-gnu': {
        version: '1.0.0',
        dev: true,
        optional: true,
        os: ['linux'],
      },
    },
  };

  it('is completed with the other platforms, in npm\u2019s order, and says what it cannot complete', () => {
    const { lock: completed, added, unknown } = completeLock(lock);
    expect({ names: Object.keys(completed.packages), added, unknown }).toEqual({
      names: [
        '',
        'node_modules/@a/b-darwin-arm64',
        'node_modules/@a/b-linux-x64-gnu',
        'node_modules/a',
      ],
      added: ['@a/b-darwin-arm64'],
      unknown: ['later'],
    });
    expect(completed.packages['node_modules/@a/b-darwin-arm64']).toEqual({
      version: '1.0.0',
      cpu: ['arm64'],
      dev: true,
      optional: true,
      os: ['darwin'],
    });
    expect(missingFromLock(completed).map(({ name }) => name)).toEqual(['later']);
  });

  it('counts a package nested in a folder above as held', () => {
    const nested = {
      packages: {
        'node_modules/a/node_modules/b': { optionalDependencies: { c: '1.0.0' } },
        'node_modules/a/node_modules/c': { version: '1.0.0' },
      },
    };
    expect(missingFromLock(nested)).toEqual([]);
  });
});

it.each([
  ['@x/y-linux-x64-musl', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
  ['@x/y-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
  ['@x/y-linux-arm-musleabihf', { os: ['linux'], cpu: ['arm'], libc: ['musl'] }],
  ['@x/y-win32-ia32-msvc', { os: ['win32'], cpu: ['ia32'] }],
  ['@x/y-wasm32-wasi', { cpu: ['wasm32'] }],
  ['fsevents', null],
])('%s says its platform', (name, platform) => {
  expect(platformOf(name)).toEqual(platform);
});
