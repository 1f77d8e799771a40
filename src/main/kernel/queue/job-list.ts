/** The queue as an officer reads it: lists, counts and the history of one job. */
import type { Task, TaskState, TaskTab } from '../../../shared/contract/tasks.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Reader } from '../db/sql.ts';
import { mayCancel, mayRetry, tabStates } from './states.ts';

interface JobRow extends Omit<Task, 'progress' | 'canCancel' | 'canRetry'> {
  readonly done: number;
  readonly total: number | null;
  readonly step: string;
}
export interface HistoryRow {
  readonly at: number;
  readonly from: TaskState | null;
  readonly to: TaskState;
  readonly attempt: number;
  readonly actor: string;
  readonly reason: string | null;
}

const COLUMNS = `id, kind, title, lane, state, done, total, step, attempt, max_attempts AS maxAttempts, created_at AS createdAt,
  started_at AS startedAt, finished_at AS finishedAt, run_after AS runAfter, reason, summary`;

/** Newest first. */
export async function listJobs(
  db: Reader,
  tab: TaskTab,
  slice: { readonly offset: number; readonly limit: number },
): Promise<{ rows: Task[]; total: number }> {
  const states = JSON.stringify(tabStates[tab]);
  const rows = await db.all<JobRow>(
    `SELECT ${COLUMNS} FROM job WHERE state IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT ? OFFSET ?`,
    [states, slice.limit, slice.offset],
  );
  const counts = await countJobs(db);
  return { rows: rows.map(toTask), total: counts[tab] };
}

export async function countJobs(db: Reader): Promise<Record<TaskTab, number>> {
  const rows = await db.all<{ state: TaskState; count: number }>(
    'SELECT state, count(*) AS count FROM job GROUP BY state',
  );
  const count = (states: readonly TaskState[]) =>
    rows.filter(({ state }) => states.includes(state)).reduce((sum, row) => sum + row.count, 0);
  return {
    all: count(tabStates.all),
    waiting: count(tabStates.waiting),
    running: count(tabStates.running),
    attention: count(tabStates.attention),
    done: count(tabStates.done),
    cancelled: count(tabStates.cancelled),
  };
}

export async function jobsById(db: Reader, ids: readonly number[]): Promise<Task[]> {
  const rows = await db.all<JobRow>(
    `SELECT ${COLUMNS} FROM job WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
    [JSON.stringify(ids)],
  );
  return rows.map(toTask);
}

export async function jobById(db: Reader, id: number): Promise<Task> {
  const [task] = await jobsById(db, [id]);
  if (!task) throw new AppError('not_found', `There is no task ${id}.`);
  return task;
}

export async function payloadOf(db: Reader, id: number): Promise<unknown> {
  const row = await db.get<{ payload: string }>('SELECT payload FROM job WHERE id = ?', [id]);
  return row && JSON.parse(row.payload);
}

export function historyOf(db: Reader, id: number): Promise<HistoryRow[]> {
  return db.all<HistoryRow>(
    `SELECT at, from_state AS "from", to_state AS "to", attempt, actor, reason FROM job_history WHERE job_id = ? ORDER BY id`,
    [id],
  );
}

function toTask({ done, total, step, ...row }: JobRow): Task {
  return {
    ...row,
    progress: { done, total, step, perSecond: null, secondsLeft: null },
    canCancel: mayCancel(row.state),
    canRetry: mayRetry(row.state),
  };
}
