/** What a contract is made of, and the shapes derived from it: handlers, client, publisher, frames. */
import type { z } from 'zod';
import type { WireError } from '../errors.ts';

/** A request with an answer. `changes` calls are refused by a read-only host before their handler runs. */
export interface Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'call';
  readonly changes: boolean;
  readonly input: I;
  readonly output: O;
}
/** A message that the program sends by itself, in the past tense: `progressed` is heard with `onProgressed`. */
export interface Push<P extends z.ZodType = z.ZodType> {
  readonly kind: 'event';
  readonly payload: P;
}
export type Contract = Readonly<Record<string, Readonly<Record<string, Call | Push>>>>;

export const query = <I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
): Call<I, O> => ({ kind: 'call', changes: false, input, output });
export const command = <I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
): Call<I, O> => ({ kind: 'call', changes: true, input, output });
export const event = <P extends z.ZodType>(payload: P): Push<P> => ({ kind: 'event', payload });

/** What crosses a process. `seq` counts the events of one channel without a gap, so that a loss is noticed. */
export type Frame =
  | { readonly t: 'call'; readonly id: number; readonly path: string; readonly input: unknown }
  | { readonly t: 'cancel'; readonly id: number }
  | { readonly t: 'ok'; readonly id: number; readonly output: unknown }
  | { readonly t: 'err'; readonly id: number; readonly error: WireError }
  | {
      readonly t: 'event';
      readonly seq: number;
      readonly path: string;
      readonly payload: unknown;
    };

/** The only thing a host has to supply. */
export interface Channel {
  send(frame: Frame): void;
  onFrame(listener: (frame: Frame) => void): () => void;
  onClose(listener: () => void): () => void;
}

type CallKeys<G> = { [K in keyof G]: G[K] extends Call ? K : never }[keyof G];
type EventKeys<G> = { [K in keyof G]: G[K] extends Push ? K : never }[keyof G];

export interface CallContext {
  /** Aborted when the caller cancels or its channel closes. */
  readonly signal: AbortSignal;
  /** Who asks, for history and audit: a host and the user of the operating system. */
  readonly actor: string;
}

export type Handlers<C extends Contract> = {
  readonly [G in keyof C]: {
    readonly [K in CallKeys<C[G]>]: C[G][K] extends Call<infer I, infer O>
      ? (input: z.output<I>, context: CallContext) => Promise<z.input<O>> | z.input<O>
      : never;
  };
};
export type Client<C extends Contract> = {
  readonly [G in keyof C]: {
    readonly [K in CallKeys<C[G]>]: C[G][K] extends Call<infer I, infer O>
      ? (input: z.input<I>, options?: { signal?: AbortSignal }) => Promise<z.output<O>>
      : never;
  } & {
    readonly [K in EventKeys<C[G]> & string as `on${Capitalize<K>}`]: C[G][K] extends Push<infer P>
      ? (listener: (payload: z.output<P>) => void) => () => void
      : never;
  };
};
export type Publisher<C extends Contract> = {
  readonly [G in keyof C]: {
    readonly [K in EventKeys<C[G]>]: C[G][K] extends Push<infer P>
      ? (payload: z.input<P>) => void
      : never;
  };
};

/** Walks every member of a contract and builds an object of the same groups. */
export function mapContract(
  contract: Contract,
  member: (path: string, spec: Call | Push, name: string) => [string, unknown] | undefined,
): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(contract).map(([group, specs]) => [
      group,
      Object.fromEntries(
        Object.entries(specs).flatMap(([name, spec]) => {
          const entry = member(`${group}.${name}`, spec, name);
          return entry ? [entry] : [];
        }),
      ),
    ]),
  );
}
