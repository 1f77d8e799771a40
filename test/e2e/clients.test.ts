/** Many programs deliver the same completions at once, over the API of a running console. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aCompletionEvent, manyEvents } from '../helpers/builders.ts';
import { startCli } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/folder.ts';
import { audit, withInspector } from '../helpers/store-inspector.ts';
import { until } from '../helpers/until.ts';

const EVENTS = 200;
const CLIENTS = 8;

test('the same 200 events from 8 clients at once give 200 completions and 200 certificates', async () => {
  const store = join(await temporaryFolder(), 'store');
  const console_ = startCli(['serve', '--json', '--store', store]);
  const { url, apiTokenFile } = await until('the address of the console', () => {
    const text = console_.stdout();
    return text.includes('}') ? (JSON.parse(text) as Record<string, string>) : undefined;
  });
  const token = (await readFile(apiTokenFile ?? '', 'utf8')).trim();
  const post = async (body: unknown): Promise<{ status: number; outcomes: string[] }> => {
    const answer = await fetch(`${url}api/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { outcomes } = (await answer.json()) as { outcomes: { outcome: string }[] };
    return { status: answer.status, outcomes: outcomes.map(({ outcome }) => outcome) };
  };
  const events = manyEvents(EVENTS, aCompletionEvent()).map((event, index) => ({
    ...event,
    eventId: `lms-${index}`,
  }));
  // Each client begins at another place and sends one, then ten at a time, then one: they meet everywhere.
  const client = async (number: number) => {
    const from = (number * EVENTS) / CLIENTS;
    const mine = [...events.slice(from), ...events.slice(0, from)];
    const answers = [];
    for (let at = 0; at < mine.length; ) {
      const size = (at + number) % 3 === 0 ? 10 : 1;
      const some = mine.slice(at, at + size);
      answers.push(await post(size === 1 ? some[0] : some));
      at += size;
    }
    return answers;
  };
  const answers = (await Promise.all(Array.from({ length: CLIENTS }, (_, n) => client(n)))).flat();
  await until('all certificates', () =>
    withInspector(store, async (db) => {
      const row = await db.get<{ n: number }>(
        "SELECT count(*) AS n FROM job WHERE state NOT IN ('succeeded')",
      );
      return row?.n === 0;
    }),
  );
  console_.kill('SIGTERM');
  const { code } = await console_.ended;
  const outcomes = answers.flatMap((answer) => answer.outcomes);
  const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;

  expect({
    code,
    statuses: [...new Set(answers.map(({ status }) => status))],
    outcomes: { new: count('new'), unchanged: count('unchanged') },
    audit: await audit(store),
  }).toEqual({
    code: 0,
    statuses: [200],
    outcomes: { new: EVENTS, unchanged: EVENTS * (CLIENTS - 1) },
    audit: expect.objectContaining({
      ...{ completions: EVENTS, issued: EVENTS, pdfFiles: EVENTS, pending: 0, faults: [] },
    }),
  });
}, 120_000);
