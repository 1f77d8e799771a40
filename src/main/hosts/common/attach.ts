/** Joins one channel to the program: answers its calls and sends it the push events. */
import { randomUUID } from 'node:crypto';
import { type AppHandlers, contract } from '../../../shared/contract/index.ts';
import type { AppError } from '../../../shared/errors.ts';
import { serve } from '../../../shared/rpc/serve.ts';
import type { Channel } from '../../../shared/rpc/types.ts';

/** The part of the program that a window needs. */
export interface ServedApp {
  readonly handlers: AppHandlers;
  onEvent(listener: (path: string, payload: unknown) => void): () => void;
  reportError(error: AppError, path: string, id: string): void;
}

/** Returns a function that stops answering and aborts what is running for this channel. */
export function attach(
  app: ServedApp,
  channel: Channel,
  options: { readonly actor: string; readonly readOnly: boolean },
): () => void {
  let seq = 0;
  const stopServing = serve(contract, app.handlers, channel, {
    actor: options.actor,
    readOnly: options.readOnly,
    report: (error, path, id) => app.reportError(error, path, id),
    newId: randomUUID,
  });
  const unhear = app.onEvent((path, payload) =>
    channel.send({ t: 'event', seq: ++seq, path, payload }),
  );
  channel.onClose(unhear);
  return () => {
    unhear();
    stopServing();
  };
}
