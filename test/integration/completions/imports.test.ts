/** Importing a results file: what the check finds, what the commit writes, and what interruptions leave behind. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rowClasses } from '../../../src/shared/contract/imports.ts';
import { aCompletionEvent, aResultsFile } from '../../helpers/builders.ts';
import { beginCheck, checkFile, importFile } from '../../helpers/imports.ts';
import { type Office, openOffice } from '../../helpers/office.ts';
import { until } from '../../helpers/until.ts';

const none = { new: 0, changed: 0, unchanged: 0, conflicting: 0, invalid: 0 };

const storedRows = ({ sql }: Office) =>
  sql<{ completions: number; courses: number; people: number }>(
    `SELECT (SELECT count(*) FROM completion) AS completions, (SELECT count(*) FROM course) AS courses,
       (SELECT count(*) FROM person) AS people`,
  ).then(([row]) => row);

/** Holds back every certificate, so that a test of the import need not render any. */
const unmarked = { mark: '' };

/** A file with rows of all five classes against a store that holds C-0001 and C-0002. */
async function mixedFile(office: Office) {
  await importFile(office, await aResultsFile().rows(2, unmarked).writeTo(office.dir, 'first.csv'));
  return aResultsFile()
    .row({ candidateId: 'C-0001', ...unmarked })
    .row({ candidateId: 'C-0002', mark: '49.96' })
    .row({ candidateId: 'C-0003', mark: '12' })
    .row({ candidateId: 'C-0004', mark: 'abc' })
    .row({ candidateId: '', mark: '70' })
    .row({ candidateId: 'C-0003', mark: '13' })
    .row({
      candidateId: 'C-0005',
      courseCode: 'NEW-1',
      courseTitle: 'New',
      passMark: '40',
      mark: '1',
    })
    .row({ candidateId: 'C-0006', passMark: '60', mark: '1' })
    .bareRow({ candidateId: 'C-0007', candidateName: 'No Course', courseCode: 'GONE-9' })
    .writeTo(office.dir, 'second.csv');
}

test('a check classes every row, shows the first of each class, and writes nothing to the tracking store', async () => {
  const office = await openOffice();
  const file = await mixedFile(office);
  const before = await storedRows(office);
  const checked = await checkFile(office, file);
  const samples = await Promise.all(
    rowClasses.map(async (rowClass) => {
      const { rows } = await office.client.imports.rows({ importId: checked.id, class: rowClass });
      return [rowClass, rows.map(({ row, changes, problems }) => ({ row, changes, problems }))];
    }),
  );
  expect({
    checked,
    samples: Object.fromEntries(samples),
    after: await storedRows(office),
  }).toEqual({
    checked: expect.objectContaining({
      state: 'checked',
      counts: { new: 2, changed: 1, unchanged: 1, conflicting: 2, invalid: 3 },
      newCourses: [{ code: 'NEW-1', title: 'New', passMark: '40', validityMonths: null }],
      rejectsFile: expect.stringContaining('second.csv.rejected.csv'),
      error: null,
    }),
    samples: {
      new: [
        { row: 4, changes: [], problems: [] },
        { row: 8, changes: [], problems: [] },
      ],
      changed: [{ row: 3, changes: [{ field: 'mark', from: null, to: '49.96' }], problems: [] }],
      unchanged: [{ row: 2, changes: [], problems: [] }],
      conflicting: [
        { row: 7, changes: [], problems: [expect.stringContaining('Another row of this file')] },
        {
          row: 9,
          changes: [],
          problems: [expect.stringContaining('pass mark 50 here, 60 in the file')],
        },
      ],
      invalid: [
        { row: 5, changes: [], problems: [expect.stringContaining('abc')] },
        { row: 6, changes: [], problems: [expect.stringContaining('candidateId')] },
        { row: 10, changes: [], problems: [expect.stringContaining('Course GONE-9 is not known')] },
      ],
    },
    after: before,
  });
});

