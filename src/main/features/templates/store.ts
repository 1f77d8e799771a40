/** The statements of templates: versions are added, courses assigned, nothing taken away. */
import type { TemplateRecord } from '../../../shared/contract/templates.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Tx } from '../../kernel/db/database.ts';
import type { Reader } from '../../kernel/db/sql.ts';

export async function listTemplates(db: Reader): Promise<TemplateRecord[]> {
  const templates = await db.all<{ id: number; name: string; isDefault: number }>(
    'SELECT id, name, is_default AS isDefault FROM template ORDER BY is_default DESC, name',
  );
  const courses = await db.all<{ id: number; code: string }>(
    `SELECT c.template_id AS id, k.code FROM course_template AS c JOIN course AS k ON k.id = c.course_id ORDER BY k.code`,
  );
  const versions = await db.all<TemplateRecord['versions'][number] & { id: number }>(
    `SELECT template_id AS id, version, hash, note, created_at AS createdAt, created_by AS createdBy,
       (SELECT count(*) FROM certificate AS c INDEXED BY certificate_template
        WHERE c.template = v.hash AND c.sha256 IS NOT NULL) AS issued
     FROM template_version AS v ORDER BY template_id, version DESC`,
  );
  return templates.map(({ id, name, isDefault }) => ({
    id,
    name,
    isDefault: isDefault === 1,
    courses: courses.filter((each) => each.id === id).map(({ code }) => code),
    versions: versions.filter((each) => each.id === id).map(({ id: _id, ...version }) => version),
  }));
}

export interface StoredVersion {
  readonly id: number;
  readonly name: string;
  readonly version: number;
  readonly hash: string;
}

/** One version, the newest unless named. Throws `not_found`. */
export async function versionOf(db: Reader, id: number, version?: number): Promise<StoredVersion> {
  const found = await db.get<StoredVersion>(
    `SELECT t.id, t.name, v.version, v.hash FROM template AS t JOIN template_version AS v ON v.template_id = t.id
     WHERE t.id = ?1 AND (?2 IS NULL OR v.version = ?2) ORDER BY v.version DESC LIMIT 1`,
    [id, version ?? null],
  );
  if (!found)
    throw new AppError(
      'not_found',
      `There is no ${version === undefined ? '' : `version ${version} of `}template ${id}. Look at the list of templates.`,
    );
  return found;
}

export async function hasDefault(db: Reader): Promise<boolean> {
  return (await db.get('SELECT 1 AS one FROM template WHERE is_default = 1')) !== undefined;
}

export async function idOfName(db: Reader, name: string): Promise<number | undefined> {
  return (await db.get<{ id: number }>('SELECT id FROM template WHERE name = ?', [name]))?.id;
}

/** Every version that new certificates, or numbered ones, will be made with. */
export function versionsInUse(db: Reader): Promise<StoredVersion[]> {
  return db.all<StoredVersion>(
    `SELECT t.id, t.name, v.version, v.hash FROM template AS t JOIN template_version AS v ON v.template_id = t.id
     WHERE (v.version = (SELECT max(version) FROM template_version WHERE template_id = t.id)
         AND (t.is_default = 1 OR t.id IN (SELECT template_id FROM course_template)))
       OR v.hash IN (SELECT template FROM certificate WHERE state = 'rendering')
     ORDER BY t.id, v.version`,
  );
}

/** Adds a version to the template of this name, which its first version makes. The same content as the newest adds nothing. */
export async function addVersion(
  tx: Tx,
  value: {
    readonly name: string;
    readonly hash: string;
    readonly note: string | null;
    readonly now: number;
    readonly actor: string;
  },
): Promise<{ id: number; version: number; isNew: boolean }> {
  const { name, hash, note, now, actor } = value;
  await tx.run(
    `INSERT INTO template (name, is_default, created_at)
     SELECT ?1, NOT EXISTS (SELECT 1 FROM template WHERE is_default = 1), ?2
     WHERE NOT EXISTS (SELECT 1 FROM template WHERE name = ?1)`,
    [name, now],
  );
  const id = await idOfName(tx, name);
  if (id === undefined) throw new Error(`Template ${name} was not made`);
  const last = await tx.get<{ version: number; hash: string }>(
    'SELECT version, hash FROM template_version WHERE template_id = ? ORDER BY version DESC LIMIT 1',
    [id],
  );
  if (last?.hash === hash) return { id, version: last.version, isNew: false };
  const version = (last?.version ?? 0) + 1;
  await tx.run(
    'INSERT INTO template_version (template_id, version, hash, note, created_at, created_by) VALUES (?, ?, ?, ?, ?, ?)',
    [id, version, hash, note, now, actor],
  );
  return { id, version, isNew: true };
}

export async function setDefault(tx: Tx, id: number): Promise<void> {
  await tx.run('UPDATE template SET is_default = 0 WHERE is_default = 1 AND id <> ?', [id]);
  await tx.run('UPDATE template SET is_default = 1 WHERE id = ?', [id]);
}

/** Null takes the course back to the default template. Throws `not_found` for an unknown course. */
export async function assignCourse(tx: Tx, courseCode: string, id: number | null): Promise<void> {
  const course = await tx.get<{ id: number }>('SELECT id FROM course WHERE code = ?', [courseCode]);
  if (!course)
    throw new AppError(
      'not_found',
      `There is no course ${courseCode}. Look at the list of courses, or save the course first.`,
    );
  if (id === null) await tx.run('DELETE FROM course_template WHERE course_id = ?', [course.id]);
  else
    await tx.run(
      `INSERT INTO course_template (course_id, template_id) VALUES (?, ?)
       ON CONFLICT (course_id) DO UPDATE SET template_id = excluded.template_id`,
      [course.id, id],
    );
}
