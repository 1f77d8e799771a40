/** Ties a slice cache to a list on the screen: a new cache for a new question, a refresh when its topics change. */
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { Program } from '../../program/program.ts';
import { useFreshness, useProgram } from '../../program/use-program.ts';
import type { Topic } from '../../stores/freshness.ts';
import { createSliceCache, type Slice, type SliceCache } from './slice-cache.ts';

export interface RowSource<Row> {
  /** What is asked for: another key starts at the top with nothing shown. */
  readonly key: string;
  readonly topics: readonly Topic[];
  readonly fetch: (
    program: Program,
    slice: { offset: number; limit: number },
    options: { signal: AbortSignal },
  ) => Promise<Slice<Row>>;
}

export function useRows<Row>(source: RowSource<Row>): SliceCache<Row> {
  const program = useProgram();
  const latest = useRef(source);
  latest.current = source;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what the source asks
  const cache = useMemo(
    () =>
      createSliceCache<Row>((offset, limit, signal) =>
        latest.current.fetch(program, { offset, limit }, { signal }),
      ),
    [program, source.key],
  );
  useSyncExternalStore(cache.subscribe, cache.version);

  const version = useFreshness(source.topics);
  const shown = useRef({ cache, version });
  useEffect(() => {
    if (shown.current.cache === cache && shown.current.version !== version) cache.refresh();
    shown.current = { cache, version };
  }, [cache, version]);
  useEffect(() => () => cache.close(), [cache]);
  return cache;
}
