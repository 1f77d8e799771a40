/** The format of the office's zone, and a clock that ticks for relative times. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useStatus } from '../program/use-program.ts';
import { createFormat, type Format } from './format.ts';

const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function useFormat(): Format {
  const zone = useStatus((status) => status?.settings.zone ?? browserZone);
  return useMemo(() => createFormat(zone, undefined), [zone]);
}

/** One timer for the whole window: relative times are at most 10 s old. */
const clock = createStore<{ readonly now: number }>(() => ({ now: Date.now() }));
setInterval(() => clock.setState({ now: Date.now() }), 10_000);

export const useNow = (): number => useStore(clock, ({ now }) => now);