test('a commit writes exactly the new and changed rows, makes the courses, and queues the certificates', async () => {
  const office = await openOffice();
  const file = await mixedFile(office);
  const committed = await importFile(office, file);
  const rows = await office.sql(
    `SELECT p.candidate_id AS id, m.mark, m.version, m.source_file AS file, m.source_row AS row
     FROM completion AS m JOIN person AS p ON p.id = m.person_id ORDER BY 1`,
  );
  expect({ committed, rows, blocked: (await office.client.office.ledger({})).reasons }).toEqual({
    committed: expect.objectContaining({
      state: 'committed',
      certificatesTaskId: expect.any(Number),
    }),
    rows: [
      { id: 'C-0001', mark: null, version: 1, file: 'first.csv', row: 2 },
      { id: 'C-0002', mark: '49.96', version: 2, file: 'second.csv', row: 3 },
      { id: 'C-0003', mark: '12', version: 1, file: 'second.csv', row: 4 },
      { id: 'C-0005', mark: '1', version: 1, file: 'second.csv', row: 8 },
    ],
    blocked: [
      { code: 'below_pass_mark', count: 3 },
      { code: 'no_mark', count: 1 },
    ],
  });
});

test('importing the same file again finds every row unchanged and queues nothing', async () => {
  const office = await openOffice();
  const file = await aResultsFile()
    .rows(40, unmarked)
    .row({
      candidateId: 'C-0001',
      courseCode: 'CHE-201',
      courseTitle: 'Chemistry',
      email: 'one@example.org',
      ...unmarked,
    })
    .row({ candidateId: 'C-0001', attempt: '2', email: 'two@example.org', ...unmarked })
    .writeTo(office.dir);
  await importFile(office, file);
  const second = await checkFile(office, file);
  const committed = await importFile(office, file);
  expect({ second: second.counts, certificatesTask: committed.certificatesTaskId }).toEqual({
    second: { ...none, unchanged: 42 },
    certificatesTask: null,
  });
});

test('the file of refused rows, once corrected, imports whole', async () => {
  const office = await openOffice();
  const { rejectsFile } = await importFile(office, await mixedFile(office));
  const text = await readFile(rejectsFile ?? '', 'utf8');
  const corrected = text
    .replace('abc', '44')
    .replace(/^,Candidate ,/m, 'C-0011,Candidate 11,')
    .replace('GONE-9', 'BIO-101')
    .replace(/^C-0003,(.*)$/m, 'C-0012,$1')
    .replace(/^(C-0006,.*),60,/m, '$1,50,');
  const path = join(office.dir, 'corrected.csv');
  await writeFile(path, corrected);
  const { mapping } = await office.client.imports.inspect({ source: { kind: 'path', path } });
  const again = await importFile(office, { path, name: 'corrected.csv', mapping });
  expect([again.counts, again.rejectsFile, text.split('\r\n').length]).toEqual([
    { ...none, new: 5 },
    null,
    7,
  ]);
});

test('what an officer mapped is offered again for a file with the same headings, in any order', async () => {
  const office = await openOffice();
  const file = await aResultsFile()
    .rows(1, { sitting: 'June', ...unmarked })
    .writeTo(office.dir);
  const { sitting: _unwanted, ...chosen } = file.mapping;
  await checkFile(office, { ...file, mapping: chosen });
  const text = await readFile(file.path, 'utf8');
  const turned = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(',').toReversed().join(','))
    .join('\n');
  const path = join(office.dir, 'turned.csv');
  await writeFile(path, turned);
  const { mapping, remembered, reading } = await office.client.imports.inspect({
    source: { kind: 'path', path },
  });
  expect({ mapping, remembered, reading }).toEqual({
    mapping: chosen,
    remembered: true,
    reading: { zone: 'Europe/London' },
  });
});

test('a store that changed between check and commit is not overwritten: the row is refused with the reason', async () => {
  const office = await openOffice();
  const file = await aResultsFile()
    .row({ candidateId: 'C-0001', mark: '30', occurredAt: '2026-06-01T10:00:00Z' })
    .row({ candidateId: 'C-0002', mark: '31', occurredAt: '2026-06-01T10:00:00Z' })
    .writeTo(office.dir);
  const { id: importId } = await checkFile(office, file);
  const newer = aCompletionEvent().of('C-0001').for('BIO-101', '50', 'Biology');
  await office.client.completions.record({
    events: [newer.withMark('35').happening('2026-06-02T10:00:00Z').build()],
  });
  const { taskId } = await office.client.imports.commit({ importId });
  await office.work();
  const { counts } = await office.client.imports.get({ importId });
  const refused = await office.client.imports.rows({ importId, class: 'conflicting' });
  const { task } = await office.client.tasks.get({ id: taskId });
  const marks = await office.sql('SELECT mark FROM completion ORDER BY id');
  expect({
    counts,
    problems: refused.rows.flatMap(({ problems }) => problems),
    summary: task.summary,
    marks,
  }).toEqual({
    counts: { ...none, new: 1, conflicting: 1 },
    problems: [expect.stringContaining('newer facts are already stored')],
    summary: '1 new, 0 changed; 1 refused, because the store had changed since the check',
    marks: [{ mark: '35' }, { mark: '31' }],
  });
});

