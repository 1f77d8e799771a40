/** From committed completions to sealed files: what is on disk, what the store says of it, and what may change it. */
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CompletionEvent } from '../../../src/shared/completion-event.ts';
import { aCompletionEvent, manyEvents } from '../../helpers/builders.ts';
import { filesBelow } from '../../helpers/folder.ts';
import { type Office, openOffice } from '../../helpers/office.ts';
import { pdfLines, qpdfCheck } from '../../helpers/pdf-tools.ts';
import { seededRandom } from '../../helpers/random.ts';
import { until } from '../../helpers/until.ts';

async function issue(office: Office, ...events: CompletionEvent[]): Promise<void> {
  await office.client.completions.record({ events });
  await office.work();
}
const read = (office: Office, path: string) => readFile(join(office.dir, 'certificates', path));

test('every certificate lies where the store says, whole, with the hash and size of the store, and its name can be found', async () => {
  const office = await openOffice();
  const names = ['Zoë Łukasiewicz', 'Ελένη Παππά', 'Ирина Ёлкина', 'Anne-Marie d’Arc'];
  await issue(
    office,
    ...names.map((name, index) => aCompletionEvent().of(`C-${index}`, name).build()),
  );
  const rows = await office.sql<{ path: string; sha256: string; size: number; name: string }>(
    "SELECT path, sha256, size, snapshot ->> 'name' AS name FROM certificate ORDER BY path",
  );
  const onDisk = await Promise.all(
    rows.map(async ({ path }) => {
      const bytes = await read(office, path);
      await qpdfCheck(bytes);
      const lines = await pdfLines(bytes);
      return {
        path,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        size: bytes.length,
        name: lines.find((line) => names.includes(line)),
      };
    }),
  );
  expect({ onDisk, files: await office.files() }).toEqual({
    onDisk: rows,
    files: rows.map(({ path }) => path),
  });
});

test('the same completions, the same clock and the same random bytes give the same files', async () => {
  const make = async () => {
    const office = await openOffice({ random: seededRandom(42), threads: 1 });
    await issue(office, ...manyEvents(5));
    const files = await office.files();
    const hashes = await Promise.all(
      files.map(async (file) =>
        createHash('sha256')
          .update(await read(office, file))
          .digest('hex'),
      ),
    );
    await office.close();
    return { files, hashes };
  };
  const first = await make();
  expect([await make(), first.files.length]).toEqual([first, 5]);
});

test('the mark decides unrounded, and everyone else has a reason', async () => {
  const office = await openOffice();
  const base = aCompletionEvent();
  await issue(
    office,
    base.of('1').withMark('49.96').build(),
    base.of('2').withMark('49.99999999999999999999').build(),
    base.of('3').withMark('50').build(),
    base.of('4').withMark('50.0').build(),
    base.of('5').withMark(null).build(),
    base.of('6').held('Suspected plagiarism').build(),
    base.of('7').with({ enrolledAt: null }).build(),
    base.of('8').completed(null).build(),
    base.of('9', 'Ma\u0007ry').build(),
    base.of('10', `Name ${'of many words '.repeat(60)}`).build(),
    // Microseconds sent for milliseconds.
    base.of('12').with({ completedAt: 1_780_000_000_000_000 }).build(),
    base.of('11', 'Scribe \u{13000} Name').build(),
  );
  const rows = await office.sql(
    `SELECT p.candidate_id AS id, c.state, c.reason_code AS code, c.reason FROM certificate AS c
     JOIN completion AS m ON m.id = c.completion_id JOIN person AS p ON p.id = m.person_id ORDER BY c.id`,
  );
  const no = (id: string, code: string, reason: unknown) => ({
    id,
    state: 'blocked',
    code,
    reason,
  });
  const yes = (id: string) => ({ id, state: 'issued', code: null, reason: null });
  expect({ rows, ledger: await office.client.office.ledger({}) }).toEqual({
    rows: [
      no('1', 'below_pass_mark', 'Mark 49.96 is below the pass mark 50.'),
      no('2', 'below_pass_mark', 'Mark 49.99999999999999999999 is below the pass mark 50.'),
      yes('3'),
      yes('4'),
      no('5', 'no_mark', 'No mark has been recorded.'),
      no('6', 'on_hold', 'On hold: Suspected plagiarism.'),
      no('7', 'not_enrolled', 'Not enrolled: no enrolment date.'),
      no('8', 'not_completed', 'Not completed: no completion date.'),
      no('9', 'bad_text', expect.stringContaining('U+0007')),
      no('10', 'does_not_fit', expect.any(String)),
      no('12', 'not_completed', 'The completion date cannot be right: the year 58375.'),
      no('11', 'glyph_missing', expect.stringContaining('U+13000')),
    ],
    ledger: expect.objectContaining({ entered: 12, issued: 2, blocked: 10, inProgress: 0 }),
  });
});

