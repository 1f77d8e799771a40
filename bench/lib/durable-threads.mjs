// Threads that write durable files, timed together.
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** Files that are written, synced and renamed together; the program takes as many at a time. */
export const batch = 500;

/** As many as the program uses for heavy work on this machine, at most two: the disk is the limit, not the cores. */
export const threadCount = Math.min(2, availableParallelism());

export async function startThreads() {
  const file = new URL('durable-worker.mjs', import.meta.url);
  const workers = Array.from(
    { length: threadCount },
    () => new Worker(file, { workerData: { batch } }),
  );
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  return {
    /**
     * Seconds that the threads need together; each writes into a folder of its own.
     * @param {{way: 'bareLoop' | 'engine', folder: string, count: number, size?: number}} task `size`: bytes of a file of the bare loop
     */
    async time({ way, folder, count, size }) {
      const share = Math.ceil(count / workers.length);
      const start = performance.now();
      await Promise.all(
        workers.map(async (worker, i) => {
          const mine = join(folder, String(i));
          mkdirSync(mine, { recursive: true });
          const range = { from: i * share, to: Math.min(count, (i + 1) * share) };
          worker.postMessage({ way, folder: mine, size, ...range });
          await answer(worker);
        }),
      );
      return (performance.now() - start) / 1000;
    },
    stop: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}

/** `once` rejects when the thread reports an error instead. */
const answer = (worker) => once(worker, 'message');
