/** The threads that do heavy computing: heavy work takes turns on its own share, short work always finds a free one. */
import { Piscina } from 'piscina';
import type { Lane } from '../queue/job.ts';

export interface PoolOptions {
  /** The built worker module. */
  readonly filename: string;
  /** Threads for heavy work; one more is kept for interactive work. */
  readonly heavyThreads: number;
}

export class WorkerPool {
  readonly #piscina: Piscina;
  readonly #heavyThreads: number;
  readonly #waiting: (() => void)[] = [];
  #heavyRunning = 0;

  constructor({ filename, heavyThreads }: PoolOptions) {
    this.#heavyThreads = heavyThreads;
    this.#piscina = new Piscina({
      filename,
      minThreads: 0,
      maxThreads: heavyThreads + 1,
      concurrentTasksPerWorker: 1,
      // A thread that ends takes its compiled template with it: 0.3 s to make again.
      idleTimeout: 60_000,
    });
  }

  get heavyThreads(): number {
    return this.#heavyThreads;
  }

  /**
   * Runs the worker module's function `name`. Failures that are expected come back as values, because
   * errors lose their fields between threads.
   */
  async run<Input, Output>(lane: Lane, name: string, input: Input): Promise<Output> {
    if (lane === 'interactive') return this.#piscina.run(input, { name });
    await this.#takeTurn();
    try {
      return await this.#piscina.run(input, { name });
    } finally {
      this.#heavyRunning--;
      this.#waiting.shift()?.();
    }
  }

  async close(): Promise<void> {
    await this.#piscina.destroy();
  }

  async #takeTurn(): Promise<void> {
    while (this.#heavyRunning >= this.#heavyThreads)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#heavyRunning++;
  }
}
