/** Pre-flight: what is found before anything is rendered, what an officer decides, and what becomes of it. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { CompletionEvent } from '../../../src/shared/completion-event.ts';
import type { PreflightScope } from '../../../src/shared/contract/preflight.ts';
import { aCompletionEvent, aResultsFile, manyEvents } from '../../helpers/builders.ts';
import { temporaryFolder } from '../../helpers/folder.ts';
import { type Office, openOffice } from '../../helpers/office.ts';

const due: PreflightScope = { kind: 'due' };

const one = (id: string, name: string) => aCompletionEvent().of(id, name).build();

/** A finding of every kind that a record can have, each by its candidate's number. */
const troubled: CompletionEvent[] = [
  one('C-GLYPH', 'Ada \u{10280}'),
  one('C-LONG', 'Wilhelmina Featherstonehaugh '.repeat(12)),
  one('C-HIDDEN', 'Eva\u200b Novak'),
  one('C-BIDI', 'Eva \u202eNovak'),
  one('C-TWIN', 'Mаria Silva'),
  one('C-TWO', 'Dan לוי'),
  one('C-SAME-1', 'Robin Ashdown'),
  one('C-SAME-2', 'ROBIN  ashdown'),
  one(
    'C-TIGHT',
    'Maximiliana Theodora Brzezicka-Featherstonehaugh of Upper Aldermere and the Isles',
  ),
  one('C-FINE', 'Ilse Bergström'),
  aCompletionEvent().of('C-FAILED', 'Mаria Below').withMark('12').build(),
];

/** An office with these completions recorded, and the task of their certificates called off for the time being. */
async function recorded(events: CompletionEvent[] = troubled): Promise<Office> {
  const office = await openOffice({ working: false });
  const { taskId } = await office.client.completions.record({ events });
  await office.client.tasks.cancel({ id: taskId ?? 0 });
  return office;
}

/** Lets the task that `recorded` has called off make its certificates after all. */
async function issue(office: Office): Promise<void> {
  await office.client.tasks.retry({ id: 1 });
  await office.work();
}

async function checked(office: Office, scope: PreflightScope = due) {
  const started = await office.client.preflight.start({ scope });
  await office.work();
  const { task } = await office.client.tasks.get({ id: started.taskId });
  return { ...started, task };
}

const findings = async (office: Office) =>
  (await office.client.preflight.findings({ limit: 1_000 })).rows;

const kindsById = (rows: readonly { candidateId: string | null; kind: string }[]) =>
  rows.map(({ candidateId, kind }) => [candidateId, kind]).sort();

test('every kind of trouble is found with its person, and nobody who is not entitled is looked at', async () => {
  const office = await recorded();
  const answer = await office.client.preflight.check({ scope: due });
  expect({
    people: [answer.checked, answer.notDue],
    found: kindsById(answer.findings),
    words: answer.findings.every(({ reason, remedy }) => reason.length > 20 && remedy.length > 20),
    issued: await office.files(),
    kept: await findings(office),
  }).toEqual({
    people: [10, 1],
    found: [
      ['C-BIDI', 'bad_text'],
      ['C-GLYPH', 'glyph_missing'],
      ['C-HIDDEN', 'bad_text'],
      ['C-LONG', 'does_not_fit'],
      ['C-SAME-1', 'same_name'],
      ['C-SAME-2', 'same_name'],
      ['C-TIGHT', 'tight_fit'],
      ['C-TWIN', 'look_alike'],
      ['C-TWO', 'mixed_direction'],
    ],
    words: true,
    issued: [],
    kept: [],
  });
});

test('what it says cannot be printed is blocked at rendering with the same code and words, and nothing else is', async () => {
  const office = await recorded();
  const answer = await office.client.preflight.check({ scope: due });
  await issue(office);
  const blocked = await office.sql<{ id: string; code: string; reason: string }>(
    `SELECT p.candidate_id AS id, c.reason_code AS code, c.reason FROM certificate AS c JOIN completion AS m ON m.id = c.completion_id
     JOIN person AS p ON p.id = m.person_id WHERE c.state = 'blocked' AND c.reason_code <> 'below_pass_mark' ORDER BY p.candidate_id`,
  );
  expect(blocked).toEqual(
    answer.findings
      .filter(({ severity }) => severity === 'blocks')
      .map(({ candidateId, kind, reason, remedy }) => ({
        id: candidateId,
        code: kind,
        reason: `${reason} ${remedy}`,
      }))
      .sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1)),
  );
});

