/** Looks whether the versions that certificates are made with are still what they were when they were kept. */
import { AppError } from '../../../shared/errors.ts';
import type { Reader } from '../../kernel/db/sql.ts';
import { loadVersion, versionFolder } from './folders.ts';
import { versionsInUse } from './store.ts';

export interface CheckedVersion {
  readonly name: string;
  readonly version: number;
  readonly dir: string;
  /** Null where all is well. */
  readonly fault: string | null;
}

/** Every version in use, for new certificates or for numbered ones; empty in a store that has never worked. */
export async function checkVersions(db: Reader, templatesDir: string): Promise<CheckedVersion[]> {
  const checked: CheckedVersion[] = [];
  for (const { name, version, hash } of await versionsInUse(db)) {
    const folder = versionFolder(templatesDir, hash);
    const fault = await loadVersion(folder).then(
      () => null,
      (cause: unknown) => AppError.from(cause).message,
    );
    checked.push({ name, version, dir: folder.dir, fault });
  }
  return checked;
}
