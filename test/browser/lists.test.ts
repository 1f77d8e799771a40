/** Long lists: only what is in sight is in the document, and any place in them can be reached. */
import { describe, expect, it } from 'vitest';
import { anOffice } from '../helpers/fake-office.ts';
import { personName } from '../helpers/fake-people.ts';
import { windows } from '../helpers/open-window.ts';

const open = windows();
const everyone = 100_000;

describe('a list of 100 000 certificates', () => {
  it('keeps fewer than 60 rows in the document, wherever it is scrolled to', async () => {
    const { page } = await open(anOffice({ people: everyone }), { path: '/certificates' });
    const grid = page.getByRole('grid', { name: 'Certificates' });
    await grid.getByText(personName(1)).first().waitFor();
    const drawn: number[] = [];
    for (const place of [0, 0.25, 0.5, 0.75, 1]) {
      await grid.evaluate((element, share) => {
        element.scrollTop = (element.scrollHeight - element.clientHeight) * share;
      }, place);
      const first = Math.max(1, Math.round(place * (everyone - 20)));
      await page.waitForFunction(
        ([label, least]) => {
          const rows = document.querySelectorAll(
            `[aria-label="${label}"] [role=row][aria-rowindex]`,
          );
          const last = rows[rows.length - 1];
          return (
            Number(last?.getAttribute('aria-rowindex')) >= Number(least) &&
            last?.querySelector('input')
          );
        },
        ['Certificates', first] as const,
      );
      drawn.push(await grid.getByRole('row').count());
    }

    expect({
      most: Math.max(...drawn) < 60,
      total: await grid.getAttribute('aria-rowcount'),
    }).toEqual({
      most: true,
      total: String(everyone + 1),
    });
  });

  it('goes to the last row with End and fetches only the slices that are looked at', async () => {
    const office = anOffice({ people: everyone });
    const { page } = await open(office, { path: '/completions' });
    const grid = page.getByRole('grid');
    await grid.getByText(personName(1)).first().waitFor();
    await grid.focus();
    await page.keyboard.press('End');
    await grid
      .locator(`[aria-rowindex="${everyone + 1}"]`)
      .getByText(personName(everyone))
      .waitFor();

    const asked = new Set(office.call('completions.list').inputs.map(({ offset }) => offset));
    expect([...asked].sort((a, b) => a - b)).toEqual([0, everyone - 100]);
  });
});

describe('a filter box', () => {
  it('asks the program with its qualifiers and words', async () => {
    const office = anOffice({ people: 200 });
    const { page } = await open(office, { path: '/certificates' });
    await page.getByRole('grid').getByText(personName(1)).first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('state:blocked course:BIO-201 aldermere');
    await page.waitForFunction(() => location.hash.includes('aldermere'));
    await page.getByRole('grid').getByText(personName(9)).first().waitFor();

    expect(office.call('certificates.list').inputs.at(-1)).toEqual({
      text: 'aldermere',
      state: 'blocked',
      course: 'BIO-201',
      sort: 'newest',
      offset: 0,
      limit: 100,
    });
  });

  it('says which qualifier it does not know', async () => {
    const { page } = await open(anOffice({ people: 20 }), { path: '/certificates?q=colour:red' });

    await page.getByText('“colour” is not a qualifier of this list.').waitFor();
  });

  it('teaches what to do where nothing matches', async () => {
    const { page } = await open(anOffice({ people: 20 }), { path: '/completions?q=nobody' });
    await page.getByText('Nothing matches this filter').waitFor();
    await page.getByRole('button', { name: 'Clear the filter' }).last().click();

    await page.getByRole('grid').getByText(personName(1)).first().waitFor();
  });
});

describe('the columns of a list', () => {
  it('are chosen by the officer and remembered', async () => {
    const { page } = await open(anOffice({ people: 20 }), { path: '/certificates' });
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Sitting' }).click();
    await page.getByRole('columnheader', { name: 'Sitting' }).waitFor();
    await page.reload();

    await page.getByRole('columnheader', { name: 'Sitting' }).waitFor();
  });
});

describe('an error of the program', () => {
  it('stands in place of the rows, keeps the page, and can be tried again', async () => {
    const office = anOffice({ people: 20 });
    const list = office.call('completions.list');
    list.handles(() => {
      throw Object.assign(new Error('disk'), { code: 'ENOSPC' });
    });
    const { page } = await open(office, { path: '/completions' });
    await page.getByRole('alert').getByText('The disk is full', { exact: true }).waitFor();
    list.answers({ rows: [], total: 0 });
    await page.getByRole('button', { name: 'Try again' }).click();

    await page.getByText('Nobody is entered yet').waitFor();
  });
});
