/** Looks into a store from outside, as an auditor would: its own connection, every file, every hash. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Connection } from '../../src/main/kernel/db/sql.ts';
import { transitions } from '../../src/main/kernel/queue/states.ts';
import { filesBelow } from './folder.ts';

/** Reads beside the program that writes; undefined as long as there is no store. */
export async function inspectorOf(store: string): Promise<Connection | undefined> {
  const file = join(store, 'examdesk.db');
  return existsSync(file) ? Connection.open(file, 'read') : undefined;
}

export async function withInspector<T>(
  store: string,
  work: (db: Connection) => Promise<T>,
): Promise<T> {
  const db = await Connection.open(join(store, 'examdesk.db'), 'read');
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

export interface Audit {
  readonly completions: number;
  readonly issued: number;
  readonly pending: number;
  readonly pdfFiles: number;
  /** Jobs by state. */
  readonly jobs: Readonly<Record<string, number>>;
  /** Everything that must never be; a sentence each. */
  readonly faults: readonly string[];
}

/** Compares everything a store says with everything that lies in its folder. */
export function audit(store: string): Promise<Audit> {
  return withInspector(store, async (db) => {
    const faults: string[] = [];
    const checks = [integrityFaults, fileFaults, certificateFaults, jobFaults];
    for (const check of checks) faults.push(...(await check(db, store)));
    const count = async (sql: string) => (await db.get<{ n: number }>(sql))?.n ?? 0;
    const states = await db.all<{ state: string; n: number }>(
      'SELECT state, count(*) AS n FROM job GROUP BY state ORDER BY state',
    );
    const files = await filesBelow(join(store, 'certificates'));
    return {
      completions: await count('SELECT count(*) AS n FROM completion'),
      issued: await count("SELECT count(*) AS n FROM certificate WHERE state = 'issued'"),
      pending: await count(
        "SELECT count(*) AS n FROM certificate WHERE state IN ('expected','rendering','failed')",
      ),
      pdfFiles: files.filter((name) => name.endsWith('.pdf')).length,
      jobs: Object.fromEntries(states.map(({ state, n }) => [state, n])),
      faults,
    };
  });
}

async function integrityFaults(db: Connection): Promise<string[]> {
  const integrity = await db.all<{ integrity_check: string }>('PRAGMA integrity_check');
  const foreign = await db.all('PRAGMA foreign_key_check');
  return [
    ...integrity.flatMap(({ integrity_check: told }) => (told === 'ok' ? [] : [told])),
    ...foreign.map((row) => `Broken reference: ${JSON.stringify(row)}`),
  ];
}

/** A file for every sealed row with the sealed bytes, and no other file. */
async function fileFaults(db: Connection, store: string): Promise<string[]> {
  const folder = join(store, 'certificates');
  const left = new Set(await filesBelow(folder));
  const faults: string[] = [];
  const sealed = await db.all<{ path: string; sha256: string; size: number }>(
    'SELECT path, sha256, size FROM certificate WHERE sha256 IS NOT NULL',
  );
  for (const { path, sha256, size } of sealed) {
    if (!left.delete(path)) {
      faults.push(`${path} is sealed and has no file`);
      continue;
    }
    const bytes = await readFile(join(folder, path));
    const found = createHash('sha256').update(bytes).digest('hex');
    if (found !== sha256 || bytes.length !== size) faults.push(`${path} is not what was sealed`);
  }
  const numbered = await db.all<{ path: string }>(
    "SELECT path FROM certificate WHERE state = 'rendering'",
  );
  faults.push(...numbered.map(({ path }) => `${path} is numbered and not sealed`));
  faults.push(...[...left].map((path) => `${path} lies there and the store does not know it`));
  const strays = await db.all<{ path: string }>('SELECT path FROM stray_file');
  faults.push(...strays.map(({ path }) => `${path} is still noted for removal`));
  return faults;
}

/** One current certificate a completion, sealed once, after which nothing rendered it again. */
async function certificateFaults(db: Connection): Promise<string[]> {
  // An issued one may stand beside a new decision: a lowered mark takes nothing back by itself.
  const many = await db.all<{ id: number; n: number }>(
    `SELECT completion_id AS id, count(*) AS n FROM certificate
     WHERE state IN ('expected','blocked','rendering','failed','issued') GROUP BY completion_id, state = 'issued' HAVING n > 1`,
  );
  const none = await db.all<{ id: number }>(
    'SELECT id FROM completion WHERE id NOT IN (SELECT completion_id FROM certificate)',
  );
  const history = await db.all<{ id: number; states: string; state: string }>(
    `SELECT c.id, c.state, group_concat(h.to_state, ' ' ORDER BY h.id) AS states
     FROM certificate AS c LEFT JOIN certificate_history AS h ON h.certificate_id = c.id GROUP BY c.id`,
  );
  return [
    ...many.map(({ id, n }) => `Completion ${id} has ${n} certificates where one may be`),
    ...none.map(({ id }) => `Completion ${id} has no certificate, not even a refusal`),
    ...history.flatMap(({ id, state, states }) => {
      const told = (states ?? '').split(' ');
      const sealedAt = told.indexOf('issued');
      if (told.at(-1) !== state) return [`Certificate ${id} is ${state}; its history: ${states}`];
      return sealedAt >= 0 && told.slice(sealedAt + 1).some((each) => !isAfterlife(each))
        ? [`Certificate ${id} was touched after it was sealed: ${states}`]
        : [];
    }),
  ];
}
const isAfterlife = (state: string) => state === 'superseded' || state === 'revoked';

/** Every job's history is a chain of allowed moves that ends in the job's state; nobody owns a job that rests. */
async function jobFaults(db: Connection): Promise<string[]> {
  const rows = await db.all<{ id: number; from: string | null; to: string; state: string }>(
    `SELECT j.id, j.state, h.from_state AS "from", h.to_state AS "to"
     FROM job AS j LEFT JOIN job_history AS h ON h.job_id = j.id ORDER BY j.id, h.id`,
  );
  const faults: string[] = [];
  for (const [index, { id, from, to, state }] of rows.entries()) {
    const before = rows[index - 1]?.id === id ? (rows[index - 1]?.to ?? null) : null;
    const allowed: readonly string[] =
      before === null ? ['queued'] : transitions[before as keyof typeof transitions];
    if (from !== before || !allowed.includes(to))
      faults.push(`Task ${id} went from ${from} to ${to} after ${before}`);
    if (rows[index + 1]?.id !== id && to !== state)
      faults.push(`Task ${id} is ${state} and its history ends with ${to}`);
  }
  return faults;
}
