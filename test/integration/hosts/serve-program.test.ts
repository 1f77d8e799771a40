/** The built `examdesk serve`: beside other commands, with its API, and opening a browser. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WireError } from '../../../src/shared/errors.ts';
import { anEvent, end, firstDocument, Workplace } from './program.ts';

let at: Workplace;
beforeEach(async () => {
  at = await Workplace.make();
});
afterEach(() => at.leave());

describe('beside a running console', () => {
  const startConsole = async (...more: string[]) => {
    const child = at.start('serve', '--json', ...more);
    const told = await firstDocument<{ url: string; windowUrl: string; apiTokenFile: string }>(
      child,
    );
    return { child, ...told };
  };

  test('reading works, writing ends with 4 and the name and address of the console', async () => {
    const console_ = await startConsole();
    const reading = await at.run('completions', 'list');
    const writing = await at.run('tasks', 'cancel', '1', '--json');

    expect(reading.code).toBe(0);
    expect([writing.code, JSON.parse(writing.stdout)]).toMatchObject([
      4,
      { error: { code: 'store_in_use', details: { pid: console_.child.pid } } },
    ]);
    const { error } = JSON.parse(writing.stdout) as { error: WireError };
    expect(error.message).toContain(console_.url);
    expect(error.message).not.toContain('token=');
  });

  test('events posted by eight clients become one completion and one certificate each', async () => {
    const { url, apiTokenFile, child } = await startConsole();
    const token = (await readFile(apiTokenFile, 'utf8')).trim();
    const events = Array.from({ length: 20 }, (_, index) => anEvent(`C-${index}`, '60'));
    const statuses = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const answer = await fetch(`${url}api/completions`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ events }),
        });
        return answer.status;
      }),
    );
    const counts = () => at.json('certificates', 'counts');
    await expect.poll(counts, { timeout: 30_000 }).toMatchObject({ states: { issued: 20 } });
    child.kill('SIGTERM');
    const ended = await end(child);

    expect(statuses).toEqual(Array(8).fill(200));
    expect(await at.json('completions', 'list')).toMatchObject({ total: 20 });
    expect(ended.code).toBe(0);
  });

  test("the token of the API is its owner's alone and outlives a restart", async () => {
    const first = await startConsole();
    const token = await readFile(first.apiTokenFile, 'utf8');
    const { mode } = await stat(first.apiTokenFile);
    first.child.kill('SIGINT');
    await end(first.child);
    const second = await startConsole();

    expect([mode & 0o777, await readFile(second.apiTokenFile, 'utf8')]).toEqual([0o600, token]);
    expect(second.windowUrl).not.toBe(first.windowUrl);
  });

  test('a second, read-only console shows the same store', async () => {
    await startConsole();
    const readOnly = await startConsole('--read-only');

    expect([readOnly.apiTokenFile, (await fetch(readOnly.url)).status]).toEqual([null, 200]);
  });
});

test('"serve --open" hands the browser an address that opens the console once, with a profile in the store', async () => {
  const browser = join(at.folder, 'browser.mjs');
  const seen = join(at.folder, 'arguments.json');
  await writeFile(
    browser,
    `#!${process.execPath}
    import { renameSync, writeFileSync } from 'node:fs';
    writeFileSync('${seen}.part', JSON.stringify(process.argv.slice(2)));
    renameSync('${seen}.part', '${seen}');`,
    { mode: 0o755 },
  );
  const child = at.startIn({ EXAMDESK_BROWSER: browser }, 'serve', '--open', '--json');
  const { url, windowUrl } = await firstDocument<{ url: string; windowUrl: string }>(child);
  const given = async () => JSON.parse(await readFile(seen, 'utf8').catch(() => '[]')) as string[];
  await expect.poll(given).not.toEqual([]);
  const argv = await given();
  const ticket = new URL(argv[0]?.replace('--app=', '') ?? '').hash.replace('#token=', '');
  const exchange = async () => {
    const answer = await fetch(`${url}session`, {
      method: 'POST',
      headers: { origin: url.slice(0, -1), 'content-type': 'application/json' },
      body: JSON.stringify({ token: ticket }),
    });
    return answer.status;
  };

  expect(windowUrl).not.toContain(ticket);
  expect(argv).toContain(`--user-data-dir=${join(at.store, 'browser')}`);
  expect([await exchange(), await exchange()]).toEqual([200, 401]);
});

test('a machine without a browser is told the address', async () => {
  const child = at.startIn({ EXAMDESK_BROWSER: '/nowhere/browser' }, 'serve', '--open');
  const ended = end(child);
  child.stderr?.on('data', (text) => {
    if (String(text).includes('Ctrl+C stops it')) child.kill('SIGINT');
  });
  const { code, stdout, stderr } = await ended;

  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/Console: http:\/\/127.0.0.1:\d+\/#token=/),
  ]);
  expect(stderr).toContain('No browser could be opened. Open the address above');
});
