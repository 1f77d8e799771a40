/** What moves by itself: progress, states, the connection, and the sealed PDF on its canvas. */
import { describe, expect, it } from 'vitest';
import { anOffice } from '../helpers/fake-office.ts';
import { aTask, personName } from '../helpers/fake-people.ts';
import { windows } from '../helpers/open-window.ts';

const open = windows();
const running = aTask(99, { state: 'running', title: 'Certificates: summer.csv' });
const at = (done: number) => ({ ...running.progress, done });

describe('a running task', () => {
  it('moves its bar in the strip, on Today and in the list, and is spoken of at the quarters only', async () => {
    const office = anOffice({ people: 20, tasks: 3, running: [running] });
    const { page } = await open(office);
    await page.getByText('812 of 1,640').first().waitFor();
    const spoken: string[] = [];
    await page.exposeFunction('heard', (text: string) => void spoken.push(text));
    await page.evaluate(() => {
      const { heard } = window as unknown as { heard: (text: string) => void };
      new MutationObserver(() => {
        const text = document.querySelector('[aria-live=polite][role=status]')?.textContent;
        if (text) heard(text);
      }).observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    for (const done of [815, 818, 830, 1_000, 1_231, 1_300]) {
      office.event('tasks.progressed').pushes({ id: 99, progress: at(done) });
      await page
        .getByText(`${done.toLocaleString('en-GB')} of 1,640`)
        .first()
        .waitFor();
    }
    await page.getByRole('link', { name: 'Tasks', exact: true }).click();
    await page.getByRole('grid').getByText('1,300 of 1,640').waitFor();
    const bar = page.getByRole('grid').getByRole('progressbar', { name: running.title });

    expect({ bar: await bar.getAttribute('aria-valuenow'), spoken: [...new Set(spoken)] }).toEqual({
      bar: expect.stringMatching(/^79\./),
      spoken: ['Certificates: summer.csv: 50 percent', 'Certificates: summer.csv: 75 percent'],
    });
  });

  it('shows cancelling until the program says that it is cancelled', async () => {
    const tasks = [running];
    const office = anOffice({ people: 20, running: tasks });
    office.call('tasks.cancel').handles(() => {
      tasks[0] = aTask(99, { ...running, state: 'cancelling', canCancel: false });
      return tasks[0];
    });
    const { page } = await open(office, { path: '/tasks/99' });
    await page.getByRole('button', { name: 'Cancel: Certificates: summer.csv' }).click();
    await page.getByLabel('Why is it cancelled?').fill('Wrong template');
    await page.getByRole('button', { name: 'Cancel the task' }).click();
    await page.getByText('Cancelling').first().waitFor();
    office.event('tasks.changed').pushes({
      tasks: [
        aTask(99, {
          ...running,
          state: 'cancelled',
          canRetry: true,
          finishedAt: running.createdAt,
        }),
      ],
    });
    await page.getByRole('button', { name: 'Retry: Certificates: summer.csv' }).waitFor();

    expect(office.call('tasks.cancel').inputs).toEqual([{ id: 99, reason: 'Wrong template' }]);
  });
});

describe('the connection', () => {
  it('is shown as lost, comes back by itself, and everything shown is fetched again', async () => {
    const office = anOffice({ people: 20 });
    const { page, server } = await open(office, { path: '/completions' });
    await page.getByRole('grid').getByText(personName(1)).first().waitFor();
    office.call('completions.list').answers({ rows: [], total: 0 });
    await page.evaluate(() => {
      const seen = window as unknown as { lost: boolean };
      new MutationObserver(() => {
        seen.lost ||=
          document.body.textContent?.includes('connection to Examdesk is lost') ?? false;
      }).observe(document.body, { childList: true, subtree: true });
    });
    server.dropChannels();
    await page.getByText('Nobody is entered yet').waitFor();

    expect(await page.evaluate(() => (window as unknown as { lost: boolean }).lost)).toBe(true);
  });

  it('fetches again after a gap in the events', async () => {
    const office = anOffice({ people: 20 });
    const { page } = await open(office, { path: '/completions/courses' });
    await page.getByText('Laboratory Chemistry').waitFor();
    office.event('tasks.changed').pushes({ tasks: [] });
    office.call('courses.list').answers([]);
    office.loseEvent();
    office.event('tasks.changed').pushes({ tasks: [] });

    await page.getByText('No course yet').waitFor();
  });

  it('takes the token out of the address', async () => {
    const { page } = await open(anOffice());

    expect(page.url()).not.toContain('token');
  });

  it('says so where the token is not good any more', async () => {
    const { page, server } = await open(anOffice());
    await page.goto('about:blank');
    await page.goto(`${server.origin}/#token=of-yesterday`);

    await page.getByRole('alert').getByText('This address is not valid any more.').waitFor();
  });
});

describe('a certificate', () => {
  it('draws its sealed PDF beside the list and reads its text to those who cannot see it', async () => {
    const { page, complaints } = await open(anOffice({ people: 20 }), { path: '/certificates/7' });
    const canvas = page.locator('canvas[data-state=drawn]');
    await canvas.waitFor();
    const inked = await canvas.evaluate((element) => {
      const paper = element as HTMLCanvasElement;
      const pixels =
        paper.getContext('2d')?.getImageData(0, 0, paper.width, paper.height).data ?? [];
      let dark = 0;
      for (let byte = 0; byte < pixels.length; byte += 4)
        if ((pixels[byte] ?? 255) < 120) dark += 1;
      return dark > 200;
    });

    expect({ inked, text: await canvas.getAttribute('aria-label'), complaints }).toEqual({
      inked: true,
      text: 'Certificate Candidate 7',
      complaints: [],
    });
  });

  it('is exported to the folder that the officer names, with the bar in the dialog', async () => {
    const office = anOffice({ people: 20 });
    office.call('certificates.export').answers({ taskId: 31, asked: 17 });
    office.call('tasks.get').answers({
      task: aTask(31, { state: 'running', title: 'Export' }),
      payload: null,
      history: [],
    });
    const { page } = await open(office, { path: '/certificates?q=course:BIO-201' });
    await page.getByRole('button', { name: 'Export…' }).click();
    await page.getByLabel('Folder').fill('/home/officer/summer');
    await page.getByLabel('As', { exact: true }).selectOption('one PDF to print');
    await page.getByLabel('In the order of').selectOption('candidate name');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByRole('dialog').getByRole('progressbar', { name: 'Export' }).waitFor();

    expect(office.call('certificates.export').inputs).toEqual([
      {
        filter: { course: 'BIO-201', state: 'issued' },
        folder: '/home/officer/summer',
        format: 'merged',
        order: 'name',
      },
    ]);
  });
});
