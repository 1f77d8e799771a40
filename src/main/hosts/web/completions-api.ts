/** POST /api/completions: how another system tells Examdesk of completions. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { contract } from '../../../shared/contract/index.ts';
import { invoker } from '../../../shared/rpc/serve.ts';
import { actorOf } from '../common/actor.ts';
import type { ServedApp } from '../common/attach.ts';
import { maxEventBytes, readEvents } from '../common/event-input.ts';
import { bearerOf, sameSecret } from './guard.ts';
import { HttpRefusal, readJsonText, requireMethod, sendJson } from './http.ts';

/** `apiToken` is null where nothing may be recorded. */
export function completionsApi(app: ServedApp, apiToken: string | null) {
  const invoke = invoker(contract, app.handlers, apiToken === null);

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    requireMethod(request, 'POST');
    if (apiToken === null)
      throw new HttpRefusal(
        403,
        'forbidden',
        'This console is read-only: nothing can be recorded here.',
      );
    const given = bearerOf(request.headers.authorization);
    if (given === undefined || !sameSecret(given, apiToken))
      throw new HttpRefusal(
        401,
        'forbidden',
        given === undefined
          ? 'A token is needed: send Authorization: Bearer with the content of the file api-token in the store folder.'
          : 'The token is not valid. It is the content of the file api-token in the store folder.',
        { 'WWW-Authenticate': 'Bearer realm="Examdesk"' },
      );
    const events = readEvents(await readJsonText(request, maxEventBytes));
    // A sender that hangs up does not abort the recording: it will send again, and finds it unchanged.
    const signal = new AbortController().signal;
    const context = { signal, actor: actorOf('completions API') };
    sendJson(response, 200, await invoke('completions.record', { events }, context));
  };
}
