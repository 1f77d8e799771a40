/** Turns counts of finished items into a rate and a time left. */
import type { Progress } from '../../../shared/contract/tasks.ts';

const WINDOW_MS = 10_000;

/** Measures over the last ten seconds, so that a pause or a slow start does not spoil the forecast for long. */
export class ProgressMeter {
  readonly #monotonic: () => number;
  readonly #samples: { at: number; done: number }[] = [];
  #done: number;
  #total: number | null;
  #step: string;

  constructor(monotonic: () => number, from: { done: number; total: number | null; step: string }) {
    this.#monotonic = monotonic;
    this.#done = from.done;
    this.#total = from.total;
    this.#step = from.step;
    this.#samples.push({ at: monotonic(), done: from.done });
  }

  update(change: { done?: number; total?: number | null; step?: string }): void {
    if (change.done !== undefined) this.#done = change.done;
    if (change.total !== undefined) this.#total = change.total;
    if (change.step !== undefined) this.#step = change.step;
    const at = this.#monotonic();
    this.#samples.push({ at, done: this.#done });
    while (this.#samples.length > 2 && at - (this.#samples[1]?.at ?? at) > WINDOW_MS)
      this.#samples.shift();
  }

  get value(): Progress {
    const first = this.#samples[0];
    const elapsed = first === undefined ? 0 : this.#monotonic() - first.at;
    const finished = first === undefined ? 0 : this.#done - first.done;
    const perSecond = elapsed >= 200 && finished > 0 ? (finished * 1000) / elapsed : null;
    const left = this.#total === null ? null : Math.max(0, this.#total - this.#done);
    return {
      done: this.#done,
      total: this.#total,
      step: this.#step,
      perSecond,
      secondsLeft: perSecond === null || left === null ? null : left / perSecond,
    };
  }
}
