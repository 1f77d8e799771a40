/** The statements that read and write completions in batches: one statement for any number of rows. */
import type { Tx } from '../../kernel/db/database.ts';
import type { Reader } from '../../kernel/db/sql.ts';
import type { Facts, Known, KnownCourse } from './rules.ts';

export interface StoredCompletion extends Known {
  readonly id: number;
  readonly version: number;
}
export interface StoredCourse extends KnownCourse {
  readonly id: number;
  readonly validityMonths: number | null;
}
export interface NewCourse {
  readonly code: string;
  readonly title: string;
  readonly passMark: string;
  readonly validityMonths: number | null;
}
/** A completion as it shall be stored. */
export interface Writing {
  readonly candidateId: string;
  readonly courseId: number;
  readonly attempt: number;
  readonly facts: Facts;
  readonly occurredAt: number | null;
  readonly version: number;
  readonly sourceRow: number | null;
}

interface CompletionRow {
  readonly key: string;
  readonly id: number;
  readonly version: number;
  readonly occurredAt: number | null;
  readonly name: string;
  readonly email: string | null;
  readonly sitting: string | null;
  readonly mark: string | null;
  readonly enrolledAt: number | null;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  readonly hold: number;
  readonly holdReason: string | null;
}

/** What is stored for these keys (see `keyOf`). */
export async function completionsByKey(
  db: Reader,
  keys: readonly string[],
): Promise<Map<string, StoredCompletion>> {
  const parts = keys.map((key) => {
    const [candidate, course, attempt] = key.split('\u0000');
    return { key, candidate, course, attempt: Number(attempt) };
  });
  const rows = await db.all<CompletionRow>(
    `SELECT e.value ->> 'key' AS key, m.id, m.version, m.occurred_at AS occurredAt, m.name, m.email, m.sitting, m.mark,
       m.enrolled_at AS enrolledAt, m.started_at AS startedAt, m.completed_at AS completedAt, m.hold, m.hold_reason AS holdReason
     FROM json_each(?) AS e
     CROSS JOIN person AS p ON p.candidate_id = e.value ->> 'candidate'
     CROSS JOIN course AS k ON k.code = e.value ->> 'course'
     CROSS JOIN completion AS m ON m.person_id = p.id AND m.course_id = k.id AND m.attempt = e.value ->> 'attempt'`,
    [JSON.stringify(parts)],
  );
  return new Map(
    rows.map(({ key, id, version, occurredAt, hold, ...facts }) => [
      key,
      { id, version, occurredAt, sameFile: false, facts: { ...facts, hold: hold === 1 } },
    ]),
  );
}

export async function coursesByCode(
  db: Reader,
  codes: readonly string[],
): Promise<Map<string, StoredCourse>> {
  const rows = await db.all<StoredCourse & { code: string }>(
    `SELECT id, code, title, pass_mark AS passMark, validity_months AS validityMonths FROM course
     WHERE code IN (SELECT value FROM json_each(?))`,
    [JSON.stringify([...new Set(codes)])],
  );
  return new Map(rows.map(({ code, ...course }) => [code, course]));
}

