/** The asking side: a client over a channel, or straight onto handlers in the same process. */
import { AppError } from '../errors.ts';
import { invoker } from './serve.ts';
import { type Channel, type Client, type Contract, type Handlers, mapContract } from './types.ts';

/** Calls handlers in the same process: for the command line, with the same parsing as every other host. */
export function localClient<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  actor: string,
): Pick<Client<C>, keyof C> {
  const invoke = invoker(contract, handlers, false);
  const never = new AbortController().signal;
  return mapContract(contract, (path, spec, name) =>
    spec.kind === 'call'
      ? [
          name,
          (input: unknown, options: { signal?: AbortSignal } = {}) =>
            invoke(path, input, { signal: options.signal ?? never, actor }),
        ]
      : undefined,
  ) as Pick<Client<C>, keyof C>;
}

/** The client's side of a channel. A missed event calls `onGap`, so that the caller can fetch again. */
export function connect<C extends Contract>(
  contract: C,
  channel: Channel,
  onGap: () => void = () => {},
): Client<C> {
  const pending = new Map<number, PendingCall>();
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  let nextId = 0;
  let lastSeq: number | undefined;

  const settle = (id: number): PendingCall | undefined => {
    const entry = pending.get(id);
    pending.delete(id);
    return entry;
  };
  channel.onFrame((frame) => {
    if (frame.t === 'ok') settle(frame.id)?.resolve(frame.output);
    if (frame.t === 'err') settle(frame.id)?.reject(AppError.fromWire(frame.error));
    if (frame.t === 'event') {
      if (lastSeq !== undefined && frame.seq !== lastSeq + 1) onGap();
      lastSeq = frame.seq;
      for (const listener of listeners.get(frame.path) ?? []) listener(frame.payload);
    }
  });
  channel.onClose(() => {
    for (const id of [...pending.keys()])
      settle(id)?.reject(new AppError('connection_lost', 'The connection to Examdesk was lost.'));
  });

  function callTo(path: string) {
    return (input: unknown, { signal }: { signal?: AbortSignal } = {}) =>
      new Promise((resolve, reject) => {
        const id = ++nextId;
        const cancel = () => channel.send({ t: 'cancel', id });
        const done = () => signal?.removeEventListener('abort', cancel);
        pending.set(id, {
          resolve: (value) => {
            done();
            resolve(value);
          },
          reject: (error) => {
            done();
            reject(error);
          },
        });
        signal?.addEventListener('abort', cancel, { once: true });
        channel.send({ t: 'call', id, path, input });
        if (signal?.aborted) cancel();
      });
  }
  function listenTo(path: string) {
    return (listener: (payload: unknown) => void) => {
      const heard = listeners.get(path) ?? new Set();
      listeners.set(path, heard.add(listener));
      return () => heard.delete(listener);
    };
  }
  return mapContract(contract, (path, spec, name) =>
    spec.kind === 'call'
      ? [name, callTo(path)]
      : [`on${name.charAt(0).toUpperCase()}${name.slice(1)}`, listenTo(path)],
  ) as Client<C>;
}

interface PendingCall {
  resolve(value: unknown): void;
  reject(error: AppError): void;
}
