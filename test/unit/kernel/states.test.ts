/** The table of a job's states: no dead end, no way back from the end but a retry. */
import { expect, test } from 'vitest';
import {
  mayCancel,
  mayRetry,
  tabStates,
  transitions,
} from '../../../src/main/kernel/queue/states.ts';
import { taskStates } from '../../../src/shared/contract/tasks.ts';

test('every state is in the table and on exactly one tab besides "all"', () => {
  const { all, ...tabs } = tabStates;
  expect({
    table: Object.keys(transitions).sort(),
    all: [...all].sort(),
    tabs: Object.values(tabs).flat().sort(),
  }).toEqual({
    table: [...taskStates].sort(),
    all: [...taskStates].sort(),
    tabs: [...taskStates].sort(),
  });
});

test('what may be cancelled can move towards cancelled, and what may be retried is retrying or can move there', () => {
  for (const state of taskStates) {
    const next: readonly string[] = transitions[state];
    expect(mayCancel(state)).toBe(
      state !== 'cancelling' && (next.includes('cancelled') || next.includes('cancelling')),
    );
    // A job that waits for its next attempt is in `retrying` already; asked for by hand, it need not wait.
    if (mayRetry(state)) expect([...next, state]).toContain('retrying');
    if (state === 'failed' || state === 'cancelled') expect(mayRetry(state)).toBe(true);
    if (state === 'running' || state === 'succeeded') expect(mayRetry(state)).toBe(false);
  }
});
