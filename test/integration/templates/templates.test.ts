/** Templates of a store: versions that stay as they are, which course uses which, and proofs of them. */
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { TemplatePreview } from '../../../src/shared/contract/templates.ts';
import { aCompletionEvent, manyEvents } from '../../helpers/builders.ts';
import { temporaryFolder } from '../../helpers/folder.ts';
import { type Office, openOffice } from '../../helpers/office.ts';
import { pdfDrawnLines, pdfInfo, pdfLines, qpdfCheck } from '../../helpers/pdf-tools.ts';

const shipped = resolve('resources', 'templates', 'default');

/** The default template's folder with another name and some of its text replaced. */
async function folderOf(name: string, from = '', to = ''): Promise<string> {
  const dir = join(await temporaryFolder(), 'template');
  await cp(shipped, dir, { recursive: true });
  const path = join(dir, 'template.json');
  const template = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...template, name }, null, 2).replace(from, to));
  return dir;
}

async function textOf(office: Office, course: string): Promise<string> {
  const [row] = await office.sql<{ path: string }>(
    `SELECT c.path FROM certificate AS c JOIN completion AS m ON m.id = c.completion_id JOIN course AS k ON k.id = m.course_id
     WHERE k.code = ? AND c.state = 'issued' ORDER BY c.id DESC`,
    [course],
  );
  const bytes = await readFile(join(office.dir, 'certificates', row?.path ?? ''));
  return (await pdfLines(bytes)).join('\n');
}

function madeProof(preview: TemplatePreview): Buffer {
  if (preview.outcome !== 'made') throw new Error(JSON.stringify(preview));
  return Buffer.from(preview.base64, 'base64');
}

test('a new store begins with the program’s own template as version 1, and keeps its own copy of it', async () => {
  const office = await openOffice();
  const [template, ...others] = await office.client.templates.list({});
  const { json } = await office.client.templates.source({ id: 1 });
  await office.close();
  const again = await openOffice({ dir: office.dir });
  const shippedJson = await readFile(join(shipped, 'template.json'), 'utf8');
  expect({
    template,
    others,
    folders: await readdir(join(office.dir, 'templates')),
    same: json === shippedJson,
    later: await again.client.templates.list({}),
  }).toEqual({
    template: {
      id: 1,
      name: JSON.parse(shippedJson).name,
      isDefault: true,
      courses: [],
      versions: [
        {
          version: 1,
          hash: expect.stringMatching(/^[0-9a-f]{64}$/),
          createdAt: office.clock.now(),
          createdBy: 'examdesk',
          note: 'Came with the program',
          issued: 0,
        },
      ],
    },
    others: [],
    folders: [template?.versions[0]?.hash],
    same: true,
    later: [template],
  });
});

