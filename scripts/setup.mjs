// Everything a fresh machine needs before a command can run: Node, packages, a build, and the tests' tools.
import { existsSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { withLock } from './lib/lock.mjs';
import { buildPlan, compareInstalled, nodeProblem, packagesPlan } from './lib/plan.mjs';
import { root } from './lib/root.mjs';
import { lastLines, runInPlace, runNpm, runQuietly, toolScript } from './lib/run.mjs';
import { SetupError, say } from './lib/say.mjs';
import { hashDependencies, hashFiles, readJson, writeStamp } from './lib/stamp.mjs';
import {
  browserNames,
  browserPlaces,
  cjkFonts,
  compilers,
  fontFolders,
  hasCjkFonts,
  isProgram,
  onPath,
  readers,
  toolsPlan,
} from './lib/tools.mjs';

const platform = `${process.platform}-${process.arch}`;
const locks = join(root, 'out');

export const programFile = join(root, 'out/main/cli.js');
const buildOutputs = ['out/main/cli.js', 'out/main/worker.js', 'out/renderer/index.html'];
const buildInputs = [
  'src',
  'resources',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
];

export function requireNode() {
  const problem = nodeProblem(process.versions.node, process.execPath);
  if (problem) throw new SetupError(problem);
}

/**
 * Installs what package-lock.json asks for, unless it is there.
 * @param {string} [folder] the project, or the folder of another package of it
 */
export async function ensurePackages(folder = root) {
  if (planPackages(folder).kind === 'none') return;
  await withLock(locks, async () => {
    const plan = planPackages(folder);
    if (plan.kind === 'none') return;
    if (plan.kind === 'install') {
      const where =
        folder === root ? 'packages (sqlite3 may be compiled: up to two minutes)' : folder;
      say(`installing ${where}, because ${plan.reason}.`);
      await install(folder);
      if (lookAtPackages(folder) !== 'whole') {
        throw new SetupError(
          `npm ci ended, but ${join(folder, 'node_modules')} does not hold what package-lock.json asks for. Run the command again.`,
        );
      }
    }
    await requireSqlite(folder);
    writeStamp(packagesStamp(folder), { hash: hashDependencies(folder), platform });
  });
}

/** @param {string} folder */
const packagesStamp = (folder) => join(folder, 'node_modules/.examdesk-packages.json');

/** @param {string} folder */
function planPackages(folder) {
  return packagesPlan({
    hash: hashDependencies(folder),
    platform,
    stamp: readJson(packagesStamp(folder)),
    folder: lookAtPackages(folder),
  });
}

/** @param {string} folder */
function lookAtPackages(folder) {
  const modules = join(folder, 'node_modules');
  if (!existsSync(modules)) return 'missing';
  const wanted = readJson(join(folder, 'package-lock.json')).packages;
  const installed = readJson(join(modules, '.package-lock.json'))?.packages ?? null;
  return compareInstalled(wanted, installed, (name) =>
    existsSync(join(folder, name, 'package.json')),
  );
}

/** @param {string} folder */
async function install(folder) {
  rmSync(packagesStamp(folder), { force: true });
  const npmCi = () =>
    runNpm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
  const first = await npmCi();
  if (first.ok) return;
  const missing = missingPrograms(compilers);
  const needsCompiler = /gyp ERR!|node-gyp|not found: make/.test(first.output);
  if (needsCompiler && Object.keys(missing).length > 0) {
    await installPrograms(missing, 'sqlite3 could not be compiled');
    const second = await npmCi();
    if (second.ok) return;
    throw new SetupError(`npm ci failed:\n${lastLines(second.output)}`);
  }
  throw new SetupError(`npm ci failed:\n${lastLines(first.output)}`);
}

/**
 * A whole node_modules can still hold no binding: install scripts were off, or it was copied from another system.
 * @param {string} folder
 */
async function requireSqlite(folder) {
  if (!existsSync(join(folder, 'node_modules/sqlite3'))) return;
  const load = () => runQuietly(process.execPath, ['-e', "require('sqlite3')"], { cwd: folder });
  if ((await load()).ok) return;
  await installPrograms(missingPrograms(compilers), 'sqlite3 has to be compiled');
  say('compiling sqlite3, because its native part is not there (about a minute and a half).');
  const rebuilt = await runNpm(
    ['rebuild', 'sqlite3', '--ignore-scripts=false', '--loglevel=error'],
    { cwd: folder },
  );
  const loaded = await load();
  if (loaded.ok) return;
  throw new SetupError(
    `sqlite3 does not load: ${lastLines(loaded.output)}\n${lastLines(rebuilt.output)}\n` +
      'It needs python3, make and a C++ compiler, or access to github.com for its prebuilt binary.',
  );
}

/** Builds the program, unless the last build was made from the same sources. */
export async function ensureBuild() {
  if (planBuild().kind === 'none') return;
  await withLock(locks, async () => {
    const plan = planBuild();
    if (plan.kind === 'none') return;
    say(`building, because ${plan.reason}.`);
    const hash = hashFiles(root, buildInputs);
    rmSync(buildStamp, { force: true });
    const script = toolScript('electron-vite', 'electron-vite');
    const built = await runQuietly(process.execPath, [script, 'build']);
    if (!built.ok) throw new SetupError(`The build failed:\n${built.output.trimEnd()}`);
    const missing = missingOutputs();
    if (missing.length > 0) throw new SetupError(`The build made no ${missing.join(', ')}.`);
    writeStamp(buildStamp, { hash });
  });
}

const buildStamp = join(root, 'out/.examdesk-build.json');

const missingOutputs = () => buildOutputs.filter((file) => !existsSync(join(root, file)));

function planBuild() {
  return buildPlan({
    hash: hashFiles(root, buildInputs),
    stamp: readJson(buildStamp),
    missing: missingOutputs(),
  });
}

/**
 * Chromium and the programs that read PDFs, installed where that needs no password.
 * @returns {Promise<{browser: string}>} the browser's program
 */
export async function ensureTestTools() {
  const before = await findBrowser();
  const missing = {
    ...missingPrograms(readers),
    ...(before ? {} : { chromium: 'chromium' }),
    ...missingFonts(),
  };
  await installPrograms(missing, 'the tests need them');
  const browser = before ?? (await findBrowser());
  const still = [
    ...Object.keys(missingPrograms(readers)),
    ...(browser ? [] : ['chromium']),
    ...Object.keys(missingFonts()),
  ];
  if (!browser || still.length > 0) {
    throw new SetupError(
      `${still.join(', ')} still not found. Install by hand (for a browser: Chromium or Google Chrome) and run again.`,
    );
  }
  return { browser };
}

/** The first Chromium or Chrome that runs: a name on PATH can be a stub that only recommends another package. */
async function findBrowser() {
  const chosen = process.env.EXAMDESK_BROWSER ?? '';
  const named = browserNames.flatMap((name) => onPath(name) ?? []);
  const places = [chosen, ...named, ...browserPlaces(process.platform, process.env)];
  for (const file of places.filter(isProgram)) {
    // On Windows `--version` opens a window instead of printing.
    if (process.platform === 'win32') return file;
    const asked = await runQuietly(file, ['--version'], { milliseconds: 20_000 });
    if (asked.ok && /Chrom/.test(asked.output)) return file;
  }
  return null;
}

const missingFonts = () => (hasCjkFonts(fontFolders(process.platform, homedir())) ? {} : cjkFonts);

/**
 * @param {Record<string, string>} programs
 * @returns {Record<string, string>}
 */
function missingPrograms(programs) {
  return Object.fromEntries(Object.entries(programs).filter(([program]) => !onPath(program)));
}

/**
 * @param {Record<string, string>} missing program -> Debian package
 * @param {string} why
 */
async function installPrograms(missing, why) {
  if (Object.keys(missing).length === 0) return;
  const sudo = await runQuietly('sudo', ['-n', 'true'], { milliseconds: 10_000 });
  const plan = toolsPlan({
    missing,
    platform: process.platform,
    has: (program) => onPath(program) !== null,
    isRoot: process.getuid?.() === 0,
    canSudo: () => sudo.ok,
  });
  if (plan.kind === 'none') return;
  if (plan.kind === 'explain') throw new SetupError(plan.message);
  say(`installing ${plan.packages.join(', ')} with apt-get, because ${why}.`);
  const [command = '', ...rest] = [
    ...plan.prefix,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
  ];
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...plan.packages]]) {
    const done = await runQuietly(command, [...rest, ...args]);
    if (!done.ok)
      throw new SetupError(`apt-get ${args.join(' ')} failed:\n${lastLines(done.output)}`);
  }
}

/** Node's own four helper threads are too few where each waits for the disk: syncing files shares them with the store. */
export const programEnv = () => ({ UV_THREADPOOL_SIZE: '16', ...process.env });

/**
 * Sets up what a command needs, runs it in this terminal and gives back its exit code. Paths among the arguments
 * count from where the person stands, also when npm moved to the project's folder.
 * @param {string} script this script's name in package.json
 * @param {string[]} args
 */
export async function runProgram(script, args) {
  requireNode();
  await ensurePackages();
  await ensureBuild();
  const stands = process.env.npm_lifecycle_event === script ? process.env.INIT_CWD : null;
  return runInPlace(process.execPath, [programFile, ...args], {
    cwd: stands ?? process.cwd(),
    env: programEnv(),
  });
}
