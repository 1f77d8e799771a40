/** Opening the console in a Chromium-like browser as a window of its own. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly exists: (path: string) => boolean;
}

const linuxNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const macApps = ['Google Chrome', 'Microsoft Edge', 'Chromium'];
const windowsPaths = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
];

/** The first browser of this machine that can show an app window. EXAMDESK_BROWSER names another one. */
export function findBrowser({ env, platform, exists }: Surroundings): string | undefined {
  return candidates(env, platform).find(exists);
}

function candidates(env: Surroundings['env'], platform: NodeJS.Platform): string[] {
  if (env.EXAMDESK_BROWSER) return [env.EXAMDESK_BROWSER];
  if (platform === 'darwin')
    return macApps.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  if (platform === 'win32')
    return [env.LOCALAPPDATA, env.PROGRAMFILES, env['PROGRAMFILES(X86)']].flatMap((root) =>
      root ? windowsPaths.map((path) => `${root}\\${path}`) : [],
    );
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return linuxNames.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** The profile lies in the store, so that the office's own browsing and the console never mix. */
export const browserArguments = (address: string, profileDir: string): string[] => [
  `--app=${address}`,
  `--user-data-dir=${profileDir}`,
  '--no-first-run',
  '--no-default-browser-check',
];

/** False where there is no browser, or it ended at once with an error (as Chromium does for root). */
export async function openWindow(
  address: string,
  profileDir: string,
  surroundings: Omit<Surroundings, 'exists'>,
): Promise<boolean> {
  const browser = findBrowser({ ...surroundings, exists: existsSync });
  if (!browser) return false;
  const child = spawn(browser, browserArguments(address, profileDir), {
    detached: true,
    stdio: 'ignore',
  });
  return new Promise((resolve) => {
    const settled = setTimeout(() => {
      child.unref();
      resolve(true);
    }, 2_000);
    const ended = (opened: boolean) => {
      clearTimeout(settled);
      resolve(opened);
    };
    child.once('error', () => ended(false));
    // Code 0 at once: a window of the same profile was open, and it has taken the address over.
    child.once('exit', (code) => ended(code === 0));
  });
}
