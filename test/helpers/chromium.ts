/** The machine's own Chromium, driven by playwright-core. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const canRun = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** `EXAMDESK_BROWSER`, or the first Chromium or Chrome on the path. */
export function chromiumPath(environment: NodeJS.ProcessEnv = process.env): string {
  const told = environment.EXAMDESK_BROWSER;
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  const found =
    told ??
    folders
      .flatMap((folder) => names.map((name) => join(folder, name)))
      .find((file) => canRun(file));
  if (found === undefined || !canRun(found))
    throw new Error(
      'No Chromium was found. Install it (Debian: apt-get install chromium) or name it in EXAMDESK_BROWSER.',
    );
  return found;
}

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), headless: true, args: quiet });
