/** `examdesk run` and `examdesk tasks`: work through the queue, look into it, retry, cancel. */
import { type Command, Option } from 'commander';
import { contract } from '../../../../shared/contract/index.ts';
import { type Task, type TaskTab, taskTabs } from '../../../../shared/contract/tasks.ts';
import { AppError } from '../../../../shared/errors.ts';
import { idNumber, wholeNumber } from '../arguments.ts';
import { type CliContext, given, reading, writing } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { progressText } from '../progress.ts';
import type { Session } from '../session.ts';
import { counted, instantFormat, pairs, table } from '../text.ts';

export function addTasks(program: Command, context: CliContext): void {
  program
    .command('run')
    .option('--until-idle', 'end when no task runs and none is due')
    .description('work through the queue')
    .action((options: { untilIdle?: boolean }, command: Command) =>
      writing(context, command, (session) => run(session, options.untilIdle === true)),
    );

  const group = program.command('tasks').description('look into the queue; retry or cancel a task');
  group
    .command('list')
    .addOption(new Option('--tab <tab>', 'only these').choices(taskTabs))
    .option('--limit <n>', 'at most so many', wholeNumber(1, 1_000))
    .option('--offset <n>', 'leave out the first', wholeNumber(0, 1e9))
    .description('list tasks')
    .action((options: { tab?: TaskTab; limit?: number; offset?: number }, command: Command) =>
      reading(context, command, async ({ client, out }) => {
        const answer = await client.tasks.list(given(options));
        out.answer(answer, () => [
          ...taskTable(answer.rows),
          `${answer.rows.length} of ${counted(answer.total, 'task')}`,
        ]);
        return exitCodes.ok;
      }),
    );

  group
    .command('show')
    .argument('<id>', 'the number of the task', idNumber)
    .description('one task with its history')
    .action((id: number, _options: object, command: Command) =>
      reading(context, command, (session) => show(session, id)),
    );

  group
    .command('retry')
    .argument('<id>', 'the number of the task', idNumber)
    .description('put a failed or cancelled task back into the queue')
    .action((id: number, _options: object, command: Command) =>
      writing(context, command, async ({ client, out }) => {
        const task = await client.tasks.retry({ id });
        out.answer(task, () => [
          ...taskTable([task]),
          '"examdesk run --until-idle" works through the queue.',
        ]);
        return exitCodes.ok;
      }),
    );

  group
    .command('cancel')
    .argument('<id>', 'the number of the task', idNumber)
    .option('--reason <text>', 'why, for the history')
    .description('cancel a task; what it has finished stays finished')
    .action((id: number, options: { reason?: string }, command: Command) =>
      writing(context, command, async ({ client, out }) => {
        const task = await client.tasks.cancel({ id, ...given(options) });
        out.answer(task, () => taskTable([task]));
        return exitCodes.ok;
      }),
    );
}

const taskTable = (tasks: readonly Task[]): string[] =>
  table(tasks, [
    { title: 'task', align: 'right', of: (task) => task.id },
    { title: 'title', of: (task) => task.title },
    { title: 'state', of: (task) => task.state },
    { title: 'attempt', align: 'right', of: (task) => `${task.attempt}/${task.maxAttempts}` },
    { title: 'progress', of: (task) => progressText(task.progress) },
    { title: 'outcome', of: (task) => task.summary ?? task.reason },
  ]);

/** Tells of every task that ended meanwhile. Told to stop, `run` without --until-idle has done what it was asked. */
async function run(session: Session, untilIdle: boolean): Promise<ExitCode> {
  const { app, client, out, stopping } = session;
  const ended = new Map<number, Task>();
  const { changed } = contract.tasks;
  const unhear = app.onEvent((path, payload) => {
    if (path !== 'tasks.changed') return;
    for (const task of changed.payload.parse(payload).tasks)
      if (['succeeded', 'failed', 'cancelled'].includes(task.state)) ended.set(task.id, task);
      else ended.delete(task.id);
  });
  await app.startWork();
  if (!untilIdle)
    out.note(
      'Working through the queue until it is told to stop (Ctrl+C). --until-idle ends by itself.',
    );
  try {
    if (untilIdle) await app.untilIdle(stopping);
    else await aborted(stopping);
  } catch (cause) {
    if (!stopping.aborted) throw cause;
  } finally {
    unhear();
  }
  const tasks = [...ended.values()];
  const { waiting } = await client.office.status({});
  if (untilIdle && stopping.aborted)
    throw new AppError(
      'cancelled',
      `Stopped; ${counted(waiting, 'task')} in the queue. The next "examdesk run" goes on from here.`,
    );
  out.answer({ tasks }, () =>
    tasks.length === 0 ? ['There was nothing to do.'] : taskTable(tasks),
  );
  const left = untilIdle ? await client.tasks.list({ tab: 'waiting' }) : undefined;
  for (const { title, reason } of left?.rows ?? [])
    out.warn(`${title}: waits for another attempt. ${reason ?? ''}`);
  return tasks.some(({ state }) => state === 'failed') || (left?.total ?? 0) > 0
    ? exitCodes.endedWithFailures
    : exitCodes.ok;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

async function show({ client, out }: Session, id: number): Promise<ExitCode> {
  const answer = await client.tasks.get({ id });
  const { settings } = await client.office.status({});
  const when = instantFormat(settings.zone);
  const { task } = answer;
  out.answer(answer, () => [
    ...pairs([
      ['task', task.id],
      ['title', task.title],
      ['kind', task.kind],
      ['state', task.state],
      ['attempt', `${task.attempt} of ${task.maxAttempts}`],
      ['progress', progressText(task.progress)],
      ['outcome', task.summary],
      ['reason', task.reason],
      ['asked for', JSON.stringify(answer.payload)],
    ]),
    '',
    ...table(answer.history, [
      { title: `at (${settings.zone})`, of: (entry) => when(entry.at) },
      { title: 'from', of: (entry) => entry.from },
      { title: 'to', of: (entry) => entry.to },
      { title: 'attempt', align: 'right', of: (entry) => entry.attempt },
      { title: 'by', of: (entry) => entry.actor },
      { title: 'reason', of: (entry) => entry.reason },
    ]),
  ]);
  return exitCodes.ok;
}
