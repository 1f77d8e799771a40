/** Which parts of the program have changed since they were last read: a number per topic that only grows. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export const topics = [
  'office',
  'tasks',
  'completions',
  'imports',
  'courses',
  'certificates',
  'templates',
] as const;
export type Topic = (typeof topics)[number];
export type Freshness = Readonly<Record<Topic, number>>;

export interface FreshnessStore extends StoreApi<Freshness> {
  /** Whoever shows one of these fetches again. */
  touch(...changed: readonly Topic[]): void;
  touchAll(): void;
}

export function createFreshness(): FreshnessStore {
  const store = createStore<Freshness>(
    () => Object.fromEntries(topics.map((topic) => [topic, 0])) as Freshness,
  );
  const touch = (...changed: readonly Topic[]) =>
    store.setState((now) => Object.fromEntries(changed.map((topic) => [topic, now[topic] + 1])));
  return { ...store, touch, touchAll: () => touch(...topics) };
}
