// From records to files that survive a power cut, against a bare loop that writes as many bytes and renders nothing.
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { out } from '../certificate/folder.mjs';
import { figure, spread, table } from '../lib/numbers.mjs';

const files = 10_000;
const batch = 500;

export const durable = {
  title: 'Durable files',
  about: `${figure(files)} certificates in threads of this machine, batches of ${batch}: write all, sync all (16 at a time), rename all, sync the folder. The bare loop writes files of the same size from one buffer. No store takes part: it is the writing half of the way.`,
  async run({ rounds, say }) {
    const threads = Math.min(2, availableParallelism());
    const root = mkdtempSync(join(out, 'durable-'));
    const workers = Array.from(
      { length: threads },
      () =>
        new Worker(new URL('../lib/durable-worker.mjs', import.meta.url), {
          workerData: { batch },
        }),
    );
    try {
      await Promise.all(workers.map((worker) => once(worker, 'message')));
      say('warming');
      const first = join(root, 'warm');
      await time(workers, { way: 'engine', folder: first, count: batch * threads });
      const size = averageSize(first);
      const rates = { bareLoop: [], engine: [] };
      for (let round = 1; round <= rounds; round += 1) {
        for (const way of ['bareLoop', 'engine']) {
          say(`round ${round} of ${rounds}: ${way}`);
          // A new folder each time, and nothing is removed before the end: creating a file beside thousands just removed measured twenty times slower.
          const folder = join(root, `${way}-${round}`);
          rates[way].push(files / (await time(workers, { way, folder, count: files, size })));
        }
      }
      const ratios = rates.engine.map((rate, round) => rate / rates.bareLoop[round]);
      const results = {
        files,
        threads,
        size,
        bareLoop: spread(rates.bareLoop),
        examdesk: spread(rates.engine),
        ratio: spread(ratios),
      };
      const row = (name, { median, low, high }, share) => [
        name,
        figure(median),
        figure(low),
        figure(high),
        share,
      ];
      return {
        results,
        table: table(
          ['', 'files per second', 'low', 'high', 'share'],
          [
            row('bare loop, same bytes', results.bareLoop, '1.00'),
            row('examdesk', results.examdesk, results.ratio.median.toFixed(2)),
          ],
        ),
        goals: [
          { name: 'share of the bare loop', floor: 0.7, aim: 0.85, got: results.ratio.median },
        ],
      };
    } finally {
      await Promise.all(workers.map((worker) => worker.terminate()));
      rmSync(root, { recursive: true });
    }
  },
};

/** Seconds that the threads need together; each has a folder of its own. */
async function time(workers, { way, folder, count, size }) {
  const share = Math.ceil(count / workers.length);
  const start = performance.now();
  await Promise.all(
    workers.map(async (worker, i) => {
      const mine = join(folder, String(i));
      mkdirSync(mine, { recursive: true });
      worker.postMessage({
        way,
        folder: mine,
        from: i * share,
        to: Math.min(count, (i + 1) * share),
        size,
      });
      await Promise.race([
        once(worker, 'message'),
        once(worker, 'error').then(([error]) => {
          throw error;
        }),
      ]);
    }),
  );
  return (performance.now() - start) / 1000;
}

function averageSize(folder) {
  const sizes = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name)).size);
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length);
}
