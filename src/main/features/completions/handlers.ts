/** The calls on the tracking store: list, record, hold and lift a hold. */
import type { AppHandlers } from '../../../shared/contract/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db/database.ts';
import type { JobQueue } from '../../kernel/queue/queue.ts';
import { audit } from '../office/api.ts';
import { changeHold } from './api.ts';
import { completionById, listCompletions } from './queries.ts';
import { recordEvents } from './record.ts';

interface Deps {
  readonly db: Database;
  readonly queue: JobQueue;
  readonly clock: Clock;
}

export function completionsHandlers(deps: Deps): AppHandlers['completions'] {
  const { db, clock } = deps;
  return {
    list: ({ text, course, sort, offset, limit }) =>
      listCompletions(db.reader, { text, course }, sort, { offset, limit }),

    get: ({ id }) => completionById(db.reader, id),

    record: ({ events }, { actor }) =>
      db.write((tx) =>
        recordEvents(
          tx,
          deps,
          events.map((event) => ({ event, row: null })),
          { file: null, title: 'Certificates: recorded completions', actor, key: 'recorded' },
        ),
      ),

    hold: ({ ids, reason }, { actor }) =>
      db.write(async (tx) => {
        const { changed } = await changeHold(tx, deps, ids, reason, actor);
        await audit(tx, {
          at: clock.now(),
          actor,
          action: 'completions.hold',
          detail: { ids, reason },
        });
        return { changed };
      }),

    liftHold: ({ ids }, { actor }) =>
      db.write(async (tx) => {
        const result = await changeHold(tx, deps, ids, null, actor);
        await audit(tx, {
          at: clock.now(),
          actor,
          action: 'completions.liftHold',
          detail: { ids },
        });
        return result;
      }),
  };
}
