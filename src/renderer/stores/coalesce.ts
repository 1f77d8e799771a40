/** Runs a piece of work at most once a period, and always once more after the last call. */

/** `later` runs its work after `ms` and returns a function that calls it off. */
export function coalesce(
  ms: number,
  later: (ms: number, work: () => void) => () => void,
  work: () => void,
): () => void {
  let resting = false;
  let again = false;
  const rest = () => {
    resting = true;
    later(ms, () => {
      resting = false;
      if (!again) return;
      again = false;
      work();
      rest();
    });
  };
  return () => {
    if (resting) {
      again = true;
      return;
    }
    work();
    rest();
  };
}
