/** Sums over progress: the share of one task, of several together, and when to speak of it. */
import type { Progress, Task } from '../../shared/contract/tasks.ts';

/** From 0 to 1, or null while the total is not known. */
export function share({ done, total }: Pick<Progress, 'done' | 'total'>): number | null {
  if (total === null) return null;
  if (total === 0) return 1;
  return Math.min(1, Math.max(0, done / total));
}

export interface OverallProgress {
  readonly done: number;
  readonly total: number | null;
  /** The longest of the tasks' own estimates: they run beside each other. */
  readonly secondsLeft: number | null;
}

export function overall(tasks: readonly Task[]): OverallProgress {
  const parts = tasks.map(({ progress }) => progress);
  const totals = parts.map(({ total }) => total);
  const estimates = parts.flatMap(({ secondsLeft }) => (secondsLeft === null ? [] : [secondsLeft]));
  return {
    done: parts.reduce((sum, { done }) => sum + done, 0),
    total: totals.some((total) => total === null)
      ? null
      : totals.reduce<number>((sum, total) => sum + (total ?? 0), 0),
    secondsLeft: estimates.length === 0 ? null : Math.max(...estimates),
  };
}

const milestones = [0.25, 0.5, 0.75, 1];

/** The highest quarter that lies between two shares, or null: what a screen reader should hear of it. */
export function milestonePassed(before: number | null, after: number | null): number | null {
  if (after === null) return null;
  const from = before ?? 0;
  return milestones.filter((mark) => from < mark && after >= mark).at(-1) ?? null;
}
