// From records to files that survive a power cut, against a bare loop that writes as many bytes and renders nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { out } from '../certificate/folder.mjs';
import { batch, startThreads, threadCount } from '../lib/durable-threads.mjs';
import { countFiles, settle } from '../lib/files.mjs';
import { figure, spread, table } from '../lib/numbers.mjs';

const files = 10_000;

export const durable = {
  title: 'Durable files',
  about: `${figure(files)} certificates in threads of this machine, batches of ${batch}: write all, sync all (16 at a time), rename all, sync the folder. The bare loop writes files of the same size from one buffer. No store takes part: it is the writing half of the way.`,
  async run({ rounds, say }) {
    const root = mkdtempSync(join(out, 'durable-'));
    const threads = await startThreads();
    try {
      say('warming');
      const first = join(root, 'warm');
      await threads.time({ way: 'engine', folder: first, count: batch * threadCount });
      const { size } = countFiles(first);
      const rates = { bareLoop: [], engine: [] };
      for (let round = 1; round <= rounds; round += 1) {
        for (const way of ['bareLoop', 'engine']) {
          say(`round ${round} of ${rounds}: ${way}`);
          // A new folder each time, and nothing is removed before the end: creating a file beside thousands just removed measured twenty times slower.
          const folder = join(root, `${way}-${round}`);
          settle();
          rates[way].push(files / (await threads.time({ way, folder, count: files, size })));
        }
      }
      const ratios = rates.engine.map((rate, round) => rate / rates.bareLoop[round]);
      const results = {
        files,
        threads: threadCount,
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
      await threads.stop();
      rmSync(root, { recursive: true });
    }
  },
};