/** Which of these event ids have been recorded before, and for which completion. */
export async function recordedEvents(
  db: Reader,
  eventIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.all<{ eventId: string; completionId: number }>(
    `SELECT event_id AS eventId, completion_id AS completionId FROM completion_event
     WHERE event_id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(eventIds)],
  );
  return new Map(rows.map(({ eventId, completionId }) => [eventId, completionId]));
}

export async function insertCourses(
  tx: Tx,
  courses: readonly NewCourse[],
  now: number,
): Promise<void> {
  await tx.run(
    `INSERT INTO course (code, title, pass_mark, validity_months, updated_at)
     SELECT value ->> 'code', value ->> 'title', value ->> 'passMark', value ->> 'validityMonths', ? FROM json_each(?)`,
    [now, JSON.stringify(courses)],
  );
}

/** Writes people and completions; returns each completion's id in the order given. */
export async function writeCompletions(
  tx: Tx,
  rows: readonly Writing[],
  sourceFile: string | null,
  now: number,
): Promise<number[]> {
  const list = JSON.stringify(rows);
  await tx.run(
    `INSERT INTO person (candidate_id, name, email, updated_at)
     SELECT value ->> 'candidateId', value ->> '$.facts.name', value ->> '$.facts.email', ? FROM json_each(?) WHERE true
     ON CONFLICT (candidate_id) DO UPDATE SET name = excluded.name, email = coalesce(excluded.email, email), updated_at = excluded.updated_at
     WHERE name IS NOT excluded.name OR email IS NOT coalesce(excluded.email, email)`,
    [now, list],
  );
  await tx.run(
    `INSERT INTO completion (person_id, course_id, attempt, name, email, sitting, mark, enrolled_at, started_at, completed_at,
       hold, hold_reason, occurred_at, version, source_file, source_row, recorded_at, updated_at)
     SELECT p.id, value ->> 'courseId', value ->> 'attempt', value ->> '$.facts.name', value ->> '$.facts.email',
       value ->> '$.facts.sitting', value ->> '$.facts.mark', value ->> '$.facts.enrolledAt', value ->> '$.facts.startedAt',
       value ->> '$.facts.completedAt', value ->> '$.facts.hold', value ->> '$.facts.holdReason', value ->> 'occurredAt', value ->> 'version', ?, value ->> 'sourceRow', ?, ?
     FROM json_each(?) AS e CROSS JOIN person AS p ON p.candidate_id = value ->> 'candidateId' WHERE true
     ON CONFLICT (person_id, course_id, attempt) DO UPDATE SET name = excluded.name, email = excluded.email, sitting = excluded.sitting,
       mark = excluded.mark, enrolled_at = excluded.enrolled_at, started_at = excluded.started_at,
       completed_at = excluded.completed_at, hold = excluded.hold, hold_reason = excluded.hold_reason,
       occurred_at = excluded.occurred_at, version = excluded.version,
       source_file = iif(excluded.version > version, excluded.source_file, source_file),
       source_row = iif(excluded.version > version, excluded.source_row, source_row),
       updated_at = iif(excluded.version > version, excluded.updated_at, updated_at)`,
    [sourceFile, now, now, list],
  );
  const ids = await tx.all<{ id: number }>(
    `SELECT m.id FROM json_each(?) AS e CROSS JOIN person AS p ON p.candidate_id = e.value ->> 'candidateId'
     CROSS JOIN completion AS m ON m.person_id = p.id AND m.course_id = e.value ->> 'courseId' AND m.attempt = e.value ->> 'attempt'
     ORDER BY e.key`,
    [list],
  );
  return ids.map(({ id }) => id);
}

export async function noteEvents(
  tx: Tx,
  events: readonly { readonly eventId: string; readonly completionId: number }[],
  now: number,
): Promise<void> {
  await tx.run(
    `INSERT OR IGNORE INTO completion_event (event_id, completion_id, recorded_at)
     SELECT value ->> 'eventId', value ->> 'completionId', ? FROM json_each(?)`,
    [now, JSON.stringify(events)],
  );
}

/** Sets or, with a null reason, lifts a hold; returns the completions that it really changed. */
export function setHold(
  tx: Tx,
  ids: readonly number[],
  reason: string | null,
  now: number,
): Promise<{ completionId: number; version: number }[]> {
  return tx.all(
    `UPDATE completion SET hold = ?, hold_reason = ?, version = version + 1, updated_at = ?
     WHERE id IN (SELECT value FROM json_each(?)) AND (hold <> ? OR hold_reason IS NOT ?)
     RETURNING id AS completionId, version`,
    [reason === null ? 0 : 1, reason, now, JSON.stringify(ids), reason === null ? 0 : 1, reason],
  );
}
