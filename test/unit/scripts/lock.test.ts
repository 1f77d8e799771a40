// One set-up at a time: the lock holds between real processes and survives a dead owner.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withLock } from '../../../scripts/lib/lock.mjs';

const lockModule = pathToFileURL(resolve('scripts/lib/lock.mjs')).href;
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'examdesk-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Reads a number, waits a turn and writes it back one higher: two at once would lose a step. */
const counting = `
  import { readFileSync, writeFileSync } from 'node:fs';
  import { setImmediate } from 'node:timers/promises';
  import { withLock } from ${JSON.stringify(lockModule)};
  const [folder] = process.argv.slice(1);
  for (let n = 0; n < 5; n += 1) {
    await withLock(folder, async () => {
      const before = Number(readFileSync(folder + '/count', 'utf8'));
      await setImmediate();
      writeFileSync(folder + '/count', String(before + 1));
    });
  }`;

it('lets one process in at a time and leaves nothing behind', async () => {
  writeFileSync(join(folder, 'count'), '0');
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', counting, folder], { stdio: 'ignore' }),
  );
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'close'))[0]));
  expect({
    codes,
    count: readFileSync(join(folder, 'count'), 'utf8'),
    left: readdirSync(folder),
  }).toEqual({
    codes: [0, 0, 0, 0],
    count: '20',
    left: ['count'],
  });
});

it('takes over from a process that died holding it', async () => {
  const dead = spawn(process.execPath, ['-e', '']);
  await once(dead, 'close');
  mkdirSync(join(folder, '.setup-lock'));
  const owner = { pid: dead.pid, host: hostname(), id: 'dead' };
  writeFileSync(join(folder, '.setup-lock/owner.json'), JSON.stringify(owner));
  expect(await withLock(folder, async () => 'done')).toBe('done');
  expect(readdirSync(folder)).toEqual([]);
});

it('is given back when the work fails', async () => {
  const failing = withLock(folder, async () => {
    throw new Error('no space left');
  });
  await expect(failing).rejects.toThrow('no space left');
  expect(existsSync(join(folder, '.setup-lock'))).toBe(false);
});
