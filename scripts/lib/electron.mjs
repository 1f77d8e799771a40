// Finding Electron's program in its package, and fetching it there within limits.
//
// The package comes without it and has no install step. Its install.js fetches it; asking the package for the
// program's path (`import 'electron'`) would do that too, without a limit.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { runQuietly } from './run.mjs';

const folder = join(root, 'node_modules/electron');
const reachable = 4_000;
const download = 5 * 60_000;

/**
 * Electron's program, or null when it is not there or belongs to another version.
 * @returns {string | null}
 */
export function electronProgram() {
  try {
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist');
    if (readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '') !== version)
      return null;
    const program = join(dist, readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}

/**
 * Whether the place that Electron is fetched from answers, asked before a download of a hundred megabytes is begun: an office
 * without internet must not wait for one to fail.
 * @returns {Promise<boolean>}
 */
export function canFetchElectron() {
  const address = process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/';
  return fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(reachable) }).then(
    (response) => response.status < 500,
    () => false,
  );
}

/** @returns {Promise<{ok: boolean, output: string}>} */
export function fetchElectron() {
  return runQuietly(process.execPath, [join(folder, 'install.js')], { milliseconds: download });
}
