/** A test double of the program, derived from the contract: what it answers and pushes is parsed as the real one's is. */
import type { z } from 'zod';
import { type AppHandlers, contract } from '../../src/shared/contract/index.ts';
import { AppError } from '../../src/shared/errors.ts';
import { publisher, serve } from '../../src/shared/rpc/serve.ts';
import {
  type Call,
  type CallContext,
  type Channel,
  type Contract,
  mapContract,
  type Push,
} from '../../src/shared/rpc/types.ts';

type PathTo<C extends Contract, Kind> = {
  [G in keyof C & string]: {
    [K in keyof C[G] & string]: C[G][K] extends Kind ? `${G}.${K}` : never;
  }[keyof C[G] & string];
}[keyof C & string];
type At<C extends Contract, P extends string> = P extends `${infer G}.${infer K}` ? C[G][K] : never;

export type CallPath = PathTo<typeof contract, Call>;
export type EventPath = PathTo<typeof contract, Push>;
type SpecOf<P extends string> = At<typeof contract, P>;
export type InputOf<P extends CallPath> =
  SpecOf<P> extends Call<infer I, z.ZodType> ? z.output<I> : never;
export type AnswerOf<P extends CallPath> =
  SpecOf<P> extends Call<z.ZodType, infer O> ? z.input<O> : never;
type PayloadOf<P extends EventPath> = SpecOf<P> extends Push<infer I> ? z.input<I> : never;

export interface FakeCall<P extends CallPath> {
  answers(value: AnswerOf<P>): void;
  handles(
    handler: (input: InputOf<P>, context: CallContext) => AnswerOf<P> | Promise<AnswerOf<P>>,
  ): void;
  /** Every input so far, oldest first. */
  readonly inputs: readonly InputOf<P>[];
}

export interface FakeProgram {
  call<P extends CallPath>(path: P): FakeCall<P>;
  event<P extends EventPath>(path: P): { pushes(payload: PayloadOf<P>): void };
  /** The next event of every window arrives with a gap before it. */
  loseEvent(): void;
  /** Serves one more window; the answer stops serving it. */
  attach(channel: Channel): () => void;
}

type Handler = (input: unknown, context: CallContext) => unknown;

/** A call that was told nothing fails, naming itself. */
export function fakeProgram(): FakeProgram {
  const handlers = new Map<string, Handler>();
  const inputs = new Map<string, unknown[]>();
  const windows = new Set<{ channel: Channel; seq: number }>();
  const heardBy = (path: string): unknown[] => {
    const heard = inputs.get(path) ?? [];
    inputs.set(path, heard);
    return heard;
  };
  const answering = mapContract(contract, (path, spec, name) =>
    spec.kind === 'call'
      ? [
          name,
          (input: unknown, context: CallContext) => {
            heardBy(path).push(input);
            const handler = handlers.get(path);
            if (!handler)
              throw new AppError('conflict', `The fake program was not told about ${path}.`);
            return handler(input, context);
          },
        ]
      : undefined,
  ) as AppHandlers;
  const pushing = publisher(contract, (path, payload) => {
    for (const window of windows) {
      window.seq += 1;
      window.channel.send({ t: 'event', seq: window.seq, path, payload });
    }
  }) as Record<string, Record<string, (payload: unknown) => void>>;

  return {
    call: <P extends CallPath>(path: P): FakeCall<P> => ({
      answers: (value) => void handlers.set(path, () => value),
      handles: (handler) => void handlers.set(path, handler as Handler),
      inputs: heardBy(path) as InputOf<P>[],
    }),
    event: (path) => ({
      pushes: (payload) => {
        const [group = '', name = ''] = path.split('.');
        pushing[group]?.[name]?.(payload);
      },
    }),
    loseEvent() {
      for (const window of windows) window.seq += 1;
    },
    attach(channel) {
      const window = { channel, seq: 0 };
      windows.add(window);
      const stop = serve(contract, answering, channel, { actor: 'a test' });
      const detach = () => {
        windows.delete(window);
        stop();
      };
      channel.onClose(detach);
      return detach;
    },
  };
}
