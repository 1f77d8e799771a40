/** Time as a value: everything that needs the hour gets a Clock and never asks the machine itself. */

export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z; may jump when the machine's clock is set. */
  now(): number;
  /** Milliseconds that only grow, for durations and rates. */
  monotonic(): number;
  /** Calls `run` once after `ms`; the returned function calls it off. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