test('the why-not shows every condition with the facts compared', async () => {
  const office = await openOffice();
  await issue(office, aCompletionEvent().withMark('49.96').build());
  const { conditions, file, history } = await office.client.certificates.get({ id: 1 });
  expect({
    met: conditions.map(({ code, met }) => [code, met]),
    mark: conditions.at(-1),
    file,
    history: history.map(({ from, to, actor }) => [from, to, actor]),
  }).toEqual({
    met: [
      ['on_hold', true],
      ['not_enrolled', true],
      ['not_completed', true],
      ['no_mark', true],
      ['below_pass_mark', false],
    ],
    mark: {
      code: 'below_pass_mark',
      met: false,
      required: 'at least 50',
      found: '49.96',
      remedy: expect.stringContaining('higher mark'),
    },
    file: null,
    history: [
      [null, 'expected', 'tester'],
      ['expected', 'blocked', 'examdesk'],
    ],
  });
});

test('dates are those of the office, and a certificate expires on the day of the month or its last', async () => {
  const office = await openOffice({ working: false });
  await office.client.office.saveSettings({ officeName: 'Office', zone: 'Pacific/Auckland' });
  await issue(office, aCompletionEvent().validFor(1).completed('2024-01-30T13:00:00Z').build());
  const { certificate } = await office.client.certificates.get({ id: 1 });
  const [snapshot] = await office.sql(
    "SELECT snapshot ->> 'completedOn' AS completedOn, snapshot ->> 'issuedOn' AS issuedOn, path FROM certificate",
  );
  expect({ expiresOn: certificate.expiresOn, snapshot }).toEqual({
    expiresOn: '2024-02-29',
    snapshot: {
      completedOn: '2024-01-31',
      issuedOn: '2026-06-15',
      path: expect.stringMatching(/^2026\/BIO-101\//),
    },
  });
});

test('a hold takes the entitlement away and its lifting gives it back, each with its own certificate and audit line', async () => {
  const office = await openOffice();
  const { client } = office;
  await issue(office, aCompletionEvent().build());
  await client.completions.hold({ ids: [1], reason: 'Fee unpaid' });
  await office.work();
  const held = (await client.certificates.list({})).rows.map(({ state, reason, warning }) => [
    state,
    reason,
    warning,
  ]);
  await client.completions.liftHold({ ids: [1] });
  await office.work();
  const lifted = (await client.certificates.list({})).rows.map(({ state, warning }) => [
    state,
    warning,
  ]);
  const again = await client.completions.liftHold({ ids: [1] });
  expect({
    held,
    lifted,
    again,
    audit: await office.sql('SELECT actor, action FROM audit_log ORDER BY id'),
  }).toEqual({
    held: [
      ['blocked', 'On hold: Fee unpaid.', null],
      ['issued', null, 'No longer entitled: On hold: Fee unpaid.'],
    ],
    lifted: [
      ['issued', null],
      ['superseded', null],
    ],
    again: { changed: 0, taskId: null },
    audit: [
      { actor: 'tester', action: 'completions.hold' },
      { actor: 'tester', action: 'completions.liftHold' },
      { actor: 'tester', action: 'completions.liftHold' },
    ],
  });
});

test('a new pass mark looks again at those without a certificate and warns of those above it no longer', async () => {
  const office = await openOffice();
  const save = (passMark: string) =>
    office.client.courses.save({
      code: 'BIO-101',
      title: 'Course BIO-101',
      passMark,
      validityMonths: null,
    });
  const base = aCompletionEvent();
  await issue(office, base.of('1').withMark('45').build(), base.of('2').withMark('55').build());
  const state = async () => {
    await office.work();
    const { rows } = await office.client.certificates.list({ sort: 'name' });
    return rows.map(({ candidateId, state, warning }) => [candidateId, state, warning]);
  };
  await save('40');
  const lowered = await state();
  await save('60');
  const raised = await state();
  await save('60.0');
  await save('40');
  expect({ lowered, raised, back: await state() }).toEqual({
    lowered: [
      ['1', 'issued', null],
      ['2', 'issued', null],
    ],
    raised: [
      ['1', 'issued', expect.stringContaining('pass mark is 60 now')],
      ['2', 'issued', expect.stringContaining('pass mark is 60 now')],
    ],
    back: [
      ['1', 'issued', null],
      ['2', 'issued', null],
    ],
  });
});

test('cancelled in the middle, a task leaves whole certificates and no part of one; retried, it makes the rest', async () => {
  // One thread works at two slices of 250 while the next one waits: the fourth cannot have begun.
  const office = await openOffice({ threads: 1 });
  const { client } = office;
  const { taskId } = await client.completions.record({ events: manyEvents(1_000) });
  const id = taskId ?? 0;
  const states = async () => (await client.certificates.counts({})).states;
  await until('the first certificates numbered', async () => (await states()).rendering > 0);
  await client.tasks.cancel({ id });
  await office.work();
  const known = async () => {
    const rows = await office.sql<{ path: string }>(
      'SELECT path FROM certificate WHERE sha256 IS NOT NULL ORDER BY path',
    );
    return rows.map(({ path }) => path);
  };
  const cancelled = { states: await states(), files: await office.files(), known: await known() };
  const { task } = await client.tasks.get({ id });
  await client.tasks.retry({ id });
  await office.work();
  const { summary } = (await client.tasks.get({ id })).task;
  expect({ state: task.state, cancelled, summary, files: await office.files() }).toEqual({
    state: 'cancelled',
    cancelled: {
      states: expect.objectContaining({ rendering: 0, expected: 1_000 - cancelled.known.length }),
      files: cancelled.known,
      known: cancelled.known,
    },
    summary: '1000 issued, 0 blocked',
    files: await known(),
  });
  expect(cancelled.known.length).toBeLessThanOrEqual(750);
});

test('a failure in the middle of a task leaves no file that the store does not know, and the next attempt finishes', async () => {
  let drawn = 0;
  const inner = seededRandom(3);
  const office = await openOffice({
    random: (count) => {
      // The second slice of 250 cannot be numbered while the first one is being rendered.
      if (count === 10 && ++drawn === 300) throw new Error('no entropy');
      return inner(count);
    },
  });
  const { taskId } = await office.client.completions.record({ events: manyEvents(400) });
  await office.work();
  const failed = (await office.client.tasks.get({ id: taskId ?? 0 })).task.state;
  const files = async () => ({
    files: await office.files(),
    known: (
      await office.sql<{ path: string }>(
        "SELECT path FROM certificate WHERE state = 'issued' ORDER BY path",
      )
    ).map(({ path }) => path),
  });
  const { files: found, known } = await files();
  office.clock.advance(600_000);
  await until(
    'the next attempt',
    async () => (await office.client.certificates.counts({})).states.issued === 400,
  );
  await office.work();
  const after = await files();
  expect({ failed, found, after: after.files }).toEqual({
    failed: 'retrying',
    found: known,
    after: after.known,
  });
});

test('a number that is taken is never given twice: others are drawn', async () => {
  const inner = seededRandom(5);
  let numbers = 0;
  const office = await openOffice({
    working: false,
    random: (count) => (count === 10 && ++numbers <= 2 ? new Uint8Array(10) : inner(count)),
  });
  await issue(office, ...manyEvents(2));
  const drawn = await office.sql<{ number: string }>(
    "SELECT number FROM certificate WHERE state = 'issued'",
  );
  expect({ issued: new Set(drawn.map(({ number }) => number)).size, numbers }).toEqual({
    issued: 2,
    numbers: 4,
  });
});

test('a program that dies while certificates render makes each once more under its own number', async () => {
  const first = await openOffice();
  await first.tamper(
    "CREATE TRIGGER killed BEFORE UPDATE OF state ON certificate WHEN OLD.state = 'rendering' BEGIN SELECT RAISE(ABORT, 'killed'); END; CREATE TRIGGER stuck BEFORE UPDATE OF state ON job WHEN OLD.state = 'running' BEGIN SELECT RAISE(ABORT, 'killed'); END;",
  );
  await first.client.completions.record({ events: manyEvents(3) });
  await expect(first.work()).rejects.toMatchObject({ code: 'internal' });
  const numbers = ({ sql }: Office) => sql('SELECT number, path FROM certificate ORDER BY id');
  const before = await numbers(first);
  await first.close();
  const second = await openOffice({ dir: first.dir, working: false });
  await second.tamper('DROP TRIGGER killed; DROP TRIGGER stuck;');
  await second.work();
  const states = await second.sql('SELECT state, renders FROM certificate');
  expect({ after: await numbers(second), states, files: (await second.files()).length }).toEqual({
    after: before,
    states: Array.from({ length: 3 }, () => ({ state: 'issued', renders: 2 })),
    files: 3,
  });
});

test('nothing sealed is made again, whatever is imported or restarted', async () => {
  const first = await openOffice();
  const events = manyEvents(3);
  await issue(first, ...events);
  await first.close();
  const second = await openOffice({ dir: first.dir });
  await issue(second, ...events);
  expect(await second.sql('SELECT state, renders FROM certificate')).toEqual(
    events.map(() => ({ state: 'issued', renders: 1 })),
  );
});

test('a sealed row cannot be changed, revived or deleted by SQL, and neither can its history', async () => {
  const office = await openOffice();
  await issue(office, aCompletionEvent().withMark('55').build());
  await issue(office, aCompletionEvent().withMark('71').build());
  await office.client.certificates.revoke({ ids: [2], reason: 'Issued in error' });
  const changes = [
    "UPDATE certificate SET sha256 = 'x' WHERE id = 1",
    'UPDATE certificate SET size = 1 WHERE id = 1',
    "UPDATE certificate SET number = '0000-0000-000' WHERE id = 1",
    "UPDATE certificate SET snapshot = '{}' WHERE id = 1",
    "UPDATE certificate SET path = 'other.pdf' WHERE id = 1",
    'UPDATE certificate SET issued_at = 0 WHERE id = 1',
    "UPDATE certificate SET expires_on = '2099-01-01' WHERE id = 1",
    "UPDATE certificate SET state = 'issued' WHERE id = 1",
    "UPDATE certificate SET state = 'issued', reason = NULL WHERE id = 2",
    "UPDATE certificate SET state = 'expected', number = NULL, snapshot = NULL, path = NULL, sha256 = NULL, size = NULL, issued_at = NULL WHERE id = 1",
    'DELETE FROM certificate WHERE id = 1',
    "UPDATE certificate_history SET reason = 'nothing' WHERE id = 1",
    'DELETE FROM certificate_history WHERE id = 1',
  ];
  const before = await office.sql('SELECT * FROM certificate ORDER BY id');
  const answers: string[] = [];
  for (const sql of changes)
    answers.push(
      await office.tamper(sql).then(
        () => `taken: ${sql}`,
        () => 'refused',
      ),
    );
  expect({ answers, after: await office.sql('SELECT * FROM certificate ORDER BY id') }).toEqual({
    answers: changes.map(() => 'refused'),
    after: before,
  });
});

test('a PDF is handed out as it was sealed, and not at all once its file was changed or lost', async () => {
  const office = await openOffice();
  await issue(office, aCompletionEvent().build());
  const [{ path } = { path: '' }] = await office.sql<{ path: string }>(
    'SELECT path FROM certificate',
  );
  const file = join(office.dir, 'certificates', path);
  const sealed = await readFile(file);
  const { name, base64 } = await office.client.certificates.pdf({ id: 1 });
  await writeFile(file, Buffer.concat([sealed, Buffer.from('%')]));
  await expect(office.client.certificates.pdf({ id: 1 })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('is not the one that was sealed'),
  });
  await rm(file);
  await expect(office.client.certificates.pdf({ id: 1 })).rejects.toMatchObject({
    code: 'file_access',
    message: `${file} does not exist. Check the path.`,
  });
  expect({ name, same: sealed.equals(Buffer.from(base64, 'base64')) }).toEqual({
    name: path.split('/').at(-1),
    same: true,
  });
});

