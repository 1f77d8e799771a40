/** What every transport of the window offers: a channel, and whether it is open just now. */
import type { StoreApi } from 'zustand/vanilla';
import type { Channel } from '../../shared/rpc/types.ts';

export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'open' }
  /** `attempt` counts from 1; the next try is at `retryAt` (milliseconds since 1970). */
  | { readonly state: 'lost'; readonly attempt: number; readonly retryAt: number }
  /** The program has ended and nothing will bring this channel back. */
  | { readonly state: 'ended' };

/** Stays the same object over reconnects: a drop closes the calls in flight, not the channel. */
export interface LiveChannel extends Channel {
  readonly connection: StoreApi<Connection>;
  /** Does not wait for the next try. */
  reconnectNow(): void;
}
