/** The answering side: parses what arrives, runs the handler, parses what leaves. */
import type { z } from 'zod';
import { AppError } from '../errors.ts';
import {
  type Call,
  type CallContext,
  type Channel,
  type Contract,
  type Handlers,
  mapContract,
  type Publisher,
} from './types.ts';

export interface ServeOptions {
  readonly actor: string;
  readonly readOnly?: boolean;
  /** Hears every failed call; the id is the one the caller sees for an `internal` error. */
  readonly report?: (error: AppError, path: string, id: string) => void;
  /** Makes the ids of `internal` errors. */
  readonly newId?: () => string;
}

/** Answers the calls that arrive on `channel` with `handlers`; returns a function that stops and aborts them. */
export function serve<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  channel: Channel,
  options: ServeOptions,
): () => void {
  const running = new Map<number, AbortController>();
  const invoke = invoker(contract, handlers, options.readOnly ?? false);
  let open = true;
  const stop = () => {
    open = false;
    for (const controller of running.values()) controller.abort();
    running.clear();
  };
  channel.onClose(stop);
  const unhear = channel.onFrame((frame) => {
    if (frame.t === 'cancel') running.get(frame.id)?.abort();
    if (frame.t === 'call' && open) void answer(frame.id, frame.path, frame.input);
  });

  async function answer(id: number, path: string, input: unknown): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const context = { signal: controller.signal, actor: options.actor };
      const output = await invoke(path, input, context);
      if (open) channel.send({ t: 'ok', id, output });
    } catch (cause) {
      const error = AppError.from(cause);
      const errorId = options.newId?.() ?? String(id);
      options.report?.(error, path, errorId);
      const wire = error.toWire(error.code === 'internal' ? errorId : undefined);
      if (open) channel.send({ t: 'err', id, error: wire });
    } finally {
      running.delete(id);
    }
  }

  return () => {
    unhear();
    stop();
  };
}

/** Parses the input, runs the handler, parses its output: the one way in, whatever the transport. */
export function invoker<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  readOnly: boolean,
): (path: string, input: unknown, context: CallContext) => Promise<unknown> {
  return async (path, rawInput, context) => {
    const spec = callAt(contract, path);
    if (readOnly && spec.changes)
      throw new AppError(
        'forbidden',
        'This is a read-only view: nothing can be changed from here.',
      );
    const input = spec.input.safeParse(rawInput);
    if (!input.success) throw invalidInput(path, input.error);
    const [group = '', name = ''] = path.split('.');
    const handler = (handlers as ErasedHandlers)[group]?.[name];
    if (!handler) throw new Error(`No handler for ${path}`);
    return spec.output.parse(await handler(input.data, context));
  };
}

type ErasedHandlers = Record<
  string,
  Record<string, (input: unknown, context: CallContext) => unknown>
>;

function callAt(contract: Contract, path: string): Call {
  const [group = '', name = '', ...rest] = path.split('.');
  const specs = Object.hasOwn(contract, group) ? contract[group] : undefined;
  const spec = specs && Object.hasOwn(specs, name) ? specs[name] : undefined;
  if (spec?.kind !== 'call' || rest.length > 0)
    throw new AppError('not_found', `There is no call named ${path}.`);
  return spec;
}

function invalidInput(path: string, error: z.ZodError): AppError {
  const issues = error.issues.map(({ path: at, message }) => ({
    field: at.map(String).join('.'),
    message,
  }));
  const told = issues
    .slice(0, 3)
    .map(({ field, message }) => (field ? `${field}: ${message}` : message));
  const more = issues.length > 3 ? ` (and ${issues.length - 3} more)` : '';
  return new AppError('invalid_input', `${path} was refused. ${told.join(' ')}${more}`, {
    details: { issues },
  });
}

/** One function per push event; `broadcast` sends to every channel that listens. */
export function publisher<C extends Contract>(
  contract: C,
  broadcast: (path: string, payload: unknown) => void,
): Publisher<C> {
  return mapContract(contract, (path, spec, name) =>
    spec.kind === 'event'
      ? [name, (payload: unknown) => broadcast(path, spec.payload.parse(payload))]
      : undefined,
  ) as Publisher<C>;
}
