/** Pre-flight in the window: a run, its findings, decisions about them, and the check in an import's review. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Task } from '../../src/shared/contract/tasks.ts';
import { AppError } from '../../src/shared/errors.ts';
import { anImport } from '../helpers/fake-import.ts';
import { anOffice } from '../helpers/fake-office.ts';
import { aTask, personName } from '../helpers/fake-people.ts';
import { aFinding, aPreflight } from '../helpers/fake-preflight.ts';
import { windows } from '../helpers/open-window.ts';

const open = windows();
const findings = (count: number) => Array.from({ length: count }, (_, at) => aFinding(at + 1));

function officeWithFindings(count: number) {
  const office = anOffice({ people: 300 });
  const tasks: Record<number, Task> = {};
  office
    .call('tasks.get')
    .handles(({ id }) => ({ task: tasks[id] ?? aTask(id), payload: null, history: [] }));
  const preflight = aPreflight(office, { found: findings(count), tasks });
  return { office, preflight, tasks };
}

function checkedOffice(count: number) {
  const made = officeWithFindings(count);
  made.preflight.ran({ kind: 'due' }, 'everything due', 1_640);
  return made;
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: inPage } = window as unknown as { axe: typeof axe };
    const { violations: found } = await inPage.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
    );
  });
}

describe('a pre-flight', () => {
  it('is reached from Certificates, shows its bar while it runs and then what it found', async () => {
    const { office, preflight } = officeWithFindings(0);
    const { page, complaints } = await open(office, { path: '/certificates' });
    await page.getByRole('link', { name: 'Pre-flight' }).click();
    await page.getByText('No names have been checked yet').waitFor();
    await page.getByPlaceholder('All courses').click();
    await page.getByRole('option', { name: 'BIO-201 Cell Biology' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Check what is due' }).first().click();
    await page.getByRole('progressbar', { name: 'Pre-flight: everything due' }).waitFor();
    office.event('tasks.progressed').pushes({
      id: 31,
      progress: { done: 1_230, total: 1_640, step: 'Checking names', perSecond: 9, secondsLeft: 1 },
    });
    await page.getByText('1,230 of 1,640').first().waitFor();
    preflight.ends(findings(9));
    await page.getByText('1,640 checked').waitFor();
    await page.getByRole('grid').getByText(personName(1)).first().waitFor();

    expect({
      started: office.call('preflight.start').inputs,
      chips: await page
        .getByRole('group')
        .filter({ has: page.getByRole('checkbox') })
        .locator('label')
        .allTextContents(),
      complaints,
    }).toEqual({
      started: [{ scope: { kind: 'due', courses: ['BIO-201'] } }],
      chips: [
        'Blocks printing · 3',
        'Warning · 4',
        'Note · 2',
        'No font for a letter · 3',
        'Look-alike letters · 2',
        'Same name twice · 2',
        'Hardly fits · 2',
      ],
      complaints: [],
    });
  });

  it('says plainly that nobody is due', async () => {
    const { office } = officeWithFindings(0);
    office.call('preflight.start').handles(() => {
      throw new AppError('not_found', 'There is nobody to check in everything due.');
    });
    const { page } = await open(office, { path: '/certificates/preflight' });
    await page.getByRole('button', { name: 'Check what is due' }).last().click();

    await page.getByText('There is nobody to check in everything due.').waitFor();
  });

  it('keeps earlier runs, and everything found so far, one choice away', async () => {
    const { office, preflight } = checkedOffice(6);
    preflight.ran({ kind: 'due', courses: ['LAW-305'] }, 'LAW-305', 12);
    const { page } = await open(office, { path: '/certificates/preflight' });
    await page.getByText('Nothing was found').waitFor();
    await page.getByRole('button', { name: 'Earlier runs' }).click();
    await page.getByRole('menuitemradio', { name: /Everything due/ }).click();
    await page.getByText('An older run').waitFor();
    await page.getByRole('grid').getByText(personName(1)).first().waitFor();
    const older = office.call('preflight.findings').inputs.at(-1)?.runId;
    await page.getByRole('button', { name: 'Earlier runs' }).click();
    await page.getByRole('menuitemradio', { name: 'Everything found so far' }).click();
    await page.getByText('The findings of all runs').waitFor();
    await page.getByRole('grid').getByText(personName(1)).first().waitFor();

    expect([older, office.call('preflight.findings').inputs.at(-1)?.runId]).toEqual([1, undefined]);
  });
});

describe('findings', () => {
  it('are filtered by severity and kind with the chips, and by words', async () => {
    const { office } = checkedOffice(40);
    const { page } = await open(office, { path: '/certificates/preflight' });
    await page.getByText('Warning · 20').click();
    await page.getByText('Same name twice · 10').click();
    await page.keyboard.press('/');
    await page.keyboard.press('End');
    await page.keyboard.type(' course:BIO-201');
    await page.waitForFunction(() => location.hash.includes('BIO-201'));
    await page.waitForFunction(() => document.querySelector('[role=grid] [aria-rowindex="2"]'));

    expect(office.call('preflight.findings').inputs.at(-1)).toEqual({
      runId: 1,
      severity: 'warning',
      kind: 'same_name',
      course: 'BIO-201',
      offset: 0,
      limit: 100,
    });
  });

  it('are decided with the keyboard: what blocks is left out of “issue anyway”', async () => {
    const { office } = checkedOffice(9);
    const { page } = await open(office, { path: '/certificates/preflight' });
    const grid = page.getByRole('grid', { name: 'Pre-flight' });
    await grid.getByText(personName(1)).first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press(' ');
    await page.keyboard.press('j');
    await page.keyboard.press(' ');
    await page.keyboard.press('j');
    await page.keyboard.press(' ');
    await page.getByText('3 selected').waitFor();
    await page.getByRole('button', { name: 'Issue 2 anyway' }).focus();
    await page.getByText('1 of the selected blocks printing').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('2 findings are accepted').waitFor();
    await page.getByRole('button', { name: 'Issue anyway 2' }).click();
    await grid.getByText(personName(2)).first().waitFor();

    expect(office.call('preflight.decide').inputs).toEqual([
      { ids: [2, 3], decision: 'issue_anyway' },
    ]);
  });

  it('are held back with a reason, all that match at once', async () => {
    const { office } = checkedOffice(1_400);
    const { page } = await open(office, {
      path: '/certificates/preflight?q=kind:same_name',
    });
    await page
      .getByRole('checkbox', { name: /^Select .*Same name twice/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Select all 350' }).click();
    await page.getByRole('button', { name: 'Hold 350…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/and 345 others/).waitFor();
    await dialog.getByRole('textbox').fill('Identity to be checked');
    await dialog.getByRole('button', { name: 'Hold back' }).click();
    await page.getByText('350 findings are on hold.').waitFor();

    const [decided] = office.call('preflight.decide').inputs;
    expect([decided?.ids.length, decided?.decision, decided?.reason]).toEqual([
      350,
      'hold',
      'Identity to be checked',
    ]);
  });

  it('open beside the list with the reason, the remedy and the record', async () => {
    const { office } = checkedOffice(9);
    const { page } = await open(office, { path: '/certificates/preflight' });
    await page.getByRole('grid').getByText(personName(1)).first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary', { name: personName(1) });
    await panel.getByText('Ask the candidate for the spelling').waitFor();
    const refused = await panel.getByRole('button', { name: 'Issue' }).isDisabled();
    await panel.getByRole('button', { name: 'Fixed' }).click();
    await panel.waitFor({ state: 'hidden' });

    expect([refused, office.call('preflight.decide').inputs]).toEqual([
      true,
      [{ ids: [1], decision: 'fixed' }],
    ]);
  });
});

describe('the review of an import', () => {
  it('checks the names before issuing, counts what was found and leads to it', async () => {
    const { office, preflight, tasks } = officeWithFindings(0);
    const steps = anImport(office, tasks);
    steps.checked();
    const { page } = await open(office, { path: '/completions/import/1' });
    await page.getByRole('button', { name: 'Check the names before issuing' }).click();
    await page.getByRole('progressbar', { name: 'Pre-flight: results.csv' }).waitFor();
    preflight.ends(findings(9).map((each) => ({ ...each, importId: 1, importRow: each.id + 1 })));
    await page.getByText('3 block printing').waitFor();
    await page.getByText('4 warnings').waitFor();
    await page.getByRole('button', { name: 'Check again' }).waitFor();
    await page.getByRole('link', { name: 'See 9 findings' }).click();
    await page.getByRole('button', { name: 'Check results.csv' }).waitFor();
    await page.getByRole('grid').getByText(personName(1)).first().waitFor();

    expect(office.call('preflight.start').inputs).toEqual([
      { scope: { kind: 'import', importId: 1 } },
    ]);
  });
});

describe.each(['light', 'dark'] as const)('in %s colours', (scheme) => {
  it('pre-flight has no violation, empty, with findings, while one is open and in the dialog', async () => {
    const { office } = checkedOffice(60);
    const { page, complaints, goTo } = await open(office, {
      path: '/certificates/preflight?import=7',
      scheme,
    });
    await page.getByText('No names have been checked yet').waitFor();
    const empty = await violations(page);
    await goTo('/certificates/preflight');
    await page.getByRole('grid').getByText(personName(1)).first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press(' ');
    await page.getByText('1 selected').waitFor();
    const list = await violations(page);
    await page.keyboard.press('Enter');
    await page.getByText('Ask the candidate for the spelling').last().waitFor();
    const panel = await violations(page);
    await page.getByRole('button', { name: 'Hold…' }).first().click();
    await page.getByRole('dialog').getByText('Hold back 1 certificate?').waitFor();
    const dialog = await violations(page);

    expect({ empty, list, panel, dialog, complaints }).toEqual({
      empty: [],
      list: [],
      panel: [],
      dialog: [],
      complaints: [],
    });
  });
});
