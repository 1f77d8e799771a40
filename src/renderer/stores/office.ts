/** What the strip at the top shows: the last status the program gave. */

import type { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { contract } from '../../shared/contract/index.ts';

export type OfficeStatus = z.output<typeof contract.office.status.output>;
export interface OfficeState {
  readonly status: OfficeStatus | null;
  /** Why the last attempt to fetch it failed; the earlier status stays. */
  readonly error: unknown;
}
export type OfficeStore = StoreApi<OfficeState>;

export const createOffice = (): OfficeStore =>
  createStore<OfficeState>(() => ({ status: null, error: null }));
