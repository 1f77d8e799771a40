/** Tables of the tracking store: candidates, courses, completions, imports, settings, the audit log. */
import type { Migration } from '../../kernel/db/migrate.ts';

export const trackingSchema = {
  version: 2,
  name: 'tracking store',
  sql: `
CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  candidate_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  email TEXT,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE course (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  pass_mark TEXT NOT NULL CHECK (pass_mark GLOB '*[0-9]*' AND pass_mark NOT GLOB '*[^-0-9.]*'),
  validity_months INTEGER CHECK (validity_months > 0),
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE completion (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id),
  course_id INTEGER NOT NULL REFERENCES course (id),
  attempt INTEGER NOT NULL CHECK (attempt > 0),
  name TEXT NOT NULL,
  email TEXT,
  sitting TEXT,
  mark TEXT CHECK (mark GLOB '*[0-9]*' AND mark NOT GLOB '*[^-0-9.]*'),
  enrolled_at INTEGER,
  started_at INTEGER,
  completed_at INTEGER,
  hold INTEGER NOT NULL DEFAULT 0 CHECK (hold IN (0, 1)),
  hold_reason TEXT,
  occurred_at INTEGER,
  version INTEGER NOT NULL CHECK (version > 0),
  source_file TEXT,
  source_row INTEGER,
  recorded_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (person_id, course_id, attempt)
) STRICT;
CREATE INDEX completion_course ON completion (course_id);
CREATE INDEX completion_newest ON completion (updated_at DESC, id DESC);
CREATE INDEX completion_name ON completion (name COLLATE NOCASE, id);
CREATE TRIGGER completion_version_grows BEFORE UPDATE ON completion WHEN NEW.version < OLD.version
BEGIN SELECT RAISE(ABORT, 'a completion never goes back to an older version'); END;

CREATE TABLE completion_event (
  event_id TEXT PRIMARY KEY,
  completion_id INTEGER NOT NULL REFERENCES completion (id),
  recorded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE import (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  file TEXT NOT NULL,
  path TEXT NOT NULL,
  size INTEGER NOT NULL,
  encoding TEXT NOT NULL,
  delimiter TEXT,
  detected TEXT NOT NULL CHECK (json_valid(detected)),
  mapping TEXT NOT NULL CHECK (json_valid(mapping)),
  reading TEXT NOT NULL CHECK (json_valid(reading)),
  state TEXT NOT NULL CHECK (state IN ('checking','checked','committing','committed','discarded')),
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  check_job INTEGER REFERENCES job (id),
  commit_job INTEGER REFERENCES job (id),
  certificates_job INTEGER REFERENCES job (id),
  rejects_file TEXT
) STRICT;
CREATE TABLE import_row (
  import_id INTEGER NOT NULL REFERENCES import (id) ON DELETE CASCADE,
  row INTEGER NOT NULL,
  class TEXT NOT NULL CHECK (class IN ('new','changed','unchanged','conflicting','invalid')),
  key TEXT,
  event TEXT CHECK (json_valid(event)),
  facts TEXT CHECK (json_valid(facts)),
  shown TEXT NOT NULL CHECK (json_valid(shown)),
  PRIMARY KEY (import_id, row)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_row_class ON import_row (import_id, class, row);
CREATE INDEX import_row_key ON import_row (import_id, key, row) WHERE class IN ('new','changed','unchanged');
CREATE TABLE import_course (
  import_id INTEGER NOT NULL REFERENCES import (id) ON DELETE CASCADE,
  code TEXT NOT NULL,
  title TEXT NOT NULL,
  pass_mark TEXT NOT NULL,
  validity_months INTEGER,
  PRIMARY KEY (import_id, code)
) STRICT, WITHOUT ROWID;
CREATE TABLE remembered_mapping (
  header_key TEXT PRIMARY KEY,
  mapping TEXT NOT NULL CHECK (json_valid(mapping)),
  reading TEXT NOT NULL CHECK (json_valid(reading)),
  used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL CHECK (json_valid(value))) STRICT, WITHOUT ROWID;

CREATE TABLE audit_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  detail TEXT NOT NULL CHECK (json_valid(detail))
) STRICT;
CREATE TRIGGER audit_log_is_kept BEFORE UPDATE ON audit_log BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;
CREATE TRIGGER audit_log_is_whole BEFORE DELETE ON audit_log BEGIN SELECT RAISE(ABORT, 'the audit log is never shortened'); END;
`,
} as const satisfies Migration;
