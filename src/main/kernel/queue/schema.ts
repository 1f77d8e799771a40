/** The queue's tables. What must never happen is a constraint or a trigger, because a check before a write is a race. */
import type { Migration } from '../db/migrate.ts';
import { transitions } from './states.ts';

const moves = Object.entries(transitions)
  .flatMap(([from, tos]) => tos.map((to) => `('${from}','${to}')`))
  .join(',');

export const queueSchema = {
  version: 1,
  name: 'queue',
  sql: `
CREATE TABLE job (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  lane TEXT NOT NULL CHECK (lane IN ('interactive','heavy')),
  title TEXT NOT NULL,
  key TEXT,
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  checkpoint TEXT CHECK (checkpoint IS NULL OR json_valid(checkpoint)),
  state TEXT NOT NULL CHECK (state IN ('queued','retrying','running','cancelling','succeeded','failed','cancelled')),
  priority INTEGER NOT NULL,
  run_after INTEGER NOT NULL,
  attempt INTEGER NOT NULL DEFAULT 0,
  max_attempts INTEGER NOT NULL CHECK (max_attempts > 0),
  owner TEXT,
  lease_until INTEGER,
  done INTEGER NOT NULL DEFAULT 0,
  total INTEGER,
  step TEXT NOT NULL DEFAULT '',
  summary TEXT,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  changed_at INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  reason TEXT,
  CHECK ((state IN ('running','cancelling')) = (owner IS NOT NULL)),
  CHECK ((owner IS NULL) = (lease_until IS NULL)),
  CHECK ((state IN ('succeeded','failed','cancelled')) = (finished_at IS NOT NULL))
) STRICT;
CREATE INDEX job_ready ON job (lane, priority DESC, run_after, id) WHERE state IN ('queued','retrying');
CREATE INDEX job_leased ON job (lease_until) WHERE owner IS NOT NULL;
CREATE UNIQUE INDEX job_key ON job (kind, key) WHERE state = 'queued' AND key IS NOT NULL;
CREATE INDEX job_state ON job (state, id);

CREATE TABLE job_transition (from_state TEXT NOT NULL, to_state TEXT NOT NULL, PRIMARY KEY (from_state, to_state)) STRICT, WITHOUT ROWID;
INSERT INTO job_transition VALUES ${moves};
CREATE TRIGGER job_may_move BEFORE UPDATE OF state ON job
WHEN NEW.state IS NOT OLD.state AND NOT EXISTS (
  SELECT 1 FROM job_transition WHERE from_state = OLD.state AND to_state = NEW.state)
BEGIN SELECT RAISE(ABORT, 'forbidden change of a job''s state'); END;

CREATE TABLE job_history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id INTEGER NOT NULL REFERENCES job (id),
  at INTEGER NOT NULL,
  from_state TEXT,
  to_state TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT
) STRICT;
CREATE INDEX job_history_job ON job_history (job_id, id);
CREATE TRIGGER job_born AFTER INSERT ON job BEGIN
  INSERT INTO job_history (job_id, at, from_state, to_state, attempt, actor, reason)
  VALUES (NEW.id, NEW.changed_at, NULL, NEW.state, NEW.attempt, NEW.changed_by, NEW.reason);
END;
CREATE TRIGGER job_moved AFTER UPDATE OF state ON job WHEN NEW.state IS NOT OLD.state BEGIN
  INSERT INTO job_history (job_id, at, from_state, to_state, attempt, actor, reason)
  VALUES (NEW.id, NEW.changed_at, OLD.state, NEW.state, NEW.attempt, NEW.changed_by, NEW.reason);
END;
CREATE TRIGGER job_history_is_kept BEFORE UPDATE ON job_history
BEGIN SELECT RAISE(ABORT, 'history is never changed'); END;
CREATE TRIGGER job_history_is_whole BEFORE DELETE ON job_history
BEGIN SELECT RAISE(ABORT, 'history is never shortened'); END;
`,
} as const satisfies Migration;