test('an edit and an imported folder are new versions, the same content is none, and another name another template', async () => {
  const office = await openOffice();
  const { templates } = office.client;
  const { json } = await templates.source({ id: 1 });
  const edited = json.replace('"x": 148.5', '"x": 148');
  const [name] = (await templates.list({})).map((each) => each.name);
  const answers = [
    await templates.save({ id: 1, json }),
    await templates.save({ id: 1, json: `${json}\n`, note: 'A line more' }),
    await templates.importFolder({ folder: shipped, note: 'As it was' }),
    await templates.importFolder({ folder: shipped }),
    await templates.importFolder({ folder: await folderOf('Medicine') }),
    await templates.save({ id: 1, json: edited.replace(`"${name}"`, '"Law"') }),
  ];
  await expect(
    templates.save({ id: 1, json: json.replace(`"${name}"`, '"Medicine"') }),
  ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Medicine') });
  const list = await templates.list({});
  expect({
    answers,
    versions: list.map((each) => [each.name, each.versions.map(({ version }) => version)]),
    hashes: new Set(list.flatMap((each) => each.versions.map(({ hash }) => hash))).size,
    folders: (await readdir(join(office.dir, 'templates'))).length,
    audited: await office.sql("SELECT action FROM audit_log WHERE action LIKE 'templates.%'"),
  }).toMatchObject({
    answers: [
      { id: 1, version: 1, isNew: false },
      { id: 1, version: 2, isNew: true },
      { id: 1, version: 3, isNew: true, name },
      { id: 1, version: 3, isNew: false, name },
      { id: 2, version: 1, isNew: true, name: 'Medicine' },
      { id: 3, version: 1, isNew: true },
    ],
    versions: [
      [name, [3, 2, 1]],
      ['Law', [1]],
      ['Medicine', [1]],
    ],
    hashes: 4,
    folders: 4,
    audited: answersOf(6),
  });
});
const answersOf = (count: number) =>
  Array.from({ length: count }, () => ({ action: expect.stringMatching(/import|save/) }));

test('a course is printed with its own template, every other with the default one, also within one task', async () => {
  const office = await openOffice();
  const { templates, completions } = office.client;
  const { id } = await templates.importFolder({
    folder: await folderOf('Medicine', 'Certificate of Achievement', 'Diploma of Medicine'),
  });
  const base = aCompletionEvent();
  await completions.record({
    events: [base.of('0').for('MED-1').withMark(null).build()],
  });
  await templates.assign({ courseCode: 'MED-1', id });
  await completions.record({
    events: [...manyEvents(5), ...[1, 2, 3].map((n) => base.of(`M${n}`).for('MED-1').build())],
  });
  await office.work();
  const first = [await textOf(office, 'MED-1'), await textOf(office, 'BIO-101')];
  const issued = (await templates.list({})).map((each) => [each.courses, each.versions[0]?.issued]);
  await templates.setDefault({ id });
  await templates.assign({ courseCode: 'MED-1', id: null });
  await completions.record({ events: [base.of('Z').for('CHE-9').build()] });
  await office.work();
  await expect(templates.assign({ courseCode: 'NONE', id })).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('There is no course NONE'),
  });
  expect({
    first: first.map((text) => text.includes('Diploma of Medicine')),
    issued,
    later: (await textOf(office, 'CHE-9')).includes('Diploma of Medicine'),
    now: (await templates.list({})).map((each) => [each.name === 'Medicine', each.isDefault]),
  }).toEqual({
    first: [true, false],
    issued: [
      [[], 5],
      [['MED-1'], 3],
    ],
    later: true,
    now: [
      [true, true],
      [false, false],
    ],
  });
});

test('pre-flight tries each candidate on the template of the course', async () => {
  const office = await openOffice();
  const { client } = office;
  const folder = await folderOf('Medicine', '"text": "{{courseCode}}"', '"text": "{{extra.ward}}"');
  const { id } = await client.templates.importFolder({ folder });
  const base = aCompletionEvent().held('Not yet');
  await client.completions.record({
    events: [base.of('M').for('MED-1').build(), base.of('B').for('BIO-1').build()],
  });
  await office.work();
  await client.templates.assign({ courseCode: 'MED-1', id });
  await office.tamper(
    "UPDATE certificate SET state = 'expected', reason = NULL, reason_code = NULL",
  );
  const { checked, findings } = await client.preflight.check({ scope: { kind: 'due' }, limit: 10 });
  expect({
    checked,
    findings: findings.map((each) => [each.courseCode, each.kind, each.field]),
  }).toEqual({
    checked: 2,
    findings: [['MED-1', 'missing_value', 'extra.ward']],
  });
});

