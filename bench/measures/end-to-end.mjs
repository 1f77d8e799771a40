// The whole way: certificates due in the store, to sealed files and committed rows, against a bare loop of the same bytes.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { out } from '../certificate/folder.mjs';
import { startThreads, threadCount } from '../lib/durable-threads.mjs';
import { countFiles, settle } from '../lib/files.mjs';
import { figure, median, spread, table } from '../lib/numbers.mjs';
import { makeDue, storeWithDue, writeResults } from '../lib/program.mjs';

const certificates = 10_000;

export const endToEnd = {
  title: 'End to end',
  about: `The program as built runs \`run --until-idle\` on a store in which ${figure(certificates)} certificates of the shipped template are due: claimed, decided, numbered, rendered, written, synced, renamed, committed with \`synchronous=FULL\`. Time is the task's own, from its start to its last commit. The bare loop then writes as many files of the same size with as many threads.`,
  async run({ rounds, say }) {
    const root = mkdtempSync(join(out, 'end-to-end-'));
    const threads = await startThreads();
    try {
      const results = join(root, 'results.csv');
      writeResults(results, certificates);
      const runs = [];
      for (let round = 1; round <= rounds; round += 1) {
        say(`round ${round} of ${rounds}: filling a store`);
        const store = join(root, `store-${round}`);
        mkdirSync(store);
        await storeWithDue(store, results);
        say(`round ${round} of ${rounds}: the program`);
        settle();
        const { seconds, peakMegabytes, loopDelay } = await makeDue(store);
        const { files, size } = countFiles(join(store, 'certificates'));
        if (files !== certificates)
          throw new Error(`${files} files for ${certificates} certificates`);
        say(`round ${round} of ${rounds}: the bare loop`);
        const folder = join(root, `bare-${round}`);
        settle();
        const bare = await threads.time({ way: 'bareLoop', folder, count: files, size });
        runs.push({ rate: files / seconds, bare: files / bare, size, peakMegabytes, loopDelay });
      }
      const of = (read) => spread(runs.map(read));
      const share = of(({ rate, bare }) => rate / bare);
      const program = of(({ rate }) => rate);
      const bare = of((one) => one.bare);
      const peak = of(({ peakMegabytes }) => peakMegabytes);
      const late = of(({ loopDelay }) => loopDelay.p99);
      const row = (name, { median, low, high }) => [
        name,
        figure(median),
        figure(low),
        figure(high),
      ];
      return {
        results: {
          certificates,
          threads: threadCount,
          size: median(runs.map(({ size }) => size)),
          program,
          bareLoop: bare,
          share,
          peakMegabytes: peak,
          loopDelayP99: late,
        },
        table: table(
          ['', 'median', 'low', 'high'],
          [
            row('certificates per second', program),
            row('bare loop, files per second', bare),
            row('share of the bare loop', share),
            row('peak memory of the process, MB', peak),
            row('event loop late, p99, ms', late),
          ],
        ),
        goals: [
          { name: 'share of the bare loop', floor: 0.7, aim: 0.85, got: share.median },
          { name: 'peak memory, MB', floor: 350, aim: 250, got: peak.median, less: true },
          { name: 'event loop late, p99, ms', floor: 10, aim: 5, got: late.median, less: true },
        ],
      };
    } finally {
      await threads.stop();
      rmSync(root, { recursive: true });
    }
  },
};
