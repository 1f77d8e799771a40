// The programs that the tests need beside Node: where they are looked for, and how each system installs them.
import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Programs that read back in the tests what this one writes, and the Debian package each comes in. */
export const readers = {
  pdftotext: 'poppler-utils',
  pdftoppm: 'poppler-utils',
  pdffonts: 'poppler-utils',
  pdfsig: 'poppler-utils',
  qpdf: 'qpdf',
  mutool: 'mupdf-tools',
  unzip: 'unzip',
};

/** What the tests call the fonts that are too large to ship, and the Debian package they come in. */
export const cjkFonts = { 'the Noto CJK fonts': 'fonts-noto-cjk' };

/**
 * Where this system keeps fonts for everybody and for this user: the folders that the program searches, too.
 * @param {NodeJS.Platform} platform
 * @param {string} home
 */
export function fontFolders(platform, home) {
  if (platform === 'darwin') return ['/Library/Fonts', join(home, 'Library/Fonts')];
  if (platform === 'win32')
    return ['C:\\Windows\\Fonts', join(home, 'AppData\\Local\\Microsoft\\Windows\\Fonts')];
  return ['/usr/share/fonts', '/usr/local/share/fonts', join(home, '.local/share/fonts')];
}

/**
 * True where one of the folders holds a Noto CJK font, at whatever depth.
 * @param {string[]} folders
 */
export function hasCjkFonts(folders) {
  return folders.some((folder) => {
    try {
      return readdirSync(folder, { recursive: true }).some((name) =>
        /Noto(Sans|Serif)CJK/i.test(String(name)),
      );
    } catch {
      return false;
    }
  });
}

/** What compiles sqlite3 where no prebuilt binary can be fetched. */
export const compilers = { python3: 'python3', make: 'make', 'g++': 'g++' };

export const browserNames = [
  'chromium',
  'google-chrome',
  'google-chrome-stable',
  'chromium-browser',
  'chrome',
];

/**
 * Where Chromium and Chrome put themselves without entering PATH.
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env
 */
export function browserPlaces(platform, env) {
  if (platform === 'darwin') {
    return ['/Applications', join(env.HOME ?? '/', 'Applications')].flatMap((folder) => [
      join(folder, 'Google Chrome.app/Contents/MacOS/Google Chrome'),
      join(folder, 'Chromium.app/Contents/MacOS/Chromium'),
    ]);
  }
  if (platform === 'win32') {
    return ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((name) => {
      const folder = env[name];
      if (!folder) return [];
      return [
        join(folder, 'Google\\Chrome\\Application\\chrome.exe'),
        join(folder, 'Chromium\\Application\\chrome.exe'),
      ];
    });
  }
  return ['/opt/google/chrome/chrome', '/snap/bin/chromium'];
}

/**
 * The file that a command name would run, or null.
 * @param {string} name
 * @param {NodeJS.ProcessEnv} [env]
 * @param {NodeJS.Platform} [platform]
 */
export function onPath(name, env = process.env, platform = process.platform) {
  const endings = platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  for (const folder of (env.PATH ?? env.Path ?? '').split(delimiter)) {
    for (const ending of folder ? endings : []) {
      const file = join(folder, name + ending);
      if (isProgram(file)) return file;
    }
  }
  return null;
}

/** @param {string} file */
export function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * How missing programs get onto this system.
 * @param {{missing: Record<string, string>, platform: string, has: (program: string) => boolean, isRoot: boolean, canSudo: () => boolean}} seen
 * `missing`: program -> Debian package; `has`: which package managers and other programs there are; `canSudo`: without a password
 * @returns {{kind: 'none'} | {kind: 'apt', prefix: string[], packages: string[]} | {kind: 'explain', message: string}}
 */
export function toolsPlan({ missing, platform, has, isRoot, canSudo }) {
  const programs = Object.keys(missing);
  if (programs.length === 0) return { kind: 'none' };
  const packages = [...new Set(Object.values(missing))];
  if (platform === 'linux' && has('apt-get')) {
    if (isRoot) return { kind: 'apt', prefix: [], packages };
    if (has('sudo') && canSudo()) return { kind: 'apt', prefix: ['sudo', '-n'], packages };
  }
  const lines = installLines(packages, platform, has);
  const message = `${programs.join(', ')} not found. Install with:\n${lines.map((line) => `  ${line}`).join('\n')}`;
  return { kind: 'explain', message };
}

/** Debian's package names as other systems call them; a name not listed is the same there. */
const elsewhere = {
  brew: {
    chromium: '--cask google-chrome',
    'poppler-utils': 'poppler',
    'mupdf-tools': 'mupdf-tools',
    'fonts-noto-cjk': '--cask font-noto-serif-cjk font-noto-sans-cjk',
    python3: 'python',
  },
  dnf: {
    'mupdf-tools': 'mupdf',
    'g++': 'gcc-c++',
    'fonts-noto-cjk': 'google-noto-serif-cjk-fonts google-noto-sans-cjk-fonts',
  },
  scoop: {
    chromium: 'googlechrome',
    'poppler-utils': 'poppler',
    'mupdf-tools': 'mupdf',
    python3: 'python',
  },
};

/**
 * @param {string[]} packages
 * @param {string} platform
 * @param {(program: string) => boolean} has
 * @returns {string[]}
 */
function installLines(packages, platform, has) {
  /** @param {Record<string, string>} names */
  const called = (names) => packages.map((name) => names[name] ?? name);
  if (platform === 'darwin') {
    const compile = packages.some((name) => name === 'g++' || name === 'make');
    const brewed = called(elsewhere.brew).filter((name) => name !== 'g++' && name !== 'make');
    return [
      ...(compile ? ['xcode-select --install'] : []),
      ...brewed.map((name) => `brew install ${name}`),
    ];
  }
  if (platform === 'win32') {
    const compile = packages.some((name) => name === 'g++' || name === 'make');
    const scooped = called(elsewhere.scoop).filter((name) => name !== 'g++' && name !== 'make');
    return [
      ...(compile ? ['winget install Microsoft.VisualStudio.2022.BuildTools'] : []),
      ...(scooped.length > 0
        ? ['scoop bucket add extras', `scoop install ${scooped.join(' ')}`]
        : []),
    ];
  }
  if (!has('apt-get') && has('dnf')) return [`sudo dnf install ${called(elsewhere.dnf).join(' ')}`];
  return [
    'sudo apt-get update',
    `sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`,
  ];
}
