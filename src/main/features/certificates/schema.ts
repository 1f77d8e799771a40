/** Tables of the certificates: at most one current and one pending for a completion, every change of state kept. */
import type { Migration } from '../../kernel/db/migrate.ts';

export const certificatesSchema = {
  version: 3,
  name: 'certificates',
  sql: `
CREATE TABLE certificate (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  completion_id INTEGER NOT NULL REFERENCES completion (id),
  completion_version INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('expected','blocked','rendering','issued','failed','superseded','revoked')),
  number TEXT UNIQUE,
  snapshot TEXT CHECK (json_valid(snapshot)),
  template TEXT,
  path TEXT UNIQUE,
  sha256 TEXT,
  size INTEGER,
  renders INTEGER NOT NULL DEFAULT 0,
  issued_at INTEGER,
  expires_on TEXT,
  warning TEXT,
  reason_code TEXT,
  reason TEXT,
  job_id INTEGER NOT NULL REFERENCES job (id),
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  CHECK ((state IN ('rendering','issued','superseded','revoked')) = (number IS NOT NULL)),
  CHECK ((number IS NULL) = (snapshot IS NULL) AND (number IS NULL) = (path IS NULL)),
  CHECK ((state IN ('issued','superseded','revoked')) = (sha256 IS NOT NULL)),
  CHECK ((sha256 IS NULL) = (size IS NULL) AND (sha256 IS NULL) = (issued_at IS NULL)),
  CHECK (state NOT IN ('blocked','failed','revoked') OR reason IS NOT NULL),
  CHECK (warning IS NULL OR state = 'issued')
) STRICT;
CREATE UNIQUE INDEX certificate_current ON certificate (completion_id) WHERE state = 'issued';
CREATE UNIQUE INDEX certificate_pending ON certificate (completion_id) WHERE state IN ('expected','blocked','rendering','failed');
CREATE INDEX certificate_completion ON certificate (completion_id, id);
CREATE INDEX certificate_job ON certificate (job_id, state, id);
CREATE INDEX certificate_state ON certificate (state, id);
CREATE INDEX certificate_reason ON certificate (state, reason_code) WHERE reason_code IS NOT NULL;
CREATE INDEX certificate_warning ON certificate (id) WHERE warning IS NOT NULL;
CREATE TRIGGER certificate_sealed_is_frozen BEFORE UPDATE ON certificate
WHEN OLD.sha256 IS NOT NULL AND (NEW.sha256 IS NOT OLD.sha256 OR NEW.size IS NOT OLD.size OR NEW.number IS NOT OLD.number
  OR NEW.snapshot IS NOT OLD.snapshot OR NEW.path IS NOT OLD.path OR NEW.template IS NOT OLD.template
  OR NEW.completion_id IS NOT OLD.completion_id OR NEW.issued_at IS NOT OLD.issued_at OR NEW.expires_on IS NOT OLD.expires_on)
BEGIN SELECT RAISE(ABORT, 'a sealed certificate is never changed'); END;
CREATE TRIGGER certificate_ended_stays BEFORE UPDATE OF state ON certificate
WHEN OLD.state IN ('superseded','revoked') AND NEW.state = 'issued'
BEGIN SELECT RAISE(ABORT, 'a superseded or revoked certificate is never current again'); END;
CREATE TRIGGER certificate_is_kept BEFORE DELETE ON certificate
BEGIN SELECT RAISE(ABORT, 'a certificate is never deleted'); END;

CREATE TABLE certificate_history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  certificate_id INTEGER NOT NULL REFERENCES certificate (id),
  at INTEGER NOT NULL,
  from_state TEXT,
  to_state TEXT NOT NULL,
  reason TEXT,
  actor TEXT NOT NULL,
  job_id INTEGER NOT NULL
) STRICT;
CREATE INDEX certificate_history_certificate ON certificate_history (certificate_id, id);
CREATE TRIGGER certificate_born AFTER INSERT ON certificate BEGIN
  INSERT INTO certificate_history (certificate_id, at, from_state, to_state, reason, actor, job_id)
  VALUES (NEW.id, NEW.changed_at, NULL, NEW.state, NEW.reason, NEW.changed_by, NEW.job_id);
END;
CREATE TRIGGER certificate_moved AFTER UPDATE OF state ON certificate WHEN NEW.state IS NOT OLD.state BEGIN
  INSERT INTO certificate_history (certificate_id, at, from_state, to_state, reason, actor, job_id)
  VALUES (NEW.id, NEW.changed_at, OLD.state, NEW.state, NEW.reason, NEW.changed_by, NEW.job_id);
END;
CREATE TRIGGER certificate_history_is_kept BEFORE UPDATE ON certificate_history
BEGIN SELECT RAISE(ABORT, 'history is never changed'); END;
CREATE TRIGGER certificate_history_is_whole BEFORE DELETE ON certificate_history
BEGIN SELECT RAISE(ABORT, 'history is never shortened'); END;

-- Files that a rendering may have left behind after its certificate was put back; removed when found idle.
CREATE TABLE stray_file (path TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
`,
} as const satisfies Migration;
