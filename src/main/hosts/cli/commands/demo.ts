/** `examdesk demo`: the sample exam session, from its results file to sealed certificates. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type CliContext, writing } from '../command.ts';
import { type DemoOutcome, demoSummary } from '../demo-summary.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { checkFile, commitImport, countsText } from '../import-file.ts';
import type { Session } from '../session.ts';

/** Never the office's own store: the candidates of the sample are invented. */
const defaultStore = 'demo-store';

export function addDemo(program: Command, context: CliContext): void {
  program
    .command('demo')
    .description(`import the sample session and issue its certificates, in ./${defaultStore}`)
    .action((_options: object, command: Command) => writing(context, command, demo, defaultStore));
}

async function demo(session: Session): Promise<ExitCode> {
  const { app, client, out, terminal, storeDir, stopping } = session;
  const startedAt = terminal.monotonic();
  out.note(`Store: ${storeDir} (delete the folder to start again)`);
  const before = await client.certificates.counts({});
  await app.startWork();

  const { record } = await checkFile(session, {
    source: { kind: 'sample', name: 'results.csv' },
    map: {},
    reading: {},
    takeGuesses: false,
  });
  out.note(`${record.file}: ${countsText(record.counts)}`);
  const toWrite = record.counts.new + record.counts.changed;
  const done = toWrite > 0 ? await commitImport(session, record.id, true) : undefined;
  await app.untilIdle(stopping);

  const after = await client.certificates.counts({});
  const certificatesDir = join(storeDir, 'certificates');
  const outcome: DemoOutcome = {
    storeDir,
    certificatesDir,
    counts: record.counts,
    rejectsFile: done?.record.rejectsFile ?? record.rejectsFile,
    ledger: await client.office.ledger({}),
    issuedNow: (after.states.issued ?? 0) - (before.states.issued ?? 0),
    pdfFiles: await countPdfs(certificatesDir),
    seconds: (terminal.monotonic() - startedAt) / 1_000,
  };
  out.answer(outcome, () => [
    '',
    ...demoSummary(outcome, `npm run -s examdesk -- serve --open --store "${storeDir}"`),
  ]);
  const failedTasks = [done?.commit, done?.certificates].filter(
    (task) => task && task.state !== 'succeeded',
  );
  const { failed, inProgress } = outcome.ledger;
  return failedTasks.length > 0 || failed + inProgress > 0
    ? exitCodes.endedWithFailures
    : exitCodes.ok;
}

async function countPdfs(folder: string): Promise<number> {
  try {
    const names = await readdir(folder, { recursive: true });
    return names.filter((name) => name.endsWith('.pdf')).length;
  } catch (cause) {
    if ((cause as { code?: unknown }).code === 'ENOENT') return 0;
    throw cause;
  }
}
