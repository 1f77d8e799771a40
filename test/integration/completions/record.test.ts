/** Recording completion events: what each one changes, and that its certificate is queued with it or not at all. */
import { expect, test } from 'vitest';
import type { CompletionEvent } from '../../../src/shared/completion-event.ts';
import { aCompletionEvent, manyEvents } from '../../helpers/builders.ts';
import { type Office, openOffice } from '../../helpers/office.ts';
import { seededRandom } from '../../helpers/random.ts';
import { until } from '../../helpers/until.ts';

const record = async ({ client }: Office, ...events: CompletionEvent[]) =>
  (await client.completions.record({ events })).outcomes.map(({ outcome }) => outcome);

/** Every certificate there is, oldest first: state, the mark it was made from, whether its file is there. */
async function certificates(office: Office) {
  const files = await office.files();
  const rows = await office.sql<{ state: string; mark: string | null; path: string | null }>(
    "SELECT state, snapshot ->> 'mark' AS mark, path FROM certificate ORDER BY id",
  );
  return rows.map(({ path, ...row }) => ({ ...row, file: path !== null && files.includes(path) }));
}

const stored = async (office: Office) =>
  (await office.client.completions.list({ sort: 'name' })).rows.map(
    ({ candidateId, candidateName, mark, version, sitting }) => ({
      candidateId,
      candidateName,
      mark,
      version,
      sitting,
    }),
  );

test('an event makes one completion and, once its task has run, one certificate', async () => {
  const office = await openOffice();
  const { outcomes } = await office.client.completions.record({
    events: [aCompletionEvent().withMark('62.50').build()],
  });
  await office.work();
  expect({
    outcomes,
    certificates: await certificates(office),
    ledger: await office.client.office.ledger({}),
  }).toEqual({
    outcomes: [{ outcome: 'new', completionId: 1, version: 1, reason: null }],
    certificates: [{ state: 'issued', mark: '62.50', file: true }],
    ledger: {
      entered: 1,
      completed: 1,
      issued: 1,
      inProgress: 0,
      blocked: 0,
      failed: 0,
      reasons: [],
    },
  });
});

test('the same event again changes nothing and queues nothing, with or without an id', async () => {
  const office = await openOffice();
  const named = aCompletionEvent().withId('e-1').build();
  const bare = aCompletionEvent().of('C-0002').build();
  await record(office, named, bare);
  await office.work();
  const again = await office.client.completions.record({ events: [named, bare, named] });
  expect({
    again: [again.outcomes.map(({ outcome, version }) => [outcome, version]), again.taskId],
    tasks: (await office.client.tasks.counts({})).all,
    files: (await office.files()).length,
  }).toEqual({
    again: [
      [
        ['unchanged', 1],
        ['unchanged', 1],
        ['unchanged', 1],
      ],
      null,
    ],
    tasks: 1,
    files: 2,
  });
});

test('an old event delivered again after newer ones does not bring its facts back', async () => {
  const office = await openOffice({ working: false });
  const first = aCompletionEvent().withId('e-1').withMark('41').build();
  await record(office, first);
  await record(office, aCompletionEvent().withId('e-2').withMark('58').build());
  const replay = await office.client.completions.record({ events: [first] });
  expect({ replay, marks: await stored(office) }).toMatchObject({
    replay: { outcomes: [{ outcome: 'unchanged', reason: 'This event is known.' }], taskId: null },
    marks: [{ mark: '58', version: 2 }],
  });
});

test('events that arrive in the wrong order leave the newest facts, in every order', async () => {
  const at = (day: number, mark: string) =>
    aCompletionEvent().happening(`2026-06-0${day}T10:00:00Z`).withMark(mark).build();
  const [one, two, three] = [at(1, '41'), at(2, '55'), at(3, '61')];
  const orders = [
    [one, two, three],
    [one, three, two],
    [two, one, three],
    [two, three, one],
    [three, one, two],
    [three, two, one],
  ];
  const left = await Promise.all(
    orders.map(async (order) => {
      const office = await openOffice({ working: false });
      for (const event of order) await record(office, event);
      return (await stored(office)).map(({ mark }) => mark);
    }),
  );
  expect(left).toEqual(orders.map(() => ['61']));
});

test('an event that is out of date, and one that contradicts at the same instant, are refused with the reason', async () => {
  const office = await openOffice({ working: false });
  const base = aCompletionEvent().happening('2026-06-02T10:00:00Z');
  await record(office, base.withMark('55').build());
  const { outcomes } = await office.client.completions.record({
    events: [
      base.withMark('40').happening('2026-06-01T10:00:00Z').build(),
      base.withMark('56').build(),
    ],
  });
  expect(outcomes).toEqual([
    {
      outcome: 'out_of_date',
      completionId: 1,
      version: 1,
      reason: expect.stringContaining('newer facts'),
    },
    {
      outcome: 'conflicting',
      completionId: 1,
      version: 1,
      reason: expect.stringContaining('the mark'),
    },
  ]);
});

