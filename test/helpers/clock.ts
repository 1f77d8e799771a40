/** A clock that stands still until a test moves it, and fires what became due, in order. */
import type { Clock } from '../../src/main/kernel/clock.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

export class FakeClock implements Clock {
  #now: number;
  #elapsed = 0;
  readonly #timers = new Set<Timer>();

  /** @param start ISO 8601, or milliseconds since 1970 in UTC */
  constructor(start: string | number = '2026-06-15T09:00:00Z') {
    this.#now = typeof start === 'number' ? start : Date.parse(start);
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#elapsed + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Lets time pass: every timer that becomes due runs at its own moment, also one set by another timer. */
  advance(ms: number): void {
    const end = this.#elapsed + ms;
    for (;;) {
      const [next] = [...this.#timers]
        .filter(({ at }) => at <= end)
        .sort((one, other) => one.at - other.at);
      if (!next) break;
      this.#move(Math.max(next.at, this.#elapsed));
      this.#timers.delete(next);
      next.run();
    }
    this.#move(end);
  }

  /** What setting the machine's clock does: the hour jumps, no time passes and no timer fires. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Timers that are still set. */
  get pending(): number {
    return this.#timers.size;
  }

  #move(elapsed: number): void {
    this.#now += elapsed - this.#elapsed;
    this.#elapsed = elapsed;
  }
}
