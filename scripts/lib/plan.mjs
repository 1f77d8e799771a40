// What set-up decides to do from what it found: decisions only, nothing here looks at the machine.

/**
 * Node versions that every tool of the project runs on (vite leaves out 21 and 22.0 to 22.11).
 * @param {string} version as `process.versions.node` gives it
 * @param {string} program the Node that runs
 * @returns {string | null} what is wrong and what to do, or null
 */
export function nodeProblem(version, program) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  if (fits) return null;
  return (
    `Examdesk needs Node.js 20.19 or newer (of 22: 22.12 or newer), but ${program} is ${version}. ` +
    'Install a current version from https://nodejs.org, or with your system\u2019s package manager, and run the command again.'
  );
}

/**
 * @typedef {{hash: string, platform: string}} PackagesStamp
 * @typedef {{kind: 'none'} | {kind: 'adopt' | 'install', reason: string}} PackagesPlan
 */

/**
 * Whether packages must be installed.
 * `adopt` is for a folder that someone filled with `npm install`: all is there, only the stamp is not.
 * @param {{hash: string, platform: string, stamp: PackagesStamp | null, folder: 'missing' | 'partial' | 'whole'}} seen
 * @returns {PackagesPlan}
 */
export function packagesPlan({ hash, platform, stamp, folder }) {
  if (folder === 'missing') return { kind: 'install', reason: 'there is no node_modules yet' };
  if (stamp && stamp.platform !== platform) {
    return {
      kind: 'install',
      reason: `node_modules is for ${stamp.platform}, this is ${platform}`,
    };
  }
  if (folder === 'partial') {
    const reason =
      stamp && stamp.hash !== hash
        ? 'package.json or package-lock.json changed'
        : 'node_modules is incomplete or does not match package-lock.json';
    return { kind: 'install', reason };
  }
  if (stamp?.hash === hash) return { kind: 'none' };
  return { kind: 'adopt', reason: 'node_modules already holds what package-lock.json asks for' };
}

/**
 * Compares what npm says it installed with what the lock asks for. A package that is optional and not there belongs
 * to another platform.
 * @param {Record<string, {version?: string, optional?: boolean}>} wanted `packages` of package-lock.json
 * @param {Record<string, {version?: string}> | null} installed `packages` of node_modules/.package-lock.json, which npm writes last
 * @param {(folder: string) => boolean} onDisk whether a package's folder holds its package.json
 * @returns {'partial' | 'whole'}
 */
export function compareInstalled(wanted, installed, onDisk) {
  if (!installed) return 'partial';
  for (const [folder, { version, optional }] of Object.entries(wanted)) {
    if (folder === '') continue;
    const found = installed[folder];
    if (!found && optional) continue;
    if (found?.version !== version || !onDisk(folder)) return 'partial';
  }
  return 'whole';
}

/**
 * Whether the program must be built.
 * @param {{hash: string, stamp: {hash: string} | null, missing: string[]}} seen `missing`: outputs that are not there
 * @returns {{kind: 'none'} | {kind: 'build', reason: string}}
 */
export function buildPlan({ hash, stamp, missing }) {
  if (missing.length > 0) return { kind: 'build', reason: `${missing[0]} is not there` };
  if (!stamp) return { kind: 'build', reason: 'it is not known what the last build was made from' };
  if (stamp.hash !== hash) return { kind: 'build', reason: 'sources changed' };
  return { kind: 'none' };
}

/**
 * How the console can be opened: in Electron, in Electron after fetching it, or in the system's browser.
 * @param {{electron: boolean, screen: boolean, reachable: () => Promise<boolean>}} seen
 * `screen`: somebody can see a window; `reachable`: asked only when it matters
 * @returns {Promise<'electron' | 'fetch' | 'browser' | 'address'>}
 */
export async function windowPlan({ electron, screen, reachable }) {
  if (!screen) return 'address';
  if (electron) return 'electron';
  return (await reachable()) ? 'fetch' : 'browser';
}

/**
 * The count that ends a test run. A file that could not run at all, so that none of its tests was even found, is one failure.
 * @param {{numPassedTests: number, numFailedTests: number, numPendingTests?: number, numTodoTests?: number,
 *   testResults: {status: string, assertionResults: unknown[]}[]}} report vitest's JSON report
 */
export function testCount(report) {
  const unread = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unread,
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
  };
}
