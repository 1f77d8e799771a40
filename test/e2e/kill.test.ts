/** The program killed at any moment of its work, as a power cut or an impatient hand would do it. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aCompletionEvent, aResultsFile } from '../helpers/builders.ts';
import { cli, startCli } from '../helpers/cli.ts';
import { filesBelow, temporaryFolder } from '../helpers/folder.ts';
import {
  atLeast,
  filesDiffer,
  killWhen,
  lookAt,
  type Moment,
  type Sight,
  type Step,
  sealedState,
  stepOf,
} from '../helpers/kill-run.ts';
import { seededRandom } from '../helpers/random.ts';
import { audit } from '../helpers/store-inspector.ts';

const CERTIFICATES = 2_000;
const KILLS = 20;
const nothing: Sight = { completions: 0, renders: 0, issued: 0, parts: 0, files: 0 };

const checked = (count: number) => atLeast(count, 'SELECT count(*) AS n FROM import_row');
const imported = (count: number) => atLeast(count, 'SELECT count(*) AS n FROM completion');
const recorded = atLeast(1, 'SELECT count(*) AS n FROM completion');
const rendersReach = (count: number) => atLeast(count, 'SELECT sum(renders) AS n FROM certificate');
const issuedReach = (count: number) =>
  atLeast(count, "SELECT count(*) AS n FROM certificate WHERE state = 'issued'");

/** Moments of the making of certificates, by the step they aim at; each is a change since the run began. */
const steps = {
  start: () =>
    atLeast(1, "SELECT count(*) AS n FROM job WHERE kind = 'certificates' AND owner IS NOT NULL"),
  decide: ({ renders }: Sight) => rendersReach(renders + 1),
  write: ({ parts }: Sight, count: number) => filesDiffer('.part', parts, count),
  rename: ({ files }: Sight, count: number) => filesDiffer('.pdf', files, count),
  seal: ({ issued }: Sight) => issuedReach(issued + 1),
} as const;
/** Only a kill after a seal brings the run forward, by as many slices as are under way: there are two of them. */
const plan: readonly (keyof typeof steps)[] = [
  ...([
    'decide',
    'write',
    'rename',
    'write',
    'decide',
    'seal',
    'start',
    'write',
    'rename',
  ] as const),
  ...(['decide', 'write', 'seal', 'write', 'decide', 'rename', 'write', 'decide'] as const),
];

test('kill -9 at twenty moments of a run of 2 000 certificates loses nothing, doubles nothing and renders nothing sealed again', async () => {
  const folder = await temporaryFolder();
  const store = join(folder, 'store');
  const { path } = await aResultsFile().rows(CERTIFICATES).writeTo(folder);
  const random = seededRandom(20_261_122);
  const upTo = (most: number) => {
    const [high = 0, low = 0] = random(2);
    return 1 + (((high << 8) | low) % most);
  };
  const hits: Step[] = [];
  const sealedOnce = new Map<string, string>();
  const touched: string[] = [];

  const compareSealed = async () => {
    const now = await sealedState(store);
    for (const [file, state] of sealedOnce) if (now.get(file) !== state) touched.push(file);
    for (const [file, state] of now) sealedOnce.set(file, state);
  };
  const killAt = async (args: readonly string[], before: Sight, moment: Moment) => {
    const killed = await killWhen(startCli([...args, '--store', store]), store, moment);
    expect(killed, `kill ${hits.length + 1}: the program ended before, ${hits.join(' ')}`).toBe(
      true,
    );
    hits.push(stepOf(before, await lookAt(store), CERTIFICATES));
    await compareSealed();
  };
  const importing = ['completions', 'import', path];
  const run = ['run', '--until-idle'];

  await killAt(importing, nothing, checked(upTo(1_000)));
  await killAt(importing, nothing, imported(upTo(500)));
  await killAt(run, await lookAt(store), imported(500 + upTo(900)));
  // The import ends, whatever is made meanwhile; the certificates of this run are killed in the same breath.
  for (const step of plan) {
    const before = await lookAt(store);
    await killAt(run, before, steps[step](before, upTo(40)));
  }
  const last = await cli([...run, '--store', store]);
  await compareSealed();
  console.log(`${hits.length} kills: ${hits.join(' ')}`);

  expect({ kills: hits.length, code: last.code, touched, audit: await audit(store) }).toEqual({
    kills: KILLS,
    code: 0,
    touched: [],
    audit: expect.objectContaining({
      ...{ completions: CERTIFICATES, issued: CERTIFICATES, pdfFiles: CERTIFICATES },
      ...{ pending: 0, faults: [] },
    }),
  });
  const aimedAt: readonly Step[] = ['check', 'import', 'decide', 'write', 'rename', 'seal'];
  expect(aimedAt.filter((step) => !hits.includes(step))).toEqual([]);
  expect((await filesBelow(store)).filter((name) => name.endsWith('.part'))).toEqual([]);
}, 180_000);

test('a program killed between the commit of completions and the work on them loses nothing', async () => {
  const store = join(await temporaryFolder(), 'store');
  const event = aCompletionEvent().build();
  const recording = startCli(['completions', 'record', '--store', store], {
    stdin: JSON.stringify(event),
  });
  const killed = await killWhen(recording, store, recorded);
  const { completions, issued } = await lookAt(store);
  const next = await cli(['run', '--until-idle', '--store', store]);

  expect({
    killed,
    atDeath: { completions, issued },
    code: next.code,
    audit: await audit(store),
  }).toEqual({
    killed: true,
    atDeath: { completions: 1, issued: 0 },
    code: 0,
    audit: expect.objectContaining({ completions: 1, issued: 1, pdfFiles: 1, faults: [] }),
  });
});
