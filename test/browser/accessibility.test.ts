/** Every page, in both colour schemes, holds the WCAG 2.2 AA rules that axe can check. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { anImport } from '../helpers/fake-import.ts';
import { anOffice } from '../helpers/fake-office.ts';
import { aTask } from '../helpers/fake-people.ts';
import { withTemplates } from '../helpers/fake-templates.ts';
import { windows } from '../helpers/open-window.ts';

const open = windows();

/** One line for each violation: the rule, and where. */
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

const busyOffice = () => {
  const running = aTask(99, { state: 'running', title: 'Certificates: summer.csv' });
  return withTemplates(anOffice({ people: 300, tasks: 12, running: [running] }));
};

const pages: readonly (readonly [path: string, shown: string])[] = [
  ['/', 'Needs attention'],
  ['/tasks', 'Certificates: results-1.csv'],
  ['/tasks/5', 'What was asked for'],
  ['/completions', 'Carys Dunmorrow'],
  ['/completions/9', 'Below the pass mark'],
  ['/completions/import', 'Drop a results file here'],
  ['/completions/courses', 'Laboratory Chemistry'],
  ['/certificates', 'Carys Dunmorrow'],
  ['/certificates/7', 'Save a copy'],
  ['/certificates/9', 'What would change it'],
  ['/templates', 'Not valid as a certificate'],
  ['/settings', 'quick_check is clean'],
];

describe.each(['light', 'dark'] as const)('in %s colours', (scheme) => {
  it.each(pages)('%s has no violation', async (path, shown) => {
    const { page, complaints } = await open(busyOffice(), { path, scheme });
    await page.getByText(shown).first().waitFor();

    expect({ violations: await violations(page), complaints }).toEqual({
      violations: [],
      complaints: [],
    });
  });

  it.each(['/', '/tasks', '/completions', '/certificates', '/completions/courses'])(
    '%s has no violation while nothing is in the store',
    async (path) => {
      const { page } = await open(anOffice(), { path, scheme });
      await page.locator('h2').first().waitFor();

      expect(await violations(page)).toEqual([]);
    },
  );

  it('the steps of an import have no violation', async () => {
    const office = anOffice();
    const tasks = {};
    const running = anImport(office, tasks);
    office.call('tasks.get').handles(({ id }) => ({
      task: (tasks as Record<number, ReturnType<typeof aTask>>)[id] ?? aTask(id),
      payload: null,
      history: [],
    }));
    const { page } = await open(office, { path: '/completions/import?sample=1', scheme });
    const found: Record<string, string[]> = {};
    await page.getByText('Which column is what?').waitFor();
    found.columns = await violations(page);
    await page.getByLabel('Course code').selectOption('Module');
    await page.getByRole('button', { name: 'Check the rows' }).click();
    await page.getByText('Checking every row').waitFor();
    found.check = await violations(page);
    running.checked();
    await page.getByRole('button', { name: 'Import 812 rows' }).waitFor();
    await page.getByText('Carys Dunmorrow').first().waitFor();
    found.review = await violations(page);
    await page.getByRole('button', { name: 'Import 812 rows' }).click();
    running.committed();
    await page.getByText('See these certificates').waitFor();
    found.commit = await violations(page);

    expect(found).toEqual({ columns: [], check: [], review: [], commit: [] });
  });

  it('editing a template and choosing its courses have no violation', async () => {
    const { page } = await open(busyOffice(), { path: '/templates', scheme });
    await page.getByRole('button', { name: 'Edit…' }).click();
    await page.getByRole('dialog').getByLabel('template.json').fill('BROKEN');
    await page.getByRole('dialog').getByText('The template cannot be used').first().waitFor();
    const edit = await violations(page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Courses…' }).first().click();
    await page.getByRole('dialog').getByRole('checkbox').first().waitFor();

    expect({ edit, assign: await violations(page) }).toEqual({ edit: [], assign: [] });
  });

  it('the dialogs and the palette have no violation', async () => {
    const { page } = await open(busyOffice(), { path: '/certificates/7', scheme });
    await page.getByRole('button', { name: 'Revoke…' }).click();
    await page.getByRole('dialog').getByText('cannot be undone').waitFor();
    const dialog = await violations(page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('A page, a candidate').fill('ca');
    await page.getByText('Carys Dunmorrow').last().waitFor();

    expect({ dialog, palette: await violations(page) }).toEqual({ dialog: [], palette: [] });
  });
});
