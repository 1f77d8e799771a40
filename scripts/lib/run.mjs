// Starting other programs: quietly, or handing the terminal over; npm and project tools without a shell, on every system.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { root } from './root.mjs';
import { SetupError } from './say.mjs';

/**
 * Runs a program to its end and keeps what it printed.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, milliseconds?: number}} [options]
 * @returns {Promise<{ok: boolean, output: string}>}
 */
export function runQuietly(command, args, options = {}) {
  const { cwd = root, env = process.env, shell = false, milliseconds } = options;
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      ...(milliseconds ? { timeout: milliseconds, killSignal: 'SIGKILL' } : {}),
    });
    /** @type {Buffer[]} */
    const printed = [];
    child.stdout.on('data', (bytes) => printed.push(bytes));
    child.stderr.on('data', (bytes) => printed.push(bytes));
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (code) => {
      resolve({ ok: code === 0, output: Buffer.concat(printed).toString('utf8') });
    });
  });
}

/**
 * Hands terminal, signals and exit code through to a program. Ctrl-C reaches the program by itself (same terminal), so this
 * process only stays until it has ended.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, stdout?: 'inherit' | 2}} [options]
 * @returns {Promise<number>} its exit code; 128 + number of a signal that ended it; 127 when it can't be started
 */
export function runInPlace(command, args, options = {}) {
  const { cwd = root, env = process.env, stdout = 'inherit' } = options;
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['inherit', stdout, 'inherit'] });
    const ignore = () => {};
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => child.kill(signal);
    process.on('SIGINT', ignore).on('SIGTERM', forward).on('SIGHUP', forward);
    /** @param {number} code */
    const end = (code) => {
      process.off('SIGINT', ignore).off('SIGTERM', forward).off('SIGHUP', forward);
      resolve(code);
    };
    child.on('error', () => end(127));
    child.on('close', (code, signal) => end(code ?? 128 + (signalNumbers[signal ?? ''] ?? 0)));
  });
}

/** @type {Record<string, number>} */
const signalNumbers = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
};

/**
 * Runs npm without its command file: that is npm.cmd on Windows, which only a shell can start.
 * @param {string[]} args
 * @param {{cwd: string}} options
 */
export function runNpm(args, { cwd }) {
  const env = { ...process.env, ...headersBesideNode() };
  const script = npmScript();
  if (script) return runQuietly(process.execPath, [script, ...args], { cwd, env });
  return runQuietly('npm', args, { cwd, env, shell: process.platform === 'win32' });
}

function npmScript() {
  const calling = process.env.npm_execpath;
  const beside = dirname(process.execPath);
  const places = [
    ...(calling && basename(calling) === 'npm-cli.js' ? [calling] : []),
    join(beside, 'node_modules/npm/bin/npm-cli.js'),
    join(beside, '../lib/node_modules/npm/bin/npm-cli.js'),
  ];
  return places.find((place) => existsSync(place)) ?? null;
}

/**
 * Node's own headers, where they came with it: node-gyp then compiles without fetching them from nodejs.org.
 * @returns {NodeJS.ProcessEnv}
 */
function headersBesideNode() {
  if (process.env.npm_config_nodedir) return {};
  const folder = dirname(dirname(process.execPath));
  const header = join(folder, 'include/node/node_version.h');
  if (!existsSync(header)) return {};
  const text = readFileSync(header, 'utf8');
  const parts = ['MAJOR', 'MINOR', 'PATCH'].map(
    (part) => new RegExp(`#define NODE_${part}_VERSION (\\d+)`).exec(text)?.[1],
  );
  return parts.join('.') === process.versions.node ? { npm_config_nodedir: folder } : {};
}

/**
 * The script behind a command of an installed package, to be run by this Node.
 * @param {string} packageName
 * @param {string} command
 */
export function toolScript(packageName, command) {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const script = typeof bin === 'string' ? bin : bin?.[command];
  if (!script)
    throw new SetupError(`The package ${packageName} no longer has the command ${command}.`);
  return join(folder, script);
}

/**
 * The end of a long output, for a message.
 * @param {string} output
 */
export function lastLines(output) {
  return output.trimEnd().split('\n').slice(-40).join('\n');
}