test('a run keeps its findings, counts them, and sums up; a corrected name resolves its finding', async () => {
  const office = await recorded();
  const { task, runId } = await checked(office);
  const before = await office.client.preflight.counts({ runId });
  await office.client.completions.record({
    events: [aCompletionEvent().of('C-TWIN', 'Maria Silva').build()],
  });
  const after = await office.client.preflight.counts({ runId });
  const { rows } = await office.client.preflight.findings({ status: 'resolved' });
  expect({
    summary: task.summary,
    kinds: before.kinds.map(({ kind, severity, count }) => [kind, severity, count]),
    open: [before.statuses.open, after.statuses.open],
    resolved: kindsById(rows),
    runs: (await office.client.preflight.runs({})).rows.map(({ title, checked: n }) => [title, n]),
  }).toEqual({
    summary: '10 checked: 4 cannot be printed, 4 warnings, 1 note',
    kinds: [
      ['bad_text', 'blocks', 2],
      ['does_not_fit', 'blocks', 1],
      ['glyph_missing', 'blocks', 1],
      ['look_alike', 'warning', 1],
      ['mixed_direction', 'warning', 1],
      ['same_name', 'warning', 2],
      ['tight_fit', 'note', 1],
    ],
    open: [9, 8],
    resolved: [['C-TWIN', 'look_alike']],
    runs: [['everything due', 10]],
  });
});

test('a hold keeps the certificate back, another decision releases it, and each is in the audit log', async () => {
  const office = await recorded([one('C-TWIN', 'Mаria Silva')]);
  await checked(office);
  const [finding] = await findings(office);
  const ids = [finding?.id ?? 0];
  await office.client.preflight.decide({ ids, decision: 'hold' });
  await office.work();
  const held = await office.client.certificates.list({});
  const status = (await findings(office)).map((each) => each.status);
  await office.client.preflight.decide({ ids, decision: 'issue_anyway' });
  await office.work();
  const released = await office.client.certificates.list({ state: 'issued' });
  const audit = await office.sql<{ action: string }>(
    "SELECT action FROM audit_log WHERE action LIKE 'preflight%'",
  );
  expect({
    held: held.rows.map(({ state, reasonCode, reason }) => [state, reasonCode, reason]).slice(0, 1),
    status,
    released: released.rows.length,
    now: (await findings(office)).map((each) => each.status),
    audit: audit.length,
  }).toEqual({
    held: [
      ['blocked', 'on_hold', 'On hold: Pre-flight: letters of another script that look alike.'],
    ],
    status: ['hold'],
    released: 1,
    now: ['issue_anyway'],
    audit: 2,
  });
});

test('a decision stands when the same is found again, and is asked for anew when the name is another', async () => {
  const office = await recorded([
    one('C-1', 'Eva\u200b Novak'),
    one('C-2', 'Ida\u200b Novak'),
    one('C-3', 'Ada\u200b Novak'),
  ]);
  await checked(office);
  await office.client.preflight.decide({
    ids: (await findings(office)).map(({ id }) => id),
    decision: 'fixed',
  });
  await office.client.completions.record({
    events: [one('C-2', 'Ida\u200b Novakova'), one('C-3', 'Ada Novak')],
  });
  await office.work();
  await checked(office);
  const rows = await findings(office);
  expect(rows.map(({ candidateId, status }) => [candidateId, status]).sort()).toEqual([
    ['C-1', 'fixed'],
    ['C-2', 'open'],
    // Issued since, and so not looked at again.
    ['C-3', 'resolved'],
  ]);
});

test('what cannot be printed cannot be issued anyway', async () => {
  const office = await recorded([one('C-1', 'Eva\u200b Novak')]);
  await checked(office);
  const [finding] = await findings(office);
  const error = await office.client.preflight
    .decide({ ids: [finding?.id ?? 0], decision: 'issue_anyway' })
    .catch((each) => each);
  expect([error.code, (await findings(office)).map(({ status }) => status)]).toEqual([
    'conflict',
    ['open'],
  ]);
});