test('what a program that died had numbered is made with the version it was numbered with, though a newer one is there', async () => {
  const first = await openOffice();
  await first.tamper(
    "CREATE TRIGGER killed BEFORE UPDATE OF sha256 ON certificate BEGIN SELECT RAISE(ABORT, 'killed'); END",
  );
  await first.tamper(
    "CREATE TRIGGER kept BEFORE UPDATE OF state ON certificate WHEN OLD.state = 'rendering' AND NEW.state = 'expected' BEGIN SELECT RAISE(ABORT, 'killed'); END",
  );
  await first.client.completions.record({ events: manyEvents(3) });
  await first.work();
  await first.close();
  const second = await openOffice({ dir: first.dir, working: false });
  const { json } = await second.client.templates.source({ id: 1 });
  await second.client.templates.save({ id: 1, json: `${json}\n` });
  await second.tamper('DROP TRIGGER killed');
  await second.tamper('DROP TRIGGER kept');
  const numbered = await second.sql('SELECT id, number, template FROM certificate ORDER BY id');
  const [task] = await second.sql<{ id: number; state: string }>(
    "SELECT id, state FROM job WHERE kind = 'certificates'",
  );
  if (task?.state === 'failed') await second.client.tasks.retry({ id: task.id });
  second.clock.advance(3_600_000);
  await second.work();
  await second.client.completions.record({ events: [aCompletionEvent().of('N').build()] });
  await second.work();
  const { versions = [] } = (await second.client.templates.list({}))[0] ?? {};
  expect({
    made: await second.sql('SELECT id, number, template FROM certificate WHERE id < 4 ORDER BY id'),
    issued: versions.map(({ version, issued }) => [version, issued]),
  }).toEqual({
    made: numbered,
    issued: [
      [2, 1],
      [1, 3],
    ],
  });
});

test('a version whose folder was changed issues nothing, says so to the doctor, and issues again once it is back', async () => {
  const office = await openOffice();
  const { client } = office;
  const [folder = ''] = await readdir(join(office.dir, 'templates'));
  const path = join(office.dir, 'templates', folder, 'template.json');
  const json = await readFile(path);
  const healthy = await client.office.doctor({});
  await writeFile(
    path,
    json.toString().replace('Certificate of Achievement', 'Certificate of Nothing'),
  );
  const { taskId } = await client.completions.record({ events: manyEvents(2) });
  await office.work();
  const { task } = await client.tasks.get({ id: taskId ?? 0 });
  const { findings } = await client.preflight.check({ scope: { kind: 'due' }, limit: 10 });
  const doctor = await client.office.doctor({});
  const files = await office.files();
  await writeFile(path, json);
  await client.tasks.retry({ id: task.id });
  await office.work();
  const about = (checks: typeof doctor.checks) =>
    checks.filter(({ name }) => name.startsWith('Template')).map(({ ok, found }) => [ok, found]);
  const changed = expect.stringContaining('has been changed since it was kept');
  expect({
    healthy: about(healthy.checks),
    task: [task.state, task.reason],
    findings: findings.map(({ kind, reason }) => [kind, reason]),
    doctor: about(doctor.checks),
    files,
    issued: (await client.certificates.counts({})).states.issued,
  }).toEqual({
    healthy: [[true, join(office.dir, 'templates', folder)]],
    task: ['failed', changed],
    findings: [['template_unusable', changed]],
    doctor: [[false, changed]],
    files: [],
    issued: 2,
  });
});

