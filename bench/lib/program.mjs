// The program as built, run from its command line on a store of its own.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
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
  const { rows: tasks } = JSON.parse(await examdesk(store, ['tasks', 'list', '--json']));
  const [task] = tasks.filter(({ kind }) => kind === 'certificates');
  const { history } = JSON.parse(
    await examdesk(store, ['tasks', 'show', String(task.id), '--json']),
  );
  const ended = history.find(({ to }) => to === 'succeeded');
  const began = history.filter(({ to }) => to === 'running').at(-1);
  if (!ended || !began) throw new Error(`The task ended as ${task.state}: ${task.summary}`);
  return { seconds: (ended.at - began.at) / 1000, ...JSON.parse(readFileSync(observed, 'utf8')) };
}