test('several events of one candidate in one batch are judged one after the other', async () => {
  const office = await openOffice();
  const base = aCompletionEvent();
  const outcomes = await record(
    office,
    base.withMark('41').build(),
    base.withMark('41.0').build(),
    base.withMark('72').build(),
  );
  await office.work();
  expect({
    outcomes,
    stored: await stored(office),
    certificates: await certificates(office),
  }).toMatchObject({
    outcomes: ['new', 'unchanged', 'changed'],
    stored: [{ mark: '72', version: 2 }],
    certificates: [{ state: 'issued', mark: '72', file: true }],
  });
});

test('a regrade raises the version and leaves one current certificate, the old one superseded and kept', async () => {
  const office = await openOffice();
  await record(office, aCompletionEvent().withMark('55').build());
  await office.work();
  await record(office, aCompletionEvent().withMark('71').build());
  await office.work();
  expect({
    stored: await stored(office),
    certificates: await certificates(office),
    files: (await office.files()).length,
  }).toMatchObject({
    stored: [{ mark: '71', version: 2 }],
    certificates: [
      { state: 'superseded', mark: '55', file: true },
      { state: 'issued', mark: '71', file: true },
    ],
    files: 2,
  });
});

test('a regrade below the pass mark keeps the issued certificate and says that it no longer agrees', async () => {
  const office = await openOffice();
  await record(office, aCompletionEvent().withMark('55').build());
  await office.work();
  await record(office, aCompletionEvent().withMark('49.96').build());
  await office.work();
  const { rows } = await office.client.certificates.list({ sort: 'newest' });
  expect(rows.map(({ state, reason, warning }) => ({ state, reason, warning }))).toEqual([
    { state: 'blocked', reason: 'Mark 49.96 is below the pass mark 50.', warning: null },
    {
      state: 'issued',
      reason: null,
      warning: 'No longer entitled: Mark 49.96 is below the pass mark 50.',
    },
  ]);
});

test('facts that are not certified, such as an e-mail address, change the completion and not the certificate', async () => {
  const office = await openOffice();
  await record(office, aCompletionEvent().reachableAt('old@example.org').build());
  await office.work();
  const { outcomes, taskId } = await office.client.completions.record({
    events: [aCompletionEvent().reachableAt('new@example.org').build()],
  });
  expect({ outcomes, taskId }).toMatchObject({
    outcomes: [{ outcome: 'changed', version: 2 }],
    taskId: null,
  });
});

test('an e-mail address belongs to a result: another course of the same candidate neither changes nor erases it', async () => {
  const office = await openOffice({ working: false });
  const events = [
    aCompletionEvent().for('BIO-101').reachableAt('private@example.org').build(),
    aCompletionEvent().for('CHE-201').reachableAt('college@example.org').build(),
    aCompletionEvent().for('PHY-301').build(),
  ];
  const first = await record(office, ...events);
  const second = await record(office, ...events);
  expect({ first, second }).toEqual({
    first: ['new', 'new', 'new'],
    second: ['unchanged', 'unchanged', 'unchanged'],
  });
});

test('a course that nobody knows refuses the whole batch, and nothing of it is written', async () => {
  const office = await openOffice({ working: false });
  const call = office.client.completions.record({
    events: [
      aCompletionEvent().build(),
      aCompletionEvent().of('C-0002').forKnown('NOPE-1').build(),
    ],
  });
  await expect(call).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('Course NOPE-1 is not known. Add it under Courses'),
    details: { issues: [{ index: 1, field: 'course.code' }] },
  });
  const [left] = await office.sql(
    `SELECT (SELECT count(*) FROM person) AS people, (SELECT count(*) FROM course) AS courses,
       (SELECT count(*) FROM completion) AS completions, (SELECT count(*) FROM job) AS jobs`,
  );
  expect(left).toEqual({ people: 0, courses: 0, completions: 0, jobs: 0 });
});

test('an event that contradicts its course is refused, and recorded when it comes again after the course was put right', async () => {
  const office = await openOffice({ working: false });
  await record(office, aCompletionEvent().for('BIO-101', '50', 'Biology').withMark('40').build());
  const event = aCompletionEvent()
    .withId('e-9')
    .for('BIO-101', '60', 'Biology')
    .withMark('66')
    .build();
  const refused = await office.client.completions.record({ events: [event] });
  await office.client.courses.save({
    code: 'BIO-101',
    title: 'Biology',
    passMark: '60',
    validityMonths: null,
  });
  expect([
    refused.outcomes[0],
    await record(office, event),
    (await stored(office)).map(({ mark }) => mark),
  ]).toEqual([
    {
      outcome: 'conflicting',
      completionId: 1,
      version: 1,
      reason: expect.stringContaining('pass mark 50 here, 60 in the file'),
    },
    ['changed'],
    ['66'],
  ]);
});

