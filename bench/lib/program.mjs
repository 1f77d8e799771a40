// The program as built, run from its command line on a store of its own.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { record } from '../certificate/records.mjs';

const run = promisify(execFile);
const cli = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));
const observer = new URL('observe.mjs', import.meta.url).href;

/** Threads for file work are the program's own choice: the bare loop's setting must not reach it. */
const { UV_THREADPOOL_SIZE: _, ...environment } = process.env;

async function examdesk(store, args, env = {}) {
  const given = [cli, ...args, '--store', store];
  const options = { env: { ...environment, ...env }, maxBuffer: 2 ** 28 };
  return (await run(process.execPath, given, options)).stdout;
}

/** A results file of `count` passes. */
export function writeResults(file, count) {
  const rows = [
    'Candidate number,Candidate name,Course code,Course title,Pass mark,Attempt,Mark,Enrolled,Completed',
  ];
  for (let n = 0; n < count; n += 1) {
    const { name, courseCode, courseTitle, mark } = record(n);
    rows.push(
      `C-${String(n).padStart(7, '0')},${name},${courseCode},"${courseTitle}",50,1,${mark},2025-10-09,2026-06-14`,
    );
  }
  writeFileSync(file, `${rows.join('\n')}\n`);
}

/** A store in which the file's certificates are due, and none is made. */
export async function storeWithDue(store, file) {
  await examdesk(store, ['completions', 'import', file, '--no-wait', '--take-guesses']);
}

/**
 * Makes all that is due, and says how long the certificates' task ran (from its start in this program to its last commit,
 * the compiling of the template included) and what the whole process needed.
 */
export async function makeDue(store) {
  const observed = join(store, 'observed.json');
  await examdesk(store, ['run', '--until-idle'], {
    NODE_OPTIONS: `--import=${observer}`,
    BENCH_OBSERVED: observed,
  });
  const history = await onStore(store, (all) =>
    all(
      `SELECT to_state, at FROM job_history WHERE job_id = (SELECT max(id) FROM job WHERE kind = 'certificates') ORDER BY id`,
    ),
  );
  const ended = history.find(({ to_state }) => to_state === 'succeeded');
  const began = history.filter(({ to_state }) => to_state === 'running').at(-1);
  if (!ended || !began) throw new Error(`The task ended as ${history.at(-1)?.to_state}`);
  return { seconds: (ended.at - began.at) / 1000, ...JSON.parse(readFileSync(observed, 'utf8')) };
}

/** Finished tasks with their history, each a copy of the store's own import: their content is never read again, only their number counts. */
export function addFinishedTasks(store, count) {
  return onStore(store, async (all) => {
    const columns = (await all("SELECT name FROM pragma_table_info('job') WHERE name <> 'id'"))
      .map(({ name }) => name)
      .join(', ');
    await all(
      `WITH RECURSIVE counter (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < ?)
       INSERT INTO job (${columns})
       SELECT ${columns} FROM counter, (SELECT * FROM job WHERE state = 'succeeded' ORDER BY id DESC LIMIT 1)`,
      [count],
    );
  });
}

/** Opens the store's database while no program has it. */
async function onStore(store, work) {
  const { Database } = createRequire(new URL('../../package.json', import.meta.url))('sqlite3');
  const database = new Database(join(store, 'examdesk.db'));
  try {
    return await work(promisify(database.all.bind(database)));
  } finally {
    await promisify(database.close.bind(database))();
  }
}
