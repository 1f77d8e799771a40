/** The whole path in the real window on the real program: the sample session from file to certificate. */
import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { launchChromium } from '../helpers/chromium.ts';
import { firstDocument, Workplace } from '../integration/hosts/program.ts';

let browser: Browser;
let at: Workplace;
beforeAll(async () => {
  browser = await launchChromium();
});
beforeEach(async () => {
  at = await Workplace.make();
});
afterEach(() => at.leave());
afterAll(() => browser.close());

/** Notes every percentage that any bar of the page shows, from now on. */
async function watchBars(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(window, { seenPercentages: seen });
    new MutationObserver(() => {
      for (const bar of document.querySelectorAll('[role=progressbar][aria-valuenow]'))
        seen.push(Number(bar.getAttribute('aria-valuenow')));
    }).observe(document.body, { attributes: true, childList: true, subtree: true });
  });
  return () =>
    page.evaluate(() => (window as unknown as { seenPercentages: number[] }).seenPercentages);
}

it('imports the sample, shows how far it is, opens a certificate and says why another has none', async () => {
  const { windowUrl } = await firstDocument<{ windowUrl: string }>(at.start('serve', '--json'));
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(windowUrl);
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
  const addressAfterSignIn = page.url();
  const percentages = await watchBars(page);

  await page.getByRole('link', { name: 'Completions' }).first().click();
  await page
    .getByRole('link', { name: /Import/ })
    .first()
    .click();
  await page.locator('input[type=file]').setInputFiles(resolve('resources/sample/results.csv'));
  await page.getByRole('button', { name: 'Check the rows' }).click();
  await page.getByRole('button', { name: 'Import 803 rows' }).click();
  await page.getByRole('link', { name: 'See these certificates' }).click();
  await page.getByRole('button', { name: /^Issued\D*654/ }).click();
  await page.getByRole('grid').getByText('Issued').first().click();
  const picture = page.locator('canvas').first();
  await picture.waitFor();
  await page.getByRole('button', { name: /^Blocked\D*145/ }).click();
  await page.getByRole('grid').getByText('Blocked').first().click();
  await page
    .getByText(/at least \d/)
    .first()
    .waitFor();
  const whyNot = await page
    .getByText(/Only a higher mark/)
    .first()
    .isVisible();

  const between = (await percentages()).filter((value) => value > 0 && value < 100);
  expect({
    token: addressAfterSignIn.includes('token'),
    moved: between.length > 0,
    whyNot,
    complaints,
  }).toEqual({ token: false, moved: true, whyNot: true, complaints: [] });
  await page.close();
});
