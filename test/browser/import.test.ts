/** The import, from a file to its certificates, in the window. */
import { describe, expect, it } from 'vitest';
import type { Task } from '../../src/shared/contract/tasks.ts';
import { AppError } from '../../src/shared/errors.ts';
import { anImport } from '../helpers/fake-import.ts';
import { anOffice } from '../helpers/fake-office.ts';
import { aTask } from '../helpers/fake-people.ts';
import { windows } from '../helpers/open-window.ts';

const open = windows();

function officeWithImport() {
  const office = anOffice();
  const tasks: Record<number, Task> = {};
  const steps = anImport(office, tasks);
  office
    .call('tasks.get')
    .handles(({ id }) => ({ task: tasks[id] ?? aTask(id), payload: null, history: [] }));
  return { office, steps };
}

describe('importing a results file', () => {
  it('hands the file over in parts, asks for the missing column, reviews, and says what it will do', async () => {
    const { office, steps } = officeWithImport();
    const { page, complaints } = await open(office, { path: '/completions/import' });
    await page.locator('input[type=file]').setInputFiles({
      name: 'results.csv',
      mimeType: 'text/csv',
      buffer: Buffer.alloc(1_500_000, 'a'),
    });
    await page.getByText('Still needed: Course code.').waitFor();
    const checkBefore = await page.getByRole('button', { name: 'Check the rows' }).isDisabled();
    await page.getByLabel('Course code').selectOption('Module');
    await page.getByRole('button', { name: 'Check the rows' }).click();
    await page.getByText('Checking every row').waitFor();
    await page.getByRole('progressbar', { name: 'Check results.csv' }).waitFor();
    office.event('tasks.progressed').pushes({
      id: 21,
      progress: { done: 1_230, total: 1_640, step: 'Reading', perSecond: 410, secondsLeft: 1 },
    });
    await page.getByText('1,230 of 1,640').first().waitFor();
    steps.checked();
    await page.getByText('1 course will be created').waitFor();
    await page.getByRole('button', { name: 'Changed 32' }).click();
    await page.getByText('Mark: 49.96 → 61').first().waitFor();
    await page.getByRole('button', { name: 'Invalid 2' }).click();
    await page.getByText('has a decimal comma').first().waitFor();
    await page.getByText('1-rejects.csv').waitFor();
    await page.getByRole('button', { name: 'Import 812 rows' }).click();
    await page.getByRole('progressbar', { name: 'Import results.csv' }).waitFor();
    steps.committed();
    await page.getByText('812 rows are in the tracking store').waitFor();
    await page.getByRole('progressbar', { name: 'Certificates: results.csv' }).waitFor();
    await page.getByRole('link', { name: 'See these certificates' }).click();
    await page.getByRole('heading', { name: 'Certificates', level: 1 }).waitFor();

    expect({
      checkBefore,
      parts: office.call('imports.upload').inputs.map(({ offset, uploadId }) => [offset, uploadId]),
      check: office.call('imports.check').inputs,
      commits: office.call('imports.commit').inputs,
      certificates: office.call('certificates.list').inputs.at(-1)?.taskId,
      complaints,
    }).toEqual({
      checkBefore: true,
      parts: [
        [0, undefined],
        [1_048_576, 'u1'],
      ],
      check: [
        {
          source: { kind: 'upload', uploadId: 'u1' },
          mapping: {
            candidateId: 'Candidate',
            candidateName: 'Full name',
            courseCode: 'Module',
            mark: 'Result',
          },
          reading: { zone: 'Europe/London' },
        },
      ],
      commits: [{ importId: 1 }],
      certificates: 23,
      complaints: [],
    });
  });

  it('offers the sample session and can be discarded', async () => {
    const { office, steps } = officeWithImport();
    const { page } = await open(office);
    await page.getByRole('link', { name: 'Try the sample session' }).click();
    await page.getByLabel('Course code').selectOption('Module');
    await page.getByRole('button', { name: 'Check the rows' }).click();
    await page.getByText('Checking every row').waitFor();
    steps.checked();
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByText('Nothing was written.').first().waitFor();

    expect(office.call('imports.check').inputs[0]?.source).toEqual({
      kind: 'sample',
      name: 'results.csv',
    });
  });

  it('says what is wrong with a file that cannot be read, and stays ready for another', async () => {
    const { office } = officeWithImport();
    office.call('imports.inspect').handles(() => {
      throw new AppError('unreadable_file', 'empty.csv has no rows. Export it again.');
    });
    const { page } = await open(office, { path: '/completions/import' });
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'empty.csv', mimeType: 'text/csv', buffer: Buffer.alloc(0) });

    await page.getByRole('alert').getByText('empty.csv has no rows. Export it again.').waitFor();
    await page.locator('button', { hasText: 'Choose a file' }).waitFor();
  });
});
