/** Time that stands still until a test moves it, for code that is handed its clock. */

export interface FakeTimers {
  now(): number;
  /** Runs `work` after `ms`; the answer calls it off. */
  later(ms: number, work: () => void): () => void;
  /** Moves on, running what falls due in its order. */
  advance(ms: number): void;
}

export function fakeTimers(): FakeTimers {
  let now = 0;
  let waiting: { at: number; work: () => void }[] = [];
  return {
    now: () => now,
    later(ms, work) {
      const entry = { at: now + ms, work };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((each) => each !== entry);
      };
    },
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const next = waiting.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        waiting = waiting.filter((each) => each !== next);
        now = next.at;
        next.work();
      }
      now = until;
    },
  };
}
