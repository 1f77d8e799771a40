// Whether the queue stays quick in an old store: the rate with a million finished tasks in it, against a new one.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { out } from '../certificate/folder.mjs';
import { settle } from '../lib/files.mjs';
import { figure, spread, table } from '../lib/numbers.mjs';
import { addFinishedTasks, makeDue, storeWithDue, writeResults } from '../lib/program.mjs';

const certificates = 5_000;
const finished = 1_000_000;

export const history = {
  title: 'An old store',
  about: `${figure(certificates)} certificates from the store, in a new store and in one that holds ${figure(finished)} finished tasks with their history.`,
  async run({ rounds, say }) {
    const root = mkdtempSync(join(out, 'history-'));
    try {
      const results = join(root, 'results.csv');
      writeResults(results, certificates);
      const models = { new: join(root, 'new'), old: join(root, 'old') };
      say('filling the new store');
      mkdirSync(models.new);
      await storeWithDue(models.new, results);
      say('filling the old store');
      cpSync(models.new, models.old, { recursive: true });
      await addFinishedTasks(models.old, finished);
      const rates = { new: [], old: [] };
      for (let round = 1; round <= rounds; round += 1) {
        for (const age of ['new', 'old']) {
          say(`round ${round} of ${rounds}: ${age} store`);
          const store = join(root, `${age}-${round}`);
          cpSync(models[age], store, { recursive: true });
          settle();
          rates[age].push(certificates / (await makeDue(store)).seconds);
        }
      }
      const share = spread(rates.old.map((rate, round) => rate / rates.new[round]));
      const row = (name, { median, low, high }) => [
        name,
        figure(median),
        figure(low),
        figure(high),
      ];
      return {
        results: { certificates, finished, new: spread(rates.new), old: spread(rates.old), share },
        table: table(
          ['', 'median', 'low', 'high'],
          [
            row('new store, certificates per second', spread(rates.new)),
            row('old store, certificates per second', spread(rates.old)),
            row('share', share),
          ],
        ),
        goals: [{ name: 'old against new', floor: 0.8, aim: 0.95, got: share.median }],
      };
    } finally {
      rmSync(root, { recursive: true });
    }
  },
};
