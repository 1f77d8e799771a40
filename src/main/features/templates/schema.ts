/** Tables of the templates: versions are only ever added, and a course may name its own template. */
import type { Migration } from '../../kernel/db/migrate.ts';

export const templatesSchema = {
  version: 5,
  name: 'templates',
  sql: `
CREATE TABLE template (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX template_default ON template (is_default) WHERE is_default = 1;
-- hash: of the content, and the name of the version's folder.
CREATE TABLE template_version (
  template_id INTEGER NOT NULL REFERENCES template (id),
  version INTEGER NOT NULL CHECK (version > 0),
  hash TEXT NOT NULL,
  note TEXT,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  PRIMARY KEY (template_id, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER template_version_is_kept BEFORE UPDATE ON template_version
BEGIN SELECT RAISE(ABORT, 'a version of a template is never changed'); END;
CREATE TRIGGER template_version_is_there BEFORE DELETE ON template_version
BEGIN SELECT RAISE(ABORT, 'a version of a template is never deleted'); END;
CREATE TABLE course_template (
  course_id INTEGER PRIMARY KEY REFERENCES course (id),
  template_id INTEGER NOT NULL REFERENCES template (id)
) STRICT;
-- For counting what each version issued; a certificate enters it once, when it is sealed.
CREATE INDEX certificate_template ON certificate (template) WHERE sha256 IS NOT NULL;
`,
} as const satisfies Migration;
