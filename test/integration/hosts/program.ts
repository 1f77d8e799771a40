/** The built program as real child processes, each test with a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const entry = resolve('out/main/cli.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class Workplace {
  readonly folder: string;
  readonly #children = new Set<ChildProcess>();

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<Workplace> {
    if (!existsSync(entry)) throw new Error(`${entry} does not exist: run "npm run build" first`);
    return new Workplace(await mkdtemp(join(tmpdir(), 'examdesk-program-')));
  }

  get store(): string {
    return join(this.folder, 'store');
  }

  /** Starts a command on the store of this workplace. */
  start(...line: string[]): ChildProcess {
    return this.startIn({}, ...line);
  }

  startIn(env: Readonly<Record<string, string>>, ...line: string[]): ChildProcess {
    const child = spawn(process.execPath, [entry, '--store', this.store, ...line], {
      cwd: this.folder,
      env: { ...process.env, EXAMDESK_STORE: '', ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#children.add(child);
    child.once('exit', () => this.#children.delete(child));
    return child;
  }

  run(...line: string[]): Promise<Ended> {
    return this.runWith('', ...line);
  }

  async runWith(stdin: string, ...line: string[]): Promise<Ended> {
    const child = this.start(...line);
    child.stdin?.end(stdin);
    return end(child);
  }

  /** The one JSON document that a command prints. */
  async json<T = unknown>(...line: string[]): Promise<T> {
    const { stdout } = await this.run(...line, '--json');
    return JSON.parse(stdout) as T;
  }

  async leave(): Promise<void> {
    for (const child of this.#children) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

export async function end(child: ChildProcess): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  child.stdout?.on('data', (text) => {
    said.stdout += String(text);
  });
  child.stderr?.on('data', (text) => {
    said.stderr += String(text);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

/** Resolves with the first complete JSON document that a running command has printed. */
export function firstDocument<T>(child: ChildProcess): Promise<T> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (part) => {
      text += String(part);
      try {
        resolve(JSON.parse(text) as T);
      } catch {
        // Not complete yet.
      }
    });
    child.once('exit', (code) => reject(new Error(`It ended with ${code} and printed ${text}`)));
  });
}

/** A completion event of a candidate whose pass mark is 50. */
export const anEvent = (id: string, mark: string) => ({
  eventId: `e-${id}-${mark}`,
  candidate: { id, name: `Candidate ${id}` },
  course: { code: 'BIO-101', title: 'Biology I', passMark: '50' },
  mark,
  enrolledAt: '2026-01-10T09:00:00Z',
  completedAt: '2026-06-15T14:30:00+02:00',
});
