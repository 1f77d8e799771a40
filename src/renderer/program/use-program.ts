/** How components reach the program: its client, its stores through selectors, and fetched values that stay fresh. */
import { createContext, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Task } from '../../shared/contract/tasks.ts';
import type { Topic } from '../stores/freshness.ts';
import type { OfficeStatus } from '../stores/office.ts';
import type { Program } from './program.ts';

export const ProgramContext = createContext<Program | null>(null);

export function useProgram(): Program {
  const program = useContext(ProgramContext);
  if (!program) throw new Error('There is no program around this component.');
  return program;
}

export const useStatus = <T>(select: (status: OfficeStatus | null) => T): T =>
  useStore(useProgram().office, ({ status }) => select(status));

/** The task with its live progress, or undefined while it is not known. */
export const useTask = (id: number | null | undefined): Task | undefined =>
  useStore(useProgram().tasks, ({ byId }) =>
    id === null || id === undefined ? undefined : byId[id],
  );

/** A number that grows whenever one of the topics has changed. */
export const useFreshness = (of: readonly Topic[]): number =>
  useStore(useProgram().freshness, (now) => of.reduce((sum, topic) => sum + now[topic], 0));

export interface Fetched<T> {
  readonly value: T | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  readonly reload: () => void;
}

/**
 * Asks the program, and asks again when one of `of` changes. The last value stays while the next one comes,
 * as long as `key` (what is asked for) stays the same; a null `key` asks for nothing.
 */
export function useFetched<T>(
  key: string | null,
  of: readonly Topic[],
  ask: (program: Program, signal: AbortSignal) => Promise<T>,
): Fetched<T> {
  const program = useProgram();
  const version = useFreshness(of);
  const [turn, setTurn] = useState(0);
  const [answer, setAnswer] = useState<{ key: string; value?: T; error?: unknown }>();
  const asking = useRef(ask);
  asking.current = ask;

  // biome-ignore lint/correctness/useExhaustiveDependencies: version and turn ask again for the same key
  useEffect(() => {
    if (key === null) return;
    const controller = new AbortController();
    asking.current(program, controller.signal).then(
      (value) => {
        if (!controller.signal.aborted) setAnswer({ key, value });
      },
      (error: unknown) => {
        if (controller.signal.aborted) return;
        setAnswer((last) => ({ ...(last?.key === key ? last : { key }), error }));
      },
    );
    return () => controller.abort();
  }, [key, version, turn, program]);

  const mine = answer !== undefined && answer.key === key ? answer : undefined;
  const reload = useCallback(() => setTurn((last) => last + 1), []);
  return {
    value: mine?.value,
    error: mine?.error,
    loading: key !== null && mine === undefined,
    reload,
  };
}
