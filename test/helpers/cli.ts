/** The built program as real child processes: its command line, its exit code, its peak memory. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';

const cliFile = resolve('out/main/cli.js');
export const sampleDir = resolve('resources/sample');

export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The most memory the process ever had in RAM, in kilobytes; 0 where it was killed. */
  readonly peakKb: number;
}
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  readonly over: () => boolean;
  /** What it has printed so far. */
  readonly stdout: () => string;
  kill(signal: NodeJS.Signals): void;
}
export interface CliOptions {
  /** Arguments of Node itself. */
  readonly node?: readonly string[];
  /** A program that starts the program, with its arguments: a sandbox. */
  readonly within?: readonly string[];
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

// Written to a fourth channel at the very end, by the main thread and by every thread of the pool.
const reportPeak = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs'; process.on('exit', () => { try { writeSync(3, process.resourceUsage().maxRSS + ' '); } catch {} });",
)}`;

/** Starts a command; it is killed at the end of the test where it still runs. */
export function startCli(args: readonly string[], options: CliOptions = {}): Running {
  const { node = [], within = [], stdin, env = {} } = options;
  const command = [...within, process.execPath, ...node, '--import', reportPeak, cliFile, ...args];
  const settings: SpawnOptions = {
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe'],
  };
  const child: ChildProcess = spawn(command[0] ?? '', command.slice(1), settings);
  child.stdin?.end(stdin);
  const stdout = collect(child.stdio[1]);
  const stderr = collect(child.stdio[2]);
  const peaks = collect(child.stdio[3]);
  let over = false;
  const ended = new Promise<Ended>((done, fail) => {
    child.once('error', fail);
    child.once('close', (code, signal) => {
      over = true;
      const peakKb = Math.max(0, ...peaks().split(' ').map(Number));
      done({ code, signal, stdout: stdout(), stderr: stderr(), peakKb });
    });
  });
  onTestFinished(async () => {
    if (!over) child.kill('SIGKILL');
    await ended.catch(() => {});
  });
  return {
    pid: child.pid ?? 0,
    ended,
    over: () => over,
    stdout,
    kill: (signal) => void child.kill(signal),
  };
}

/** Runs a command to its end. */
export const cli = (args: readonly string[], options?: CliOptions): Promise<Ended> =>
  startCli(args, options).ended;

/** Runs a command with `--json` that is expected to answer, whatever its exit code; returns the document. */
export async function cliJson<T>(args: readonly string[], options?: CliOptions): Promise<T> {
  const { stdout, stderr, code } = await cli([...args, '--json'], options);
  try {
    return JSON.parse(stdout) as T;
  } catch (cause) {
    throw new Error(`${args.join(' ')} ended with ${code} and no JSON:\n${stdout}\n${stderr}`, {
      cause,
    });
  }
}

function collect(stream: unknown): () => string {
  const parts: Buffer[] = [];
  (stream as Readable | null)?.on('data', (part: Buffer) => parts.push(part));
  return () => Buffer.concat(parts).toString('utf8');
}
