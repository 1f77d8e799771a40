/** Everything works without a mouse. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { anOffice } from '../helpers/fake-office.ts';
import { aTask, personName } from '../helpers/fake-people.ts';
import { windows } from '../helpers/open-window.ts';

const open = windows();

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

describe('with the keyboard alone', () => {
  it('an officer goes from Today through a filter to a certificate and its why-not, and back', async () => {
    const { page } = await open(anOffice({ people: 200, tasks: 6 }));
    await press(page, 'g', 'z');
    const grid = page.getByRole('grid', { name: 'Certificates' });
    await grid.getByText(personName(1)).first().waitFor();
    await press(page, '/');
    await page.keyboard.type('state:blocked');
    await grid.getByText(personName(9)).first().waitFor();
    await page.waitForFunction(() => location.hash.includes('state'));
    await grid.getByText(personName(1), { exact: true }).first().waitFor({ state: 'hidden' });
    await press(page, 'Escape', 'j', 'j', 'k', 'Enter');
    await page.getByText('What would change it').waitFor();
    const at = page.url().replace(/^[^#]*/, '');
    await press(page, 'Escape');
    await page.getByText('What would change it').waitFor({ state: 'hidden' });

    expect(at).toMatch(/^#\/certificates\/9\?/);
  });

  it('selects rows with Space and revokes them with a reason', async () => {
    const office = anOffice({ people: 40 });
    const { page } = await open(office, { path: '/certificates' });
    await page.getByRole('grid').getByText(personName(1)).first().waitFor();
    await press(page, 'j', 'Space', 'j', 'Space');
    await page.getByText('2 selected').waitFor();
    await page.getByRole('button', { name: 'Revoke…' }).focus();
    await press(page, 'Enter');
    await page
      .getByRole('dialog')
      .getByText(`${personName(1)}, ${personName(2)}`)
      .waitFor();
    await page.keyboard.type('Awarded by mistake');
    await page.getByRole('button', { name: 'Revoke 2 certificates' }).focus();
    await press(page, 'Enter');
    await page.getByText('2 certificates were revoked.').waitFor();

    expect(office.call('certificates.revoke').inputs).toEqual([
      { ids: [1, 2], reason: 'Awarded by mistake' },
    ]);
  });

  it('finds a page, an action and a person through the palette', async () => {
    const { page } = await open(anOffice({ people: 40 }));
    const search = page.getByPlaceholder('A page, a candidate');
    await press(page, 'Control+k');
    await search.waitFor();
    await page.keyboard.type('settings');
    await press(page, 'Enter');
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    await press(page, 'Control+k');
    await search.fill(personName(3));
    await page.getByText(`ED-2026-000003-K · ${personName(3)}`).click();
    await page.getByRole('complementary', { name: personName(3) }).waitFor();

    expect(page.url()).toMatch(/#\/certificates\/3$/);
  });

  it('shows the list of shortcuts on ?', async () => {
    const { page } = await open(anOffice());
    await press(page, '?');

    await page.getByRole('dialog').getByText('Go to the filter box').waitFor();
  });

  it('skips the navigation, and every stop of the Tab key can be seen', async () => {
    const running = aTask(99, { state: 'running' });
    const { page } = await open(anOffice({ people: 40, running: [running] }), {
      path: '/certificates',
    });
    await page.getByRole('grid').getByText(personName(1)).first().waitFor();
    await press(page, 'Tab');
    const first = await page.evaluate(() => document.activeElement?.textContent);
    await press(page, 'Enter');
    const skipped = await page.evaluate(() => document.activeElement?.id);
    const unseen: (string | null)[] = [];
    for (let stop = 0; stop < 14; stop += 1) {
      await press(page, 'Tab');
      unseen.push(
        ...(await page.evaluate(() => {
          const element = document.activeElement;
          if (!element || element === document.body) return [];
          const around = [element, element.parentElement, ...element.querySelectorAll('*')];
          const seen = around.some((each) => {
            if (!each) return false;
            const { outlineStyle, outlineWidth, borderColor, boxShadow } = getComputedStyle(each);
            return (
              (outlineStyle !== 'none' && outlineWidth !== '0px') ||
              boxShadow !== 'none' ||
              borderColor.includes('31, 99, 145')
            );
          });
          const ring = element.parentElement
            ? getComputedStyle(element.parentElement, '::after').borderTopStyle
            : 'none';
          return seen || ring === 'solid' ? [] : [element.outerHTML.slice(0, 200)];
        })),
      );
    }

    expect({ first, skipped, unseen }).toEqual({
      first: 'Skip to the content',
      skipped: 'main',
      unseen: [],
    });
  });
});