test('revoking keeps row and file, and refuses as a whole where one of them is not issued', async () => {
  const office = await openOffice();
  const base = aCompletionEvent();
  await issue(office, base.of('1').build(), base.of('2').withMark('3').build());
  const { client } = office;
  await expect(client.certificates.revoke({ ids: [1, 2], reason: 'Error' })).rejects.toMatchObject({
    code: 'conflict',
  });
  const untouched = (await client.certificates.counts({})).states;
  await client.certificates.revoke({ ids: [1], reason: 'Issued in error' });
  const { certificate, history } = await client.certificates.get({ id: 1 });
  expect({
    untouched,
    certificate,
    last: history.at(-1),
    files: (await office.files()).length,
  }).toMatchObject({
    untouched: { issued: 1, revoked: 0 },
    certificate: { state: 'revoked', reason: 'Issued in error', number: expect.any(String) },
    last: { from: 'issued', to: 'revoked', actor: 'tester', reason: 'Issued in error' },
    files: 1,
  });
});

test('an export copies what matches with a manifest, names what it missed, and never mixes with another', async () => {
  const office = await openOffice();
  const { client } = office;
  await issue(office, ...manyEvents(3), aCompletionEvent().of('X').for('CHE-201').build());
  const [lost] = await office.sql<{ path: string; number: string }>(
    'SELECT path, number FROM certificate ORDER BY id LIMIT 1',
  );
  await rm(join(office.dir, 'certificates', lost?.path ?? ''));
  const folder = join(office.dir, 'export');
  const { taskId, asked } = await client.certificates.export({
    filter: { course: 'BIO-101' },
    folder,
  });
  await office.work();
  const { task } = await client.tasks.get({ id: taskId });
  const lines = (await readFile(join(folder, 'manifest.csv'), 'utf8'))
    .replace('\ufeff', '')
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const written = lines.slice(1).filter((line) => line.at(-1) === 'written');
  const hashes = await Promise.all(
    written.map(async ([, , , file = '']) =>
      createHash('sha256')
        .update(await readFile(join(folder, file)))
        .digest('hex'),
    ),
  );
  const again = client.certificates.export({ filter: {}, folder });
  await expect(again).rejects.toMatchObject({
    code: 'conflict',
    message: `${folder} holds an export already (manifest.csv). Choose a new folder.`,
  });
  expect({
    asked,
    summary: task.summary,
    head: lines[0],
    missed: lines
      .slice(1)
      .filter((line) => line.at(-1) !== 'written')
      .map(([number]) => number),
    hashes,
    files: (await filesBelow(folder)).length,
  }).toEqual({
    asked: 3,
    summary: `2 written to ${folder}, 1 missed (see manifest.csv)`,
    head: ['number', 'candidateId', 'name', 'file', 'sha256', 'outcome'],
    missed: [lost?.number],
    hashes: written.map(([, , , , sha256]) => sha256),
    files: 3,
  });
});

test('an export that ends before it is settled is written once more by the next program', async () => {
  const first = await openOffice();
  await issue(first, ...manyEvents(2));
  const folder = join(first.dir, 'export');
  await first.tamper(
    "CREATE TRIGGER killed BEFORE UPDATE OF state ON job WHEN NEW.state = 'succeeded' BEGIN SELECT RAISE(ABORT, 'killed'); END",
  );
  const { taskId } = await first.client.certificates.export({ filter: {}, folder });
  await expect(first.work()).rejects.toMatchObject({ code: 'internal' });
  await first.close();
  const second = await openOffice({ dir: first.dir, working: false });
  await second.tamper('DROP TRIGGER killed');
  await second.work();
  const { task } = await second.client.tasks.get({ id: taskId });
  expect([task.state, task.summary, (await filesBelow(folder)).length]).toEqual([
    'succeeded',
    `2 written to ${folder}`,
    3,
  ]);
});
