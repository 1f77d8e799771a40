/** `examdesk templates` on a real store: from a folder to a proof on disk. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { aCompletionEvent } from '../../helpers/builders.ts';
import { temporaryFolder } from '../../helpers/folder.ts';
import { openOffice } from '../../helpers/office.ts';
import { pdfInfo } from '../../helpers/pdf-tools.ts';
import { runIn } from './cli-rig.ts';

test('a folder is imported and assigned, and its proofs are written where they were asked for', async () => {
  const office = await openOffice();
  const { app, dir } = office;
  await office.client.completions.record({ events: [aCompletionEvent().of('C-1', 'Io').build()] });
  const folder = join(await temporaryFolder(), 'medicine');
  await cp(resolve('resources', 'templates', 'default'), folder, { recursive: true });
  const path = join(folder, 'template.json');
  const template = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...template, name: 'Medicine' }));
  const run = async (...line: string[]) => {
    const { code, stdout } = await runIn(dir, ['templates', ...line], {
      app: { ...app, close: async () => {} },
    });
    return [code, stdout.split('\n')[0]];
  };
  const answers = [
    await run('import', folder),
    await run('import', folder),
    await run('assign', 'BIO-101', 'Medicine'),
    await run('preview', '--course', 'BIO-101', '--out', 'longest.pdf'),
    await run('preview', '--candidate', 'C-1', '--out', 'one.pdf'),
    await run('preview', '--exotic', '--out', 'none.pdf'),
    await run('default', '2'),
    await run('assign', 'BIO-101', 'Nothing'),
  ];
  const titles = await Promise.all(
    ['longest.pdf', 'one.pdf'].map(
      async (file) => (await pdfInfo(await readFile(join(dir, file)))).Title,
    ),
  );
  const list = await office.client.templates.list({});
  expect({
    answers,
    titles,
    list: list.map(({ name, isDefault, courses }) => [name, isDefault, courses]),
  }).toEqual({
    answers: [
      [0, 'Template 2, Medicine: version 1'],
      [0, 'Template 2, Medicine: version 1 has this content already'],
      [0, 'BIO-101 uses Medicine'],
      [0, `Proof for Io: ${join(dir, 'longest.pdf')}`],
      [0, `Proof for Io: ${join(dir, 'one.pdf')}`],
      [3, ''],
      [0, 'Medicine is the default template'],
      [3, ''],
    ],
    titles: ['longest.pdf', 'one.pdf'].map(() => expect.stringMatching(/^PROOF: .*Io/)),
    list: [
      ['Medicine', true, ['BIO-101']],
      [template.name, false, []],
    ],
  });
});
