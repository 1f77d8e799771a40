// What a package-lock.json must hold so that `npm ci` accepts it on every platform.
//
// npm writes an optional dependency into the lock only if the registry could show it. A registry
// that mirrors one platform leaves the other platforms' binaries out, and `npm ci` then refuses the
// lock ("Missing: … from lock file") even where those binaries are never installed.

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'sunos', 'win32'];
const processors = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];

/**
 * @typedef {{version?: string, optional?: boolean, dev?: boolean, os?: string[], cpu?: string[], libc?: string[],
 *   hasInstallScript?: boolean, optionalDependencies?: Record<string, string>}} LockedPackage
 * @typedef {{packages: Record<string, LockedPackage>}} LockFile
 */

/**
 * The platform a binary package says in its own name (`@scope/thing-linux-x64-musl`), as the fields npm
 * decides by; `null` when the name says none.
 * @param {string} name
 * @returns {{os?: string[], cpu: string[], libc?: string[]} | null}
 */
export function platformOf(name) {
  const words = name.replace(/^@[^/]+\//, '').split('-');
  const cpu = processors.find((one) => words.includes(one));
  const os = systems.find((one) => words.includes(one));
  if (cpu === 'wasm32') return { cpu: [cpu] };
  if (!cpu || !os) return null;
  if (words.some((word) => word.startsWith('musl')))
    return { os: [os], cpu: [cpu], libc: ['musl'] };
  if (words.some((word) => word.startsWith('gnu')))
    return { os: [os], cpu: [cpu], libc: ['glibc'] };
  return { os: [os], cpu: [cpu] };
}

/**
 * Optional dependencies that some locked package names and the lock does not hold.
 * @param {LockFile} lock
 * @returns {{name: string, version: string, wantedBy: string}[]}
 */
export function missingFromLock(lock) {
  const missing = new Map();
  for (const [folder, locked] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(locked.optionalDependencies ?? {})) {
      if (!missing.has(name) && !resolves(lock, folder, name)) {
        missing.set(name, { name, version, wantedBy: folder });
      }
    }
  }
  return [...missing.values()];
}

/**
 * The same lock with every missing platform binary entered; `unknown` lists what could not be entered
 * because its version is a range or its name says no platform. No integrity is recorded for these: the registry that made
 * the lock could not show them.
 * @param {LockFile} lock
 */
export function completeLock(lock) {
  const packages = { ...lock.packages };
  const added = [];
  const unknown = [];
  for (const { name, version, wantedBy } of missingFromLock(lock)) {
    const platform = platformOf(name);
    if (!platform || !/^\d+\.\d+\.\d+/.test(version)) {
      unknown.push(name);
      continue;
    }
    const { os, ...rest } = platform;
    const dev = lock.packages[wantedBy]?.dev ? { dev: true } : {};
    packages[`node_modules/${name}`] = {
      version,
      ...rest,
      ...dev,
      optional: true,
      ...(os ? { os } : {}),
    };
    added.push(name);
  }
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  return { lock: { ...lock, packages: Object.fromEntries(sorted) }, added, unknown };
}

/**
 * Looks a package up as Node does: in the folder's own node_modules, then in each one above.
 * @param {LockFile} lock
 * @param {string} folder
 * @param {string} name
 */
function resolves(lock, folder, name) {
  let from = folder;
  for (;;) {
    if (lock.packages[`${from ? `${from}/` : ''}node_modules/${name}`]) return true;
    if (!from) return false;
    const cut = from.lastIndexOf('node_modules/');
    from = cut <= 0 ? '' : from.slice(0, cut - 1);
  }
}