test('a transaction that rolls back leaves no completion, no job and no certificate', async () => {
  const office = await openOffice();
  await record(office, aCompletionEvent().build());
  await office.work();
  await office.tamper(
    "CREATE TRIGGER refused BEFORE INSERT ON certificate BEGIN SELECT RAISE(ABORT, 'disk trouble'); END",
  );
  await expect(record(office, aCompletionEvent().of('C-0002').build())).rejects.toThrow();
  await office.tamper('DROP TRIGGER refused');
  await office.work();
  const [left] = await office.sql(
    `SELECT (SELECT count(*) FROM completion) AS completions, (SELECT count(*) FROM job) AS jobs,
       (SELECT count(*) FROM certificate) AS certificates`,
  );
  expect(left).toEqual({ completions: 1, jobs: 1, certificates: 1 });
});

test('200 events, each delivered by 8 clients at once in different orders, give 200 completions and 200 certificates', async () => {
  const office = await openOffice();
  const events = manyEvents(200).map((event, index) => ({ ...event, eventId: `e-${index}` }));
  const client = async (number: number) => {
    const turned = [...events.slice(number * 25), ...events.slice(0, number * 25)];
    const order = number % 2 === 0 ? turned : turned.reverse();
    const outcomes: string[] = [];
    for (let at = 0; at < order.length; at += 10)
      outcomes.push(...(await record(office, ...order.slice(at, at + 10))));
    return outcomes;
  };
  const outcomes = (await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(client))).flat();
  await office.work();
  const issued = await office.sql<{ completion_id: number }>(
    "SELECT completion_id FROM certificate WHERE state = 'issued'",
  );
  expect({
    new: outcomes.filter((outcome) => outcome === 'new').length,
    unchanged: outcomes.filter((outcome) => outcome === 'unchanged').length,
    versions: new Set((await office.sql('SELECT version FROM completion')).flatMap(Object.values)),
    certificates: (await office.sql('SELECT id FROM certificate')).length,
    issued: new Set(issued.map(({ completion_id }) => completion_id)).size,
    files: (await office.files()).length,
  }).toEqual({
    new: 200,
    unchanged: 1400,
    versions: new Set([1]),
    certificates: 200,
    issued: 200,
    files: 200,
  });
});

test('a regrade between the decision and its commit wins: the certificate bears the new mark', async () => {
  let office: Office | undefined;
  let regrade: Promise<unknown> | undefined;
  const inner = seededRandom(7);
  office = await openOffice({
    working: false,
    // Ten bytes are drawn for each number, after the facts were read and before they are committed.
    random: (count) => {
      if (count === 10 && office && !regrade)
        regrade = record(office, aCompletionEvent().withMark('81').build());
      return inner(count);
    },
  });
  await record(office, aCompletionEvent().withMark('55').build());
  await office.work();
  await regrade;
  await office.work();
  expect({
    certificates: await certificates(office),
    files: (await office.files()).length,
    strays: await office.sql('SELECT path FROM stray_file'),
  }).toEqual({
    certificates: [{ state: 'issued', mark: '81', file: true }],
    files: 1,
    strays: [],
  });
});

test('a regrade while its certificate renders ends with one current certificate of the new mark and no stray file', async () => {
  const office = await openOffice();
  const events = manyEvents(120, aCompletionEvent().withMark('55'));
  await record(office, ...events);
  await until('the certificates being rendered', async () => {
    const { states } = await office.client.certificates.counts({});
    return states.rendering === 120;
  });
  await record(office, ...events.slice(0, 60).map((event) => ({ ...event, mark: '71' })));
  await office.work();
  const interrupted = await office.sql(
    "SELECT DISTINCT certificate_id FROM certificate_history WHERE from_state = 'rendering' AND to_state = 'expected'",
  );
  const paths = await office.sql<{ path: string }>('SELECT path FROM certificate ORDER BY path');
  const marks = await office.sql(
    `SELECT state, snapshot ->> 'mark' AS mark, count(*) AS n FROM certificate GROUP BY 1, 2 ORDER BY 2`,
  );
  expect({
    interrupted: interrupted.length,
    marks,
    files: await office.files(),
    strays: await office.sql('SELECT path FROM stray_file'),
  }).toEqual({
    interrupted: 60,
    marks: [
      { state: 'issued', mark: '55', n: 60 },
      { state: 'issued', mark: '71', n: 60 },
    ],
    files: paths.map(({ path }) => path),
    strays: [],
  });
});

test('a program that closes between the commit and the dispatch loses nothing', async () => {
  const before = await openOffice({ working: false });
  await record(before, ...manyEvents(3));
  await before.close();
  const after = await openOffice({ dir: before.dir });
  await after.work();
  expect((await certificates(after)).map(({ state }) => state)).toEqual([
    'issued',
    'issued',
    'issued',
  ]);
});
