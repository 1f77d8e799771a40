/** The rows of one long list, fetched in slices around what is looked at and kept within bounds. */

export interface Slice<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}
export type FetchSlice<Row> = (
  offset: number,
  limit: number,
  signal: AbortSignal,
) => Promise<Slice<Row>>;

export interface SliceCache<Row> {
  /** Undefined while the row is not here yet. */
  rowAt(index: number): Row | undefined;
  /** Null before the first answer. */
  total(): number | null;
  error(): unknown;
  /** Rows [from, to) are looked at: fetches what is missing and calls off what nobody looks at any more. */
  want(from: number, to: number): void;
  /** Everything may have changed: rows stay shown until the new ones are here. */
  refresh(): void;
  subscribe(listener: () => void): () => void;
  /** Changes with every change of what the cache answers. */
  version(): number;
  close(): void;
}

interface Page<Row> {
  readonly rows: readonly Row[];
  readonly age: number;
  used: number;
}

/** 60 pages of 100 rows: what a fast scroll passes through, a few megabytes at most. */
const keptPages = 60;

export function createSliceCache<Row>(fetch: FetchSlice<Row>, pageSize = 100): SliceCache<Row> {
  const pages = new Map<number, Page<Row>>();
  const asked = new Map<number, AbortController>();
  const listeners = new Set<() => void>();
  let wanted: readonly number[] = [0];
  let age = 0;
  let uses = 0;
  let total: number | null = null;
  let error: unknown = null;
  let version = 0;

  const tell = () => {
    version += 1;
    for (const listener of listeners) listener();
  };

  function settle(page: number, mine: AbortController, ofAge: number, slice: Slice<Row>): void {
    if (asked.get(page) !== mine) return;
    asked.delete(page);
    pages.set(page, { rows: slice.rows, age: ofAge, used: ++uses });
    total = slice.total;
    error = null;
    for (const known of pages.keys()) if (known * pageSize >= total) pages.delete(known);
    const oldest = [...pages].sort(([, a], [, b]) => a.used - b.used);
    for (const [known] of oldest.slice(0, Math.max(0, pages.size - keptPages))) pages.delete(known);
    tell();
    fetchWanted();
  }

  function fetchWanted(): void {
    for (const page of wanted) {
      const known = pages.get(page);
      if (known) known.used = ++uses;
      if (known?.age === age || asked.has(page)) continue;
      if (page > 0 && total !== null && page * pageSize >= total) continue;
      const mine = new AbortController();
      const ofAge = age;
      asked.set(page, mine);
      fetch(page * pageSize, pageSize, mine.signal).then(
        (slice) => settle(page, mine, ofAge, slice),
        (cause: unknown) => {
          if (asked.get(page) !== mine) return;
          asked.delete(page);
          error = cause;
          tell();
        },
      );
    }
  }

  function callOff(unless: (page: number) => boolean): void {
    for (const [page, controller] of asked) {
      if (unless(page)) continue;
      asked.delete(page);
      controller.abort();
    }
  }

  return {
    rowAt: (index) => pages.get(Math.floor(index / pageSize))?.rows[index % pageSize],
    total: () => total,
    error: () => error,
    want(from, to) {
      const first = Math.floor(Math.max(0, from) / pageSize);
      const last = Math.floor(Math.max(0, to - 1) / pageSize);
      wanted = Array.from({ length: last - first + 1 }, (_, at) => first + at);
      callOff((page) => wanted.includes(page));
      fetchWanted();
    },
    refresh() {
      age += 1;
      error = null;
      callOff(() => false);
      fetchWanted();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
    close: () => callOff(() => false),
  };
}
