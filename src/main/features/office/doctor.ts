/** Looks at the machine and the store, and says what is well and what to do about the rest. */
import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { DoctorCheck } from '../../../shared/contract/office.ts';
import type { Database } from '../../kernel/db/database.ts';
import { checkVersions } from '../templates/api.ts';
import { issuedSample } from './queries.ts';

export interface DoctorDeps {
  readonly db: Database;
  readonly storeDir: string;
  /** The folder of template versions, and the program's own template. */
  readonly templatesDir: string;
  readonly shippedTemplate: string;
  readonly certificatesDir: string;
}

const LEAST_FREE = 1_000_000_000;
const LOOKED_AT = 200;

export async function examine(deps: DoctorDeps): Promise<{ ok: boolean; checks: DoctorCheck[] }> {
  const checks = [
    node(),
    await storeCheck(deps.db),
    await folder('Folder of the store', deps.storeDir, constants.R_OK | constants.W_OK),
    ...(await templateChecks(deps)),
    await freeSpace(deps.storeDir),
    await files(deps),
  ];
  return { ok: checks.every(({ ok }) => ok), checks };
}

function node(): DoctorCheck {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return {
    name: 'Node.js',
    ok,
    found: process.versions.node,
    remedy: ok ? null : 'Install Node.js 20.19 or newer.',
  };
}

async function storeCheck(db: Database): Promise<DoctorCheck> {
  const rows = await db.reader.all<{ quick_check: string }>('PRAGMA quick_check(5)');
  const found = rows.map(({ quick_check }) => quick_check).join('; ');
  const ok = found === 'ok';
  return {
    name: 'Store',
    ok,
    found,
    remedy: ok
      ? null
      : 'Close Examdesk, keep the file, and go back to the newest copy in backups/.',
  };
}

async function folder(name: string, path: string, mode: number): Promise<DoctorCheck> {
  const ok = await access(path, mode).then(
    () => true,
    () => false,
  );
  return {
    name,
    ok,
    found: path,
    remedy: ok ? null : 'The folder is missing or your user has no right to it.',
  };
}

/** Each version that certificates are made with now; in a store that has never worked, the one it will begin with. */
async function templateChecks(deps: DoctorDeps): Promise<DoctorCheck[]> {
  const found = await checkVersions(deps.db.reader, deps.templatesDir);
  if (found.length === 0)
    return [await folder('Certificate template', deps.shippedTemplate, constants.R_OK)];
  return found.map(({ name, version, dir, fault }) => ({
    name: `Template ${name}, version ${version}`,
    ok: fault === null,
    found: fault ?? dir,
    remedy: fault === null ? null : "Bring the folder back from a copy of the store's folder.",
  }));
}

async function freeSpace(path: string): Promise<DoctorCheck> {
  const { bavail, bsize } = await statfs(path);
  const free = bavail * bsize;
  const ok = free >= LEAST_FREE;
  return {
    name: 'Free disk space',
    ok,
    found: `${(free / 1e9).toFixed(1)} GB`,
    remedy: ok ? null : 'Free at least 1 GB: 10 000 certificates take about 0.6 GB.',
  };
}

/** A sample, because reading half a million files is a task of its own. */
async function files({ db, certificatesDir }: DoctorDeps): Promise<DoctorCheck> {
  const paths = await issuedSample(db.reader, LOOKED_AT);
  const missing: string[] = [];
  for (const path of paths)
    await access(join(certificatesDir, path)).catch(() => missing.push(path));
  const ok = missing.length === 0;
  return {
    name: `Files of the newest ${paths.length} certificates`,
    ok,
    found: ok ? 'all there' : `${missing.length} missing, first ${missing[0]}`,
    remedy: ok ? null : "Bring the files back from a copy of the store's folder.",
  };
}
