/** An app whose handlers are given by the test; a call that the test did not expect fails. */

import type { CliApp } from '../../../src/main/hosts/cli/ports.ts';
import { type AppHandlers, contract } from '../../../src/shared/contract/index.ts';
import type { AppError } from '../../../src/shared/errors.ts';
import { mapContract } from '../../../src/shared/rpc/types.ts';

type SomeHandlers = { readonly [G in keyof AppHandlers]?: Partial<AppHandlers[G]> };

export interface FakeApp extends CliApp {
  readonly log: string[];
  readonly errors: AppError[];
  push(path: string, payload: unknown): void;
}

export function fakeApp(handlers: SomeHandlers): FakeApp {
  const listeners = new Set<(path: string, payload: unknown) => void>();
  const log: string[] = [];
  const errors: AppError[] = [];
  const refusing = mapContract(contract, (path, spec, name) =>
    spec.kind === 'call'
      ? [
          name,
          () => {
            throw new Error(`${path} was not expected`);
          },
        ]
      : undefined,
  );
  const all = Object.fromEntries(
    Object.entries(refusing).map(([group, calls]) => [
      group,
      { ...calls, ...handlers[group as keyof SomeHandlers] },
    ]),
  ) as unknown as AppHandlers;
  return {
    handlers: all,
    log,
    errors,
    push: (path, payload) => {
      for (const listener of [...listeners]) listener(path, payload);
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reportError: (error) => {
      errors.push(error);
    },
    startWork: async () => {
      log.push('startWork');
    },
    untilIdle: async () => {
      log.push('untilIdle');
    },
    setAddress: async (address) => {
      log.push(`address ${address}`);
    },
    close: async () => {
      log.push('close');
    },
  };
}
