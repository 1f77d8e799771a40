/** `examdesk completions`: import a file, record events, list what is stored. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { ImportRecord } from '../../../../shared/contract/imports.ts';
import { AppError } from '../../../../shared/errors.ts';
import { readEvents } from '../../common/event-input.ts';
import { type MapArguments, mapArgument, wholeNumber } from '../arguments.ts';
import { type CliContext, given, reading, writing } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { checkFile, commitImport, countsText } from '../import-file.ts';
import { type Session, taskEnd } from '../session.ts';
import { counted, instantFormat, table } from '../text.ts';

export function addCompletions(program: Command, context: CliContext): void {
  const group = program
    .command('completions')
    .description('import, record and list course and exam completions');
  addImport(group, context);

  group
    .command('record')
    .argument('[file]', 'JSON: one event, an array, or {"events": [...]}; - is standard input', '-')
    .option('--no-wait', 'do not wait for the certificates; the next "examdesk run" makes them')
    .description('record completion events: all of them, or none where one is wrong')
    .action((file: string, options: { wait: boolean }, command: Command) =>
      writing(context, command, (session) => record(session, file, options.wait)),
    );

  group
    .command('list')
    .option('--text <words>', 'words of a name or a candidate number, or a course code')
    .option('--course <code>', 'only this course')
    .addOption(new Option('--sort <by>', 'order').choices(['newest', 'name', 'course', 'mark']))
    .option('--limit <n>', 'at most so many', wholeNumber(1, 1_000))
    .option('--offset <n>', 'leave out the first', wholeNumber(0, 1e9))
    .description('list the tracking store')
    .action((options: ListOptions, command: Command) =>
      reading(context, command, async ({ client, out }) => {
        const answer = await client.completions.list(given(options));
        const { settings } = await client.office.status({});
        const when = instantFormat(settings.zone);
        out.answer(answer, () => [
          ...table(answer.rows, [
            { title: 'candidate', of: (row) => row.candidateId },
            { title: 'name', of: (row) => row.candidateName },
            { title: 'course', of: (row) => row.courseCode },
            { title: 'attempt', align: 'right', of: (row) => row.attempt },
            { title: 'mark', align: 'right', of: (row) => row.mark },
            { title: `completed (${settings.zone})`, of: (row) => when(row.completedAt) },
            { title: 'hold', of: (row) => (row.hold ? (row.holdReason ?? 'yes') : null) },
            { title: 'certificate', of: ({ certificate: c }) => c && (c.number ?? c.state) },
            { title: 'reason', of: (row) => row.certificate?.reason ?? null },
          ]),
          `${answer.rows.length} of ${counted(answer.total, 'completion')}`,
        ]);
        return exitCodes.ok;
      }),
    );
}

interface ListOptions {
  text?: string;
  course?: string;
  sort?: 'newest' | 'name' | 'course' | 'mark';
  limit?: number;
  offset?: number;
}

function addImport(group: Command, context: CliContext): void {
  group
    .command('import')
    .argument('<file>', 'CSV or JSON Lines')
    .option('--dry-run', 'check and show every class of rows, write nothing')
    .option(
      '--map <field=Column>',
      'the column of a field; repeat it; "field=" leaves it out',
      mapArgument,
    )
    .option('--take-guesses', 'take columns whose meaning was only guessed')
    .addOption(
      new Option('--date-order <order>', 'which comes first in 03/04/2026').choices(['dmy', 'mdy']),
    )
    .option('--zone <zone>', 'IANA zone of dates and times that carry none')
    .option('--no-wait', 'do not wait for the certificates; the next "examdesk run" makes them')
    .description(
      'import a results file; rows that cannot be taken are written to a CSV with the reason',
    )
    .action((file: string, options: ImportOptions, command: Command) =>
      writing(context, command, (session) => importFile(session, file, options)),
    );
}

interface ImportOptions {
  dryRun?: boolean;
  map?: MapArguments;
  takeGuesses?: boolean;
  dateOrder?: 'dmy' | 'mdy';
  zone?: string;
  wait: boolean;
}

async function importFile(
  session: Session,
  file: string,
  options: ImportOptions,
): Promise<ExitCode> {
  const { app, client, out, terminal } = session;
  const path = resolve(terminal.cwd, file);
  await app.startWork();
  const { record, mapping } = await checkFile(session, {
    source: { kind: 'path', path },
    map: options.map ?? {},
    reading: given({ zone: options.zone, dateOrder: options.dateOrder }),
    takeGuesses: options.takeGuesses === true || options.dryRun === true,
  });
  const columns = Object.entries(mapping).map(([field, column]) => `${field}="${column}"`);
  out.note(`${file}: ${record.encoding}, columns ${columns.join(', ')}`);
  const left = record.counts.conflicting + record.counts.invalid;
  const code = left > 0 ? exitCodes.endedWithFailures : exitCodes.ok;

  if (options.dryRun || record.counts.new + record.counts.changed === 0) {
    out.answer({ import: record, certificates: null }, () => [
      options.dryRun ? 'Nothing was written (dry run).' : 'Nothing new: nothing was written.',
      ...describe(record),
    ]);
    // Kept where it names rejected rows: discarding an import takes its list of rejects away.
    if (record.rejectsFile === null) await client.imports.discard({ importId: record.id });
    return code;
  }

  const done = await commitImport(session, record.id, options.wait);
  out.answer({ import: done.record, certificates: done.certificates }, () => [
    ...describe(done.record),
    ...(done.certificates
      ? [`certificates: ${done.certificates.summary ?? done.certificates.state}`]
      : []),
  ]);
  const { commit, certificates } = done;
  for (const task of certificates ? [commit, certificates] : [commit])
    if (task.state !== 'succeeded') {
      out.warn(`${task.title}: ${task.state}. ${task.reason ?? ''}`);
      return exitCodes.endedWithFailures;
    }
  return code;
}

const describe = (record: ImportRecord): string[] => [
  `import ${record.id}: ${countsText(record.counts)}`,
  ...record.newCourses.map(
    (course) => `new course ${course.code}: ${course.title}, pass mark ${course.passMark}`,
  ),
  ...(record.rejectsFile
    ? [`rows that were left out, with the reason: ${record.rejectsFile}`]
    : []),
];

async function record(session: Session, file: string, wait: boolean): Promise<ExitCode> {
  const { app, client, out, terminal } = session;
  const text =
    file === '-'
      ? await terminal.readStdin()
      : await readFile(resolve(terminal.cwd, file), 'utf8').catch((cause: Error) => {
          throw new AppError(
            'file_access',
            `${cause.message}. Check the path and the permissions.`,
            {
              cause,
            },
          );
        });
  const answer = await client.completions.record({ events: readEvents(text) });
  let failed = false;
  if (wait && answer.taskId !== null) {
    await app.startWork();
    const task = await taskEnd(session, answer.taskId);
    failed = task.state !== 'succeeded';
    if (failed) out.warn(`${task.title}: ${task.state}. ${task.reason ?? ''}`);
  }
  out.answer(answer, () =>
    table(answer.outcomes, [
      { title: 'completion', align: 'right', of: (each) => each.completionId },
      { title: 'outcome', of: (each) => each.outcome },
      { title: 'version', align: 'right', of: (each) => each.version },
      { title: 'reason', of: (each) => each.reason },
    ]),
  );
  const left = answer.outcomes.some(({ outcome }) => outcome === 'conflicting');
  return failed || left ? exitCodes.endedWithFailures : exitCodes.ok;
}
