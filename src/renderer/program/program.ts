/** The window's side of the program: the client and the stores that push events keep true. */
import { type AppClient, contract } from '../../shared/contract/index.ts';
import { connect } from '../../shared/rpc/client.ts';
import {
  type AnnouncementStore,
  announce,
  createAnnouncements,
  spokenChange,
  spokenProgress,
} from '../stores/announcements.ts';
import { coalesce } from '../stores/coalesce.ts';
import { createFreshness, type FreshnessStore } from '../stores/freshness.ts';
import { createOffice, type OfficeStore } from '../stores/office.ts';
import { createTasks, isOver, type TasksStore } from '../stores/tasks.ts';
import type { LiveChannel } from './live-channel.ts';

export interface Program {
  readonly client: AppClient;
  readonly channel: LiveChannel;
  readonly tasks: TasksStore;
  readonly office: OfficeStore;
  readonly freshness: FreshnessStore;
  readonly announcements: AnnouncementStore;
}

/** `later` runs its work after `ms` and returns a function that calls it off. */
export function createProgram(
  channel: LiveChannel,
  later: (ms: number, work: () => void) => () => void,
): Program {
  const freshness = createFreshness();
  const tasks = createTasks();
  const office = createOffice();
  const announcements = createAnnouncements();
  const client = connect(contract, channel, freshness.touchAll);

  const tasksMoved = coalesce(250, later, () => freshness.touch('office', 'tasks'));
  const workEnded = coalesce(250, later, () =>
    freshness.touch('completions', 'imports', 'courses', 'certificates'),
  );
  /** While work runs, what it writes shows up within two seconds without a fetch for every item. */
  const workWent = coalesce(2_000, later, () => freshness.touch('completions', 'certificates'));

  client.tasks.onChanged(({ tasks: changed }) => {
    const { byId } = tasks.getState();
    for (const task of changed) {
      const sentence = spokenChange(byId[task.id], task);
      if (sentence) announce(announcements, sentence);
    }
    tasks.put(changed);
    tasksMoved();
    if (changed.some(isOver)) workEnded();
  });
  client.tasks.onProgressed(({ id, progress }) => {
    const before = tasks.getState().byId[id];
    const sentence = before ? spokenProgress(before, progress) : null;
    if (sentence) announce(announcements, sentence);
    if (!tasks.progress(id, progress)) tasksMoved();
    workWent();
  });

  const fetchStatus = coalesce(250, later, () => {
    client.office.status({}).then(
      (status) => {
        tasks.confirmRunning(status.running);
        office.setState({ status, error: null });
      },
      (error: unknown) => office.setState({ error }),
    );
  });
  freshness.subscribe((now, before) => {
    if (now.office !== before.office) fetchStatus();
  });
  channel.connection.subscribe((now, before) => {
    if (now.state === 'open' && before.state === 'lost') freshness.touchAll();
  });
  /** A protected period or an exam comes nearer without any event. */
  const everyHalfMinute = () => {
    if (channel.connection.getState().state === 'open') fetchStatus();
    later(30_000, everyHalfMinute);
  };
  later(30_000, everyHalfMinute);
  fetchStatus();

  return { client, channel, tasks, office, freshness, announcements };
}
