/** Disks and rights that a test can have without being root: namespaces of the kernel (Linux, util-linux). */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './folder.ts';

const run = promisify(execFile);

export interface SmallDisk {
  /** Where the disk is mounted, for programs that run `within`. */
  readonly folder: string;
  /** The same folder for this process. */
  readonly seenFromHere: string;
  /** What to put before a command so that it sees the disk. */
  readonly within: readonly string[];
  /** Gives the disk more room. */
  grow(size: string): Promise<void>;
}

/** A file system of its own, of this many bytes (`3m`); it is gone with the test. */
export async function smallDisk(size: string): Promise<SmallDisk> {
  const folder = await temporaryFolder();
  const script = `mount -t tmpfs -o size=${size},mode=0755 none "$1" && echo ready && read end`;
  const holder: ChildProcess = spawn(
    'unshare',
    ['--user', '--map-root-user', '--mount', 'sh', '-c', script, 'sh', folder],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const ended = once(holder, 'exit');
  onTestFinished(async () => {
    holder.stdin?.end();
    holder.kill('SIGKILL');
    await ended;
  });
  let complaint = '';
  holder.stderr?.on('data', (part: Buffer) => {
    complaint += part.toString();
  });
  const ready = await Promise.race([once(holder.stdout ?? holder, 'data'), ended]);
  if (String(ready[0]).trim() !== 'ready')
    throw new Error(
      `No small disk could be made: ${complaint.trim()}. This test needs user namespaces (unshare --user --map-root-user --mount) or root.`,
    );
  const within = [
    ...['nsenter', '--target', String(holder.pid), '--user', '--mount'],
    ...['--preserve-credentials', `--wd=${process.cwd()}`, '--'],
  ];
  return {
    folder,
    seenFromHere: `/proc/${holder.pid}/root${folder}`,
    within,
    grow: async (to) => {
      const [command = '', ...args] = within;
      await run(command, [...args, 'mount', '-o', `remount,size=${to}`, folder]);
    },
  };
}

/** What to put before a command so that file permissions hold for it, even where the tests run as root. */
export const asOrdinaryUser: readonly string[] =
  process.getuid?.() === 0
    ? [
        'setpriv',
        '--inh-caps=-dac_override,-dac_read_search',
        '--bounding-set=-dac_override,-dac_read_search',
      ]
    : [];