test('the rows of an import under review are looked at, and one put on hold arrives on hold', async () => {
  const office = await openOffice();
  const file = await aResultsFile()
    .row({ candidateId: 'C-1', candidateName: 'Mаria Silva' })
    .row({ candidateId: 'C-2', candidateName: 'Ilse Bergström' })
    .row({ candidateId: 'C-3', candidateName: 'Mаria Below', mark: '12' })
    .writeTo(office.dir);
  const { importId } = await office.client.imports.check({
    source: { kind: 'path', path: file.path },
    mapping: file.mapping,
    reading: {},
  });
  await office.work();
  const scope: PreflightScope = { kind: 'import', importId };
  await checked(office, scope);
  const [finding, ...others] = await findings(office);
  await office.client.preflight.decide({
    ids: [finding?.id ?? 0],
    decision: 'hold',
    reason: 'Ask the school',
  });
  await office.client.imports.commit({ importId });
  await office.work();
  const { rows } = await office.client.certificates.list({ sort: 'name' });
  expect({
    finding: [finding?.candidateId, finding?.kind, finding?.importRow, others],
    certificates: rows.map(({ candidateId, state, reason }) => [candidateId, state, reason]),
    after: (await findings(office)).map(({ status }) => status),
  }).toEqual({
    finding: ['C-1', 'look_alike', finding?.importRow, []],
    certificates: [
      ['C-2', 'issued', null],
      ['C-3', 'blocked', 'Mark 12 is below the pass mark 50.'],
      ['C-1', 'blocked', 'On hold: Ask the school.'],
    ],
    after: ['resolved'],
  });
});

test('a scope without anybody is refused, and a course that is not asked for is left out', async () => {
  const office = await recorded([
    one('C-1', 'Mаria Silva'),
    aCompletionEvent().of('C-2', 'Mаria Santos').for('CHE-110').build(),
  ]);
  const only = await office.client.preflight.check({
    scope: { kind: 'due', courses: ['CHE-110'] },
  });
  const error = await office.client.preflight
    .start({ scope: { kind: 'due', courses: ['NO-1'] } })
    .catch((each) => each);
  expect([kindsById(only.findings), error.code]).toEqual([[['C-2', 'look_alike']], 'not_found']);
});

test('people on more slices than there are threads are all looked at, once', async () => {
  const office = await openOffice({ working: false });
  const events = manyEvents(9_001);
  for (let at = 0; at < events.length; at += 1_000)
    await office.client.completions.record({ events: events.slice(at, at + 1_000) });
  await office.client.completions.record({
    events: [one('C-LAST', 'candidate  NUMBER 1')],
  });
  const answer = await office.client.preflight.check({ scope: due });
  expect([answer.checked, kindsById(answer.findings)]).toEqual([
    9_002,
    [
      ['C-0001', 'same_name'],
      ['C-LAST', 'same_name'],
    ],
  ]);
});

/** The program's resources with a template that a test may spoil. */
async function resources(change: (template: string) => Promise<void>): Promise<string> {
  const dir = await temporaryFolder();
  await cp(resolve('resources', 'templates'), join(dir, 'templates'), { recursive: true });
  await change(join(dir, 'templates', 'default'));
  return dir;
}

test('a picture that is missing or too small is found, and so is a template that cannot be used', async () => {
  const spoil = async (change: (template: string) => Promise<void>) => {
    const office = await openOffice({ working: false, resourcesDir: await resources(change) });
    await office.client.completions.record({ events: [one('C-1', 'Ilse Bergström')] });
    const { findings: found } = await office.client.preflight.check({ scope: due });
    return found.map(({ kind, severity, field }) => [kind, severity, field]);
  };
  const edit = async (template: string, from: string, to: string) => {
    const path = join(template, 'template.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
  };
  expect([
    await spoil((template) => rm(join(template, 'logo.png'))),
    await spoil((template) => edit(template, '"height": 34', '"height": 134')),
    await spoil((template) => edit(template, '{{number}}', '{{nothing}}')),
    await spoil((template) => edit(template, '"text": "{{courseCode}}"', '"text": "{{sitting}}"')),
  ]).toEqual([
    [['image_missing', 'blocks', 'template']],
    [['image_resolution', 'warning', 'template']],
    [['template_unusable', 'blocks', 'template']],
    [['missing_value', 'blocks', 'sitting']],
  ]);
});