test('a file that grew, or that is gone, since it was chosen is refused in words', async () => {
  const office = await openOffice({ working: false });
  const builder = aResultsFile().rows(3, unmarked);
  const grown = await builder.writeTo(office.dir, 'grown.csv');
  const gone = await builder.writeTo(office.dir, 'gone.csv');
  await beginCheck(office, grown);
  await beginCheck(office, gone);
  await writeFile(grown.path, 'x', { flag: 'a' });
  await rm(gone.path);
  await office.work();
  const { rows } = await office.client.tasks.list({ tab: 'all' });
  expect(rows.map(({ state, reason }) => ({ state, reason }))).toEqual([
    { state: 'retrying', reason: `${gone.path} does not exist. Check the path.` },
    { state: 'failed', reason: 'grown.csv has changed since it was chosen. Import it again.' },
  ]);
});

test('a mapping that does not fit the file is refused before anything is queued', async () => {
  const office = await openOffice({ working: false });
  const file = await aResultsFile().rows(1).writeTo(office.dir);
  const wrong = beginCheck(office, { ...file, mapping: { ...file.mapping, mark: 'Grade' } });
  await expect(wrong).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('no column "Grade"'),
  });
  expect((await office.client.tasks.counts({})).all).toBe(0);
});

test('a commit needs a checked import, and only one commit is made of it', async () => {
  const office = await openOffice();
  const { id: importId } = await checkFile(
    office,
    await aResultsFile().rows(1, unmarked).writeTo(office.dir),
  );
  await office.client.imports.commit({ importId });
  await expect(office.client.imports.commit({ importId })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/The import of results.csv is committ(ing|ed), not checked/),
  });
});

test('a discarded import leaves its line in the list, no rows and no file of refused rows', async () => {
  const office = await openOffice();
  const { id: importId, rejectsFile } = await checkFile(office, await mixedFile(office));
  await office.client.imports.discard({ importId });
  const { state, counts } = await office.client.imports.get({ importId });
  const read = readFile(rejectsFile ?? '');
  await expect(read).rejects.toMatchObject({ code: 'ENOENT' });
  expect({ state, counts }).toEqual({ state: 'discarded', counts: none });
});

test.each(['check', 'commit'] as const)(
  'a %s that is cancelled in the middle goes on where it was when it is retried',
  async (step) => {
    const office = await openOffice();
    const { client } = office;
    const file = await aResultsFile().rows(3000, unmarked).writeTo(office.dir);
    const begun = await beginCheck(office, file);
    let { taskId } = begun;
    if (step === 'commit') {
      await office.work();
      ({ taskId } = await client.imports.commit({ importId: begun.importId }));
    }
    await until('a saved checkpoint', async () => {
      const [row] = await office.sql('SELECT 1 FROM job WHERE id = ? AND checkpoint IS NOT NULL', [
        taskId,
      ]);
      return row !== undefined;
    });
    await client.tasks.cancel({ id: taskId, reason: 'lunch' });
    await office.work();
    const cancelled = (await client.tasks.get({ id: taskId })).task;
    const partly = await client.imports.get({ importId: begun.importId });
    await client.tasks.retry({ id: taskId });
    await office.work();
    if (step === 'check') await client.imports.commit({ importId: begun.importId });
    await office.work();
    const whole = await client.imports.get({ importId: begun.importId });
    const [rows] = await office.sql(
      'SELECT count(*) AS n, count(DISTINCT person_id) AS people, max(version) AS version FROM completion',
    );
    expect({
      cancelled: cancelled.state,
      partly: partly.state,
      whole: [whole.state, whole.counts],
      rows,
    }).toEqual({
      cancelled: 'cancelled',
      partly: 'failed',
      whole: ['committed', { ...none, new: 3000 }],
      rows: { n: 3000, people: 3000, version: 1 },
    });
  },
);

