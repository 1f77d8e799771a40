/** What screen readers are told: a sentence when something ends or passes a quarter, never each tick. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Progress, Task } from '../../shared/contract/tasks.ts';
import { taskWords } from '../messages/tasks.ts';
import { milestonePassed, share } from './progress.ts';
import { isOver } from './tasks.ts';

export interface Announcement {
  readonly text: string;
  /** Grows, so that the same sentence twice is heard twice. */
  readonly turn: number;
}
export type AnnouncementStore = StoreApi<Announcement>;

export const createAnnouncements = (): AnnouncementStore =>
  createStore<Announcement>(() => ({ text: '', turn: 0 }));

export const announce = (store: AnnouncementStore, text: string): void =>
  store.setState(({ turn }) => ({ text, turn: turn + 1 }));

/** The sentence for a tick, or null for most of them. */
export function spokenProgress(task: Task, next: Progress): string | null {
  const passed = milestonePassed(share(task.progress), share(next));
  return passed === null ? null : taskWords.spokenProgress(task.title, Math.round(passed * 100));
}

/** The sentence for a change of state, or null where it is not an end. */
export function spokenChange(before: Task | undefined, after: Task): string | null {
  if (!isOver(after) || before === undefined || before.state === after.state) return null;
  return taskWords.spokenEnd(after.title, after.state, after.summary ?? after.reason);
}
