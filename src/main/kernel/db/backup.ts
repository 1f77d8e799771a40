/** Copies of the store: one before every migration, one a day, the newest few kept. */
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { partSuffix } from '../files.ts';
import type { Connection } from './sql.ts';

const KEPT = 5;
const DAY_MS = 86_400_000;

/** `VACUUM INTO` copies a consistent state while others read and write. Returns the copy's path. */
export async function backUp(
  db: Connection,
  folder: string,
  label: string,
  now: number,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-');
  const path = join(folder, `examdesk-${stamp}-${label}.db`);
  await rm(`${path}${partSuffix}`, { force: true });
  await db.exec(`VACUUM INTO '${`${path}${partSuffix}`.replaceAll("'", "''")}'`);
  await rename(`${path}${partSuffix}`, path);
  const old = (await backups(folder)).slice(KEPT);
  for (const name of old) await rm(join(folder, name), { force: true });
  return path;
}

export async function newestBackup(folder: string): Promise<string | undefined> {
  const [newest] = await backups(folder);
  return newest === undefined ? undefined : join(folder, newest);
}

/** True when the newest copy is older than a day, or there is none. */
export async function backupIsDue(folder: string, now: number): Promise<boolean> {
  const [newest] = await backups(folder);
  if (newest === undefined) return true;
  const [, day, hour, minute, second] =
    /^examdesk-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})/.exec(newest) ?? [];
  return now - Date.parse(`${day}T${hour}:${minute}:${second}Z`) >= DAY_MS;
}

async function backups(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.startsWith('examdesk-') && name.endsWith('.db'))
    .sort()
    .reverse();
}
