// Whether memory follows the size of a run: the peak of the whole process for ten thousand certificates, and for ten times as many.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { out } from '../certificate/folder.mjs';
import { settle } from '../lib/files.mjs';
import { figure, spread, table } from '../lib/numbers.mjs';
import { makeDue, storeWithDue, writeResults } from '../lib/program.mjs';

const sizes = [10_000, 100_000];

export const growth = {
  title: 'Memory and the size of a run',
  about: `Peak memory of the whole process (threads included) while it makes ${sizes.map(figure).join(' and ')} certificates from the store. The larger run needs about 8 GB of disk while it lasts.`,
  async run({ rounds, say }) {
    const peaks = Object.fromEntries(sizes.map((count) => [count, []]));
    for (let round = 1; round <= rounds; round += 1) {
      for (const count of sizes) {
        say(`round ${round} of ${rounds}: ${figure(count)}`);
        const root = mkdtempSync(join(out, 'growth-'));
        try {
          const store = join(root, 'store');
          const results = join(root, 'results.csv');
          mkdirSync(store);
          writeResults(results, count);
          await storeWithDue(store, results);
          settle();
          peaks[count].push((await makeDue(store)).peakMegabytes);
        } finally {
          rmSync(root, { recursive: true });
        }
      }
    }
    const [few, many] = sizes.map((count) => spread(peaks[count]));
    const ratio = spread(peaks[sizes[1]].map((peak, round) => peak / peaks[sizes[0]][round]));
    return {
      results: { [sizes[0]]: few, [sizes[1]]: many, growth: ratio },
      table: table(
        ['certificates', 'peak MB', 'low', 'high'],
        [few, many].map(({ median, low, high }, i) => [
          figure(sizes[i]),
          figure(median),
          figure(low),
          figure(high),
        ]),
      ),
      goals: [
        {
          name: `peak memory for ${figure(sizes[1])}, MB`,
          floor: 350,
          aim: 250,
          got: many.median,
          less: true,
        },
        { name: 'growth', floor: 1.25, aim: 1.1, got: ratio.median, less: true },
      ],
    };
  },
};