test('a folder that cannot be used is refused with the file and the remedy, and leaves nothing behind', async () => {
  const office = await openOffice();
  const { templates } = office.client;
  const spoilt = async (spoil: (dir: string) => Promise<void>) => {
    const dir = await folderOf('Spoilt');
    await spoil(dir);
    return templates.importFolder({ folder: dir }).then(
      () => 'imported',
      (error: Error) => error.message.replace(dir, 'DIR'),
    );
  };
  const edit = (from: string, to: string) => async (dir: string) => {
    const path = join(dir, 'template.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
  };
  const messages = [
    await spoilt((dir) => rm(dir, { recursive: true })),
    await spoilt((dir) => rm(join(dir, 'logo.png'))),
    await spoilt(edit('{', '')),
    await spoilt(edit('{{number}}', '{{nothing}}')),
    await spoilt(edit('"logo.png"', '"../logo.png"')),
  ];
  expect({
    messages,
    templates: (await templates.list({})).length,
    folders: (await readdir(join(office.dir, 'templates'))).length,
  }).toEqual({
    messages: [
      expect.stringContaining('There is no DIR'),
      expect.stringContaining('“logo.png”, which is not in DIR'),
      expect.stringContaining('is not JSON'),
      expect.stringContaining('nothing'),
      expect.stringContaining('outside its folder'),
    ],
    templates: 1,
    folders: 1,
  });
});

test('a preview is a PDF that says PROOF, of whom the officer chooses, from a version or from an unsaved edit', async () => {
  const office = await openOffice();
  const { templates, completions } = office.client;
  const nobody = [
    await templates.preview({ id: 1, subject: { kind: 'longest' } }),
    await templates.preview({ id: 1, subject: { kind: 'longest' }, json: '{' }),
  ];
  const names = ['Io', 'Maximiliana-Josephine Featherstonehaugh-Cholmondeley', 'Ирина Ёлкина'];
  await completions.record({
    events: names.map((name, index) => aCompletionEvent().of(`C-${index}`, name).build()),
  });
  const { json } = await templates.source({ id: 1 });
  const edited = json.replace('Certificate of Achievement', 'Certificate of Trial');
  const subjects = [
    { kind: 'completion', id: 1 },
    { kind: 'candidate', candidateId: 'C-0' },
    { kind: 'longest' },
    { kind: 'exotic' },
    { kind: 'invented' },
  ] as const;
  const shown: unknown[] = [];
  for (const subject of subjects) {
    const preview = await templates.preview({ id: 1, subject, json: edited });
    const pdf = madeProof(preview);
    await qpdfCheck(pdf);
    const text = (await pdfLines(pdf)).join('\n');
    shown.push([
      preview.outcome === 'made' && preview.candidateName,
      (await pdfInfo(pdf)).Title?.startsWith('PROOF: '),
      (await pdfDrawnLines(pdf)).includes('PROOF'),
      text.includes('Certificate of Trial'),
    ]);
  }
  const broken = [
    await templates.preview({ id: 1, subject: { kind: 'invented' }, json: '{' }),
    await templates.preview({
      id: 1,
      subject: { kind: 'invented' },
      json: json.replace('{{number}}', '{{nothing}}'),
    }),
  ];
  expect({
    nobody: nobody.map(({ outcome }) => outcome),
    shown,
    broken,
    versions: (await templates.list({})).length,
  }).toEqual({
    nobody: ['nobody', 'unusable'],
    shown: [
      ['Io', true, true, true],
      ['Io', true, true, true],
      [names[1], true, true, true],
      [names[2], true, true, true],
      ['Candidate of No Office', true, true, true],
    ],
    broken: [
      { outcome: 'unusable', reason: expect.stringContaining('The edited template is not JSON') },
      { outcome: 'unusable', reason: expect.stringContaining('nothing') },
    ],
    versions: 1,
  });
});

test('a contact sheet is one clean PDF of proofs of the candidates most at risk', async () => {
  const office = await openOffice();
  const { templates, completions, tasks } = office.client;
  const base = aCompletionEvent().withMark('80');
  const people = [
    ['L', 'Maximiliana Josephine Featherstonehaugh of Cholmondeley'],
    ['S', 'Io'],
    ['G', 'Ελένη Παππά'],
    ['D', 'Anna Mill-Smith'],
    ['T1', 'Kim Lee'],
    ['T2', 'Kim Lee'],
    ['P', 'Plain Person'],
  ] as const;
  await completions.record({
    events: [
      ...people.map(([id, name]) => base.of(id, name).build()),
      base.of('B', 'Borderline Case').withMark('49.5').build(),
    ],
  });
  const { taskId } = await templates.contactSheet({ id: 1, each: 1 });
  await office.work();
  const { task } = await tasks.get({ id: taskId });
  const [file = ''] = await readdir(join(office.dir, 'proofs'));
  const bytes = await readFile(join(office.dir, 'proofs', file));
  await qpdfCheck(bytes);
  const lines = await pdfLines(bytes);
  const printed = [...people.map(([, name]) => name), 'Borderline Case'].map(
    (name) => lines.filter((line) => line === name).length,
  );
  await expect(templates.contactSheet({ id: 9 })).rejects.toMatchObject({ code: 'not_found' });
  expect({
    summary: task.summary,
    printed,
    proofs: (await pdfDrawnLines(bytes)).filter((line) => line === 'PROOF').length,
  }).toEqual({
    summary: `7 proofs (1 longest, 1 shortest, 1 not in Latin script, 1 double-barrelled, 2 of the same name, 1 near the pass mark) in ${join(office.dir, 'proofs', file)}.`,
    printed: [1, 1, 1, 1, 2, 2, 0, 1],
    proofs: 7,
  });
});
