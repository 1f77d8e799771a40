/** The threads that do heavy computing: heavy work has its own, and short work one that heavy work never gets. */
import { Piscina } from 'piscina';
import type { Lane } from '../queue/job.ts';

export interface PoolOptions {
  /** The built worker module. */
  readonly filename: string;
  /** Threads for heavy work; one more is kept for interactive work. */
  readonly heavyThreads: number;
}

/** While one slice of a thread waits for the disk, its other one renders. */
const SLICES_PER_THREAD = 2;

export class WorkerPool {
  readonly #lanes: Readonly<Record<Lane, Piscina>>;
  /** How many heavy slices can be under way at once: to have more of them ready helps nobody. */
  readonly heavySlices: number;

  constructor({ filename, heavyThreads }: PoolOptions) {
    this.heavySlices = heavyThreads * SLICES_PER_THREAD;
    const threads = (maxThreads: number) =>
      new Piscina({
        filename,
        minThreads: 0,
        maxThreads,
        concurrentTasksPerWorker: SLICES_PER_THREAD,
        // A thread that ends takes its compiled template with it: 0.3 s to make again.
        idleTimeout: 60_000,
      });
    this.#lanes = { interactive: threads(1), heavy: threads(heavyThreads) };
  }

  /**
   * Runs the worker module's function `name`. Failures that are expected come back as values, because
   * errors lose their fields between threads.
   */
  run<Input, Output>(lane: Lane, name: string, input: Input): Promise<Output> {
    return this.#lanes[lane].run(input, { name });
  }

  async close(): Promise<void> {
    await Promise.all([this.#lanes.interactive.destroy(), this.#lanes.heavy.destroy()]);
  }
}
