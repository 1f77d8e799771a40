// How missing programs are found and installed on each system.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browserPlaces, hasCjkFonts, onPath, toolsPlan } from '../../../scripts/lib/tools.mjs';

const missing = { pdftotext: 'poppler-utils', pdfsig: 'poppler-utils', qpdf: 'qpdf' };
const debian = {
  missing,
  platform: 'linux',
  has: (program: string) => ['apt-get', 'sudo'].includes(program),
  isRoot: false,
  canSudo: () => false,
};

describe('missing programs', () => {
  it('need nothing when there are none', () => {
    expect(toolsPlan({ ...debian, missing: {} })).toEqual({ kind: 'none' });
  });

  it('are installed by apt as root, each package once', () => {
    expect(toolsPlan({ ...debian, isRoot: true })).toEqual({
      kind: 'apt',
      prefix: [],
      packages: ['poppler-utils', 'qpdf'],
    });
  });

  it('are installed by apt through sudo that asks for no password', () => {
    expect(toolsPlan({ ...debian, canSudo: () => true })).toMatchObject({
      kind: 'apt',
      prefix: ['sudo', '-n'],
    });
  });

  it.each([
    [
      'Debian without rights',
      'linux',
      'apt-get',
      'sudo apt-get install -y --no-install-recommends poppler-utils qpdf',
    ],
    ['Fedora', 'linux', 'dnf', 'sudo dnf install poppler-utils qpdf'],
    ['macOS', 'darwin', 'brew', 'brew install poppler'],
    ['Windows', 'win32', 'scoop', 'scoop install poppler qpdf'],
  ])('are named with their command on %s', (_, platform, manager, command) => {
    const plan = toolsPlan({ ...debian, platform, has: (program) => program === manager });
    expect(plan).toEqual({
      kind: 'explain',
      message: expect.stringContaining('pdftotext, pdfsig, qpdf not found'),
    });
    expect(plan).toEqual({ kind: 'explain', message: expect.stringContaining(command) });
  });

  it('ask for the system\u2019s own compiler on macOS and Windows', () => {
    const compilers = { make: 'make', 'g++': 'g++' };
    const has = () => false;
    expect(toolsPlan({ ...debian, missing: compilers, platform: 'darwin', has })).toEqual({
      kind: 'explain',
      message: 'make, g++ not found. Install with:\n  xcode-select --install',
    });
    expect(toolsPlan({ ...debian, missing: compilers, platform: 'win32', has })).toEqual({
      kind: 'explain',
      message: expect.stringContaining('BuildTools'),
    });
  });
});

describe('looking on PATH', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'examdesk-path-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('finds what can be run, in the order of PATH, and nothing else', () => {
    writeFileSync(join(folder, 'qpdf'), '');
    chmodSync(join(folder, 'qpdf'), 0o755);
    writeFileSync(join(folder, 'notes'), '');
    chmodSync(join(folder, 'notes'), 0o644);
    const env = { PATH: ['/nowhere', '', folder].join(delimiter) };
    expect(['qpdf', 'notes', 'mutool'].map((name) => onPath(name, env, 'linux'))).toEqual([
      join(folder, 'qpdf'),
      null,
      null,
    ]);
  });

  it('finds a program by its ending on Windows', () => {
    writeFileSync(join(folder, 'chrome.exe'), '');
    chmodSync(join(folder, 'chrome.exe'), 0o755);
    expect(onPath('chrome', { Path: folder }, 'win32')).toBe(join(folder, 'chrome.exe'));
  });
});

it('Chrome is looked for where each system installs it', () => {
  expect(browserPlaces('darwin', { HOME: '/Users/o' })).toContain(
    '/Users/o/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  );
  expect(browserPlaces('win32', { ProgramFiles: 'C:\\Program Files' }).join()).toContain(
    'chrome.exe',
  );
  expect(browserPlaces('linux', {})).toContain('/opt/google/chrome/chrome');
});

describe('the large fonts of the tests', () => {
  it('are found at any depth, and missing where no folder has them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'examdesk-fonts-'));
    try {
      const before = hasCjkFonts([folder, join(folder, 'no-such-folder')]);
      mkdirSync(join(folder, 'opentype', 'noto'), { recursive: true });
      writeFileSync(join(folder, 'opentype', 'noto', 'NotoSerifCJK-Bold.ttc'), '');
      expect({ before, after: hasCjkFonts([folder]) }).toEqual({ before: false, after: true });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
