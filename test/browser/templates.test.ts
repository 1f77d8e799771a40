/** The page of templates: a proof beside the list, an edit checked while it is typed, courses and proofs. */
import { expect, it } from 'vitest';
import { anOffice } from '../helpers/fake-office.ts';
import { aTask } from '../helpers/fake-people.ts';
import { templateSource, withTemplates } from '../helpers/fake-templates.ts';
import { windows } from '../helpers/open-window.ts';

const open = windows();

it('shows a proof of the version and the candidate chosen, or says why there is none', async () => {
  const office = withTemplates(anOffice({ people: 20 }));
  const { page, complaints } = await open(office, { path: '/templates' });
  await page.getByRole('img', { name: 'PROOF for longest' }).waitFor();
  await page.getByRole('button', { name: /^Version 1.*412/ }).click();
  await page.getByRole('heading', { name: 'Certificate, A4 landscape, Version 1' }).waitFor();
  await page.getByLabel('Whose certificate').selectOption('The name furthest from Latin script');
  await page.getByRole('img', { name: 'PROOF for exotic' }).waitFor();
  await page.getByLabel('Whose certificate').selectOption('A candidate…');
  await page.getByLabel('Candidate number').fill('C-7');
  await page.getByText('Ada Long would get no certificate').waitFor();
  await page.getByText('Make the box wider.').waitFor();

  const asked = office
    .call('templates.preview')
    .inputs.map(({ version, subject }) => [version, subject]);
  expect({ first: asked[0], last: asked.at(-1), complaints }).toEqual({
    first: [2, { kind: 'longest' }],
    last: [1, { kind: 'candidate', candidateId: 'C-7' }],
    complaints: [],
  });
});

it('says what is wrong with an edit before it can be saved, and shows what would be', async () => {
  const office = withTemplates(anOffice({ people: 20 }));
  const { page, complaints } = await open(office, { path: '/templates' });
  await page.getByRole('button', { name: 'Edit…' }).click();
  const dialog = page.getByRole('dialog');
  const save = dialog.getByRole('button', { name: 'Save as a new version' });
  await dialog.getByText('Nothing is changed yet.').waitFor();
  const before = await save.isDisabled();
  await dialog.getByLabel('template.json').fill(`${templateSource} BROKEN`);
  await dialog.getByText('BROKEN is not a list of pages').first().waitFor();
  const broken = await save.isDisabled();
  await dialog.getByLabel('template.json').fill(`${templateSource} `);
  await dialog.getByText('The template can be used.').waitFor();
  await dialog.getByLabel('What is new?').fill('A space');
  await save.click();
  await page.getByText('Saved as version 3').waitFor();
  await page.getByRole('button', { name: /^Version 3/ }).waitFor();

  expect({
    before,
    broken,
    saved: office.call('templates.save').inputs,
    complaints,
  }).toEqual({
    before: true,
    broken: true,
    saved: [{ id: 1, version: 2, json: `${templateSource} `, note: 'A space' }],
    complaints: [],
  });
});

it('assigns courses, changes the default, imports a folder, and follows the proofs to their file', async () => {
  const office = withTemplates(anOffice({ people: 20 }));
  const sheet = aTask(77, { state: 'succeeded', summary: '8 proofs in /store/proofs/sheet.pdf.' });
  office.call('tasks.get').handles(() => ({ task: sheet, payload: null, history: [] }));
  const { page, complaints } = await open(office, { path: '/templates' });
  const medicine = page.getByRole('region', { name: 'Medicine' });
  await medicine.getByRole('button', { name: 'Courses…' }).click();
  await page.getByRole('dialog').getByLabel(/^BIO-/).first().check();
  await page
    .getByRole('dialog')
    .getByLabel(/^CHE-110/)
    .uncheck();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await medicine.getByText('Used by BIO-').waitFor();
  await medicine.getByRole('button', { name: 'Make it the default' }).click();
  await page.getByText('Medicine is the default template now.').waitFor();
  await page.getByRole('button', { name: 'Import a folder…' }).click();
  await page.getByLabel('Folder on this computer').fill('/templates/medicine');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('heading', { name: 'Medicine, Version 1' }).waitFor();
  await page.getByRole('button', { name: 'Contact sheet…' }).click();
  await page.getByRole('button', { name: 'Make the proofs' }).click();
  await page.getByText('8 proofs in /store/proofs/sheet.pdf.').waitFor();

  expect({
    assigned: office
      .call('templates.assign')
      .inputs.map(({ courseCode, id }) => [courseCode.slice(0, 4), id]),
    standard: office.call('templates.setDefault').inputs,
    imported: office.call('templates.importFolder').inputs,
    sheet: office.call('templates.contactSheet').inputs,
    complaints,
  }).toEqual({
    assigned: [
      ['BIO-', 2],
      ['CHE-', null],
    ],
    standard: [{ id: 2 }],
    imported: [{ folder: '/templates/medicine' }],
    sheet: [{ id: 2, version: 1, each: 5 }],
    complaints: [],
  });
});
