/** Tables of pre-flight: each run, and what was found, once for a person, a kind and a field. */
import type { Migration } from '../../kernel/db/migrate.ts';

export const preflightSchema = {
  version: 4,
  name: 'pre-flight',
  sql: `
CREATE TABLE preflight_run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id INTEGER REFERENCES job (id),
  scope TEXT NOT NULL CHECK (json_valid(scope)),
  title TEXT NOT NULL,
  checked INTEGER,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL
) STRICT;

-- subject: 'completion:12', 'import:3:17' (a row under review) or 'template'. value: the field as it was looked at;
-- a finding is resolved when the store says something else. version: of the completion, for fields without a value.
CREATE TABLE preflight_finding (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER NOT NULL REFERENCES preflight_run (id),
  subject TEXT NOT NULL,
  completion_id INTEGER REFERENCES completion (id),
  version INTEGER,
  import_id INTEGER REFERENCES import (id),
  import_row INTEGER,
  candidate_id TEXT,
  candidate_name TEXT,
  course_code TEXT,
  kind TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('blocks','warning','note')),
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  reason TEXT NOT NULL,
  remedy TEXT NOT NULL,
  decision TEXT CHECK (decision IN ('issue_anyway','hold','fixed')),
  decision_reason TEXT,
  decided_at INTEGER,
  decided_by TEXT,
  UNIQUE (subject, kind, field),
  CHECK ((decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by IS NULL)),
  CHECK (decision IS NOT 'issue_anyway' OR severity <> 'blocks'),
  CHECK ((completion_id IS NULL) = (version IS NULL)),
  CHECK ((import_id IS NULL) = (import_row IS NULL))
) STRICT;
CREATE INDEX preflight_finding_completion ON preflight_finding (completion_id) WHERE completion_id IS NOT NULL;
CREATE INDEX preflight_finding_import ON preflight_finding (import_id, import_row) WHERE import_id IS NOT NULL;
CREATE INDEX preflight_finding_run ON preflight_finding (run_id);
`,
} as const satisfies Migration;
