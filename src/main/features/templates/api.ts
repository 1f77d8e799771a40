/** What other features may ask of templates: which version a course's new certificates use, and where it lies. */
import type { Reader } from '../../kernel/db/sql.ts';
import { type TemplateFolder, versionFolder } from './folders.ts';

export { checkVersions } from './check.ts';
export { type TemplateFolder, versionFolder } from './folders.ts';

export interface TemplatesInUse {
  /** For every course that names no other. Undefined in a store that has never worked: it has no template yet. */
  readonly byDefault: TemplateFolder | undefined;
  readonly byCourse: ReadonlyMap<string, TemplateFolder>;
}

const NEWEST = `(SELECT hash FROM template_version WHERE template_id = t.id ORDER BY version DESC LIMIT 1)`;

/** The newest version of the template of each course, by the course's code. */
export async function templatesInUse(db: Reader, templatesDir: string): Promise<TemplatesInUse> {
  const byDefault = await db.get<{ hash: string }>(
    `SELECT ${NEWEST} AS hash FROM template AS t WHERE t.is_default = 1`,
  );
  const rows = await db.all<{ code: string; hash: string }>(
    `SELECT k.code, ${NEWEST} AS hash FROM course_template AS c JOIN template AS t ON t.id = c.template_id
     JOIN course AS k ON k.id = c.course_id`,
  );
  return {
    byDefault: byDefault && versionFolder(templatesDir, byDefault.hash),
    byCourse: new Map(rows.map(({ code, hash }) => [code, versionFolder(templatesDir, hash)])),
  };
}