test('a program that closes during check and during commit goes on after the next start', async () => {
  let office = await openOffice();
  const { dir } = office;
  const broken = aResultsFile().rows(1500, unmarked).row({ candidateId: 'C-9998', mark: 'abc' });
  const file = await broken.rows(0).row({ candidateId: 'C-9999', mark: 'xyz' }).writeTo(dir);
  const { importId, taskId } = await beginCheck(office, file);
  const reopen = async (id: number) => {
    await until('a saved checkpoint', async () => {
      const [row] = await office.sql('SELECT 1 FROM job WHERE id = ? AND checkpoint IS NOT NULL', [
        id,
      ]);
      return row !== undefined;
    });
    await office.close();
    office = await openOffice({ dir });
    await office.work();
  };
  await reopen(taskId);
  const checked = await office.client.imports.get({ importId });
  await reopen((await office.client.imports.commit({ importId })).taskId);
  const committed = await office.client.imports.get({ importId });
  const rejects = (await readFile(committed.rejectsFile ?? '', 'utf8')).trim().split('\r\n');
  expect({
    checked: checked.state,
    committed: [committed.state, committed.counts],
    rejects: rejects.length,
    stored: await storedRows(office),
  }).toEqual({
    checked: 'checked',
    committed: ['committed', { ...none, new: 1500, invalid: 2 }],
    rejects: 3,
    stored: { completions: 1500, courses: 1, people: 1500 },
  });
});

test.each(['import-check', 'import-commit'])(
  'a program that ends after the last write of an %s and before it is settled succeeds the next time',
  async (kind) => {
    const first = await openOffice();
    const file = await aResultsFile().rows(3, unmarked).writeTo(first.dir);
    await first.tamper(
      `CREATE TRIGGER killed BEFORE UPDATE OF state ON job WHEN NEW.state = 'succeeded' AND NEW.kind = '${kind}' BEGIN SELECT RAISE(ABORT, 'killed'); END`,
    );
    const { importId } = await beginCheck(first, file);
    if (kind === 'import-commit') {
      await first.work();
      await first.client.imports.commit({ importId });
    }
    // Only where no other task settles after it does the queue still know that it is stuck.
    await Promise.allSettled([first.work()]);
    await first.close();
    const second = await openOffice({ dir: first.dir, working: false });
    await second.tamper('DROP TRIGGER killed');
    await second.work();
    const { rows } = await second.client.tasks.list({ tab: 'all' });
    const { state, error } = await second.client.imports.get({ importId });
    expect({ states: new Set(rows.map((task) => task.state)), state, error }).toEqual({
      states: new Set(['succeeded']),
      state: kind === 'import-check' ? 'checked' : 'committed',
      error: null,
    });
  },
);

test('an upload in parts is read like a file, and its copy is removed once its rows are checked', async () => {
  const office = await openOffice();
  const file = await aResultsFile().rows(20, unmarked).writeTo(office.dir);
  const bytes = await readFile(file.path);
  const half = Math.floor(bytes.length / 2);
  const part = (from: number, to: number, uploadId?: string) =>
    office.client.imports.upload({
      name: '../../results.csv',
      offset: from,
      base64: bytes.subarray(from, to).toString('base64'),
      ...(uploadId === undefined ? {} : { uploadId }),
    });
  const { uploadId } = await part(0, half);
  await expect(part(half + 5, bytes.length, uploadId)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('a part is missing'),
  });
  const { received } = await part(half, bytes.length, uploadId);
  const { importId } = await office.client.imports.check({
    source: { kind: 'upload', uploadId },
    mapping: file.mapping,
    reading: { zone: 'UTC' },
  });
  await office.work();
  const { counts, file: name } = await office.client.imports.get({ importId });
  const again = office.client.imports.inspect({ source: { kind: 'upload', uploadId } });
  await expect(again).rejects.toMatchObject({ code: 'not_found' });
  expect({ received, counts, name }).toEqual({
    received: bytes.length,
    counts: { ...none, new: 20 },
    name: 'results.csv',
  });
});
