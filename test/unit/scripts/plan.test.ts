// What set-up decides from what it found.
import { describe, expect, it } from 'vitest';
import {
  buildPlan,
  compareInstalled,
  nodeProblem,
  packagesPlan,
  testCount,
  windowPlan,
} from '../../../scripts/lib/plan.mjs';

describe('the Node version', () => {
  it.each(['20.19.0', '20.20.2', '22.12.0', '24.1.0'])('%s is accepted', (version) => {
    expect(nodeProblem(version, '/usr/bin/node')).toBeNull();
  });

  it.each(['18.20.4', '20.18.3', '21.7.3', '22.11.0'])(
    '%s is refused with what is found, what is needed and where to get it',
    (version) => {
      expect(nodeProblem(version, '/opt/node')).toMatch(
        new RegExp(`20\\.19 or newer .*/opt/node is ${version}\\..*https://nodejs\\.org`),
      );
    },
  );
});

describe('packages', () => {
  const stamp = { hash: 'a', platform: 'linux-x64' };
  const upToDate = { ...stamp, stamp, folder: 'whole' as const };

  it('are left alone when the stamp and the folder agree with the lock', () => {
    expect(packagesPlan(upToDate)).toEqual({ kind: 'none' });
  });

  it('are adopted when npm install was run by hand after the lock changed', () => {
    expect(packagesPlan({ ...upToDate, hash: 'b' })).toMatchObject({ kind: 'adopt' });
    expect(packagesPlan({ ...upToDate, stamp: null })).toMatchObject({ kind: 'adopt' });
  });

  it.each([
    ['there is no node_modules', { folder: 'missing' as const, stamp: null }, /no node_modules/],
    ['an installation was cut short', { folder: 'partial' as const, stamp: null }, /incomplete/],
    ['the lock changed', { folder: 'partial' as const, hash: 'b' }, /package-lock\.json changed/],
    [
      'the folder came from another system',
      { platform: 'darwin-arm64' },
      /for linux-x64, this is darwin-arm64/,
    ],
  ])('are installed when %s', (_, change, reason) => {
    expect(packagesPlan({ ...upToDate, ...change })).toEqual({
      kind: 'install',
      reason: expect.stringMatching(reason),
    });
  });
});

describe('a node_modules folder', () => {
  const wanted = {
    '': {},
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/tool-win32-x64': { version: '1.0.0', optional: true },
  };
  const installed = { 'node_modules/zod': { version: '4.6.7' } };
  const there = () => true;

  it('is whole although a binary of another platform is not in it', () => {
    expect(compareInstalled(wanted, installed, there)).toBe('whole');
  });

  it.each([
    ['npm did not finish', null, there],
    ['a version differs', { 'node_modules/zod': { version: '4.6.6' } }, there],
    ['a package was never installed', {}, there],
    ['a folder was deleted afterwards', installed, () => false],
  ])('is partial when %s', (_, found, onDisk) => {
    expect(compareInstalled(wanted, found, onDisk)).toBe('partial');
  });
});

describe('a build', () => {
  const seen = { hash: 'a', stamp: { hash: 'a' }, missing: [] };

  it('is kept while sources are the same', () => {
    expect(buildPlan(seen)).toEqual({ kind: 'none' });
  });

  it.each([
    ['sources changed', { hash: 'b' }, /sources changed/],
    ['the last one was cut short', { stamp: null }, /not known/],
    ['an output was deleted', { missing: ['out/main/cli.js'] }, /out\/main\/cli\.js is not there/],
  ])('is made when %s', (_, change, reason) => {
    expect(buildPlan({ ...seen, ...change })).toEqual({
      kind: 'build',
      reason: expect.stringMatching(reason),
    });
  });
});

describe('the window', () => {
  const online = async () => true;
  const offline = async () => false;

  it.each([
    ['Electron when it is there', { electron: true, screen: true, reachable: offline }, 'electron'],
    ['Electron after fetching it', { electron: false, screen: true, reachable: online }, 'fetch'],
    [
      'the browser without Electron and internet',
      { electron: false, screen: true, reachable: offline },
      'browser',
    ],
    [
      'an address where nobody sees a screen',
      { electron: true, screen: false, reachable: online },
      'address',
    ],
  ])('is %s', async (_, seen, expected) => {
    expect(await windowPlan(seen)).toBe(expected);
  });
});

describe('the count of a test run', () => {
  it('counts a file that could not be loaded as a failure, for none of its tests is in the numbers', () => {
    const report = {
      numPassedTests: 7,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 1,
      testResults: [
        { status: 'passed', assertionResults: [{}] },
        { status: 'failed', assertionResults: [{}, {}] },
        { status: 'failed', assertionResults: [] },
      ],
    };
    expect(testCount(report)).toEqual({ passed: 7, failed: 2, skipped: 3 });
  });
});
