/** `examdesk certificates`: list and count them, look at one, export, revoke. */
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import {
  type Certificate,
  type CertificateFilter,
  type CertificateState,
  certificateStates,
  type ExportFormat,
  type ExportOrder,
  exportFormats,
  exportOrders,
} from '../../../../shared/contract/certificates.ts';
import { AppError } from '../../../../shared/errors.ts';
import { idNumbers, wholeNumber } from '../arguments.ts';
import { type CliContext, given, reading, writing } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { CliClient } from '../ports.ts';
import { type Session, taskEnd } from '../session.ts';
import { counted, instantFormat, pairs, table } from '../text.ts';

export function addCertificates(program: Command, context: CliContext): void {
  const group = program
    .command('certificates')
    .description('list and count certificates, look at one, export, revoke');

  filtered(group.command('list'))
    .addOption(new Option('--sort <by>', 'order').choices(['newest', 'name', 'course', 'number']))
    .option('--limit <n>', 'at most so many', wholeNumber(1, 1_000))
    .option('--offset <n>', 'leave out the first', wholeNumber(0, 1e9))
    .description('list certificates, also the ones that are blocked, with the reason')
    .action((options: ListOptions, command: Command) =>
      reading(context, command, async ({ client, out }) => {
        const { sort, limit, offset } = options;
        const answer = await client.certificates.list({
          ...filterOf(options),
          ...given({ sort, limit, offset }),
        });
        out.answer(answer, () => [
          ...certificateTable(answer.rows),
          `${answer.rows.length} of ${counted(answer.total, 'certificate')}`,
        ]);
        return exitCodes.ok;
      }),
    );

  filtered(group.command('counts'))
    .description('count certificates by state, and the blocked ones by reason')
    .action((options: FilterOptions, command: Command) =>
      reading(context, command, async ({ client, out }) => {
        const answer = await client.certificates.counts(filterOf(options));
        out.answer(answer, () => [
          ...table(Object.entries(answer.states), [
            { title: 'state', of: ([state]) => state },
            { title: 'certificates', align: 'right', of: ([, count]) => count },
          ]),
          '',
          ...table(answer.reasons, [
            { title: 'reason', of: ({ code }) => code },
            { title: 'certificates', align: 'right', of: ({ count }) => count },
          ]),
        ]);
        return exitCodes.ok;
      }),
    );

  group
    .command('show')
    .argument('<id|number>', 'its id, or the number printed on it')
    .description('one certificate: its file, every condition, its history')
    .action((which: string, _options: object, command: Command) =>
      reading(context, command, (session) => show(session, which)),
    );

  filtered(group.command('export'))
    .argument('<folder>', 'a new or empty folder')
    .addOption(
      new Option('--format <format>', 'one PDF each, one ZIP, or one print file').choices(
        exportFormats,
      ),
    )
    .option(
      '--pattern <pattern>',
      'names of the files: {number} {name} {course} {candidate} {sitting} {year}, / for folders',
    )
    .addOption(
      new Option('--order <by>', 'order of the manifest and of a print file').choices(exportOrders),
    )
    .description('copy the matching issued certificates into a folder, with a manifest')
    .action((folder: string, options: ExportOptions, command: Command) =>
      writing(context, command, (session) => exportTo(session, folder, options)),
    );

  group
    .command('revoke')
    .argument('<ids...>', 'their ids', idNumbers)
    .requiredOption('--reason <text>', 'why; a verifier is told')
    .description('take issued certificates back; rows and files stay')
    .action((ids: number[], options: { reason: string }, command: Command) =>
      writing(context, command, async ({ client, out }) => {
        const answer = await client.certificates.revoke({ ids, reason: options.reason });
        out.answer(answer, () => [`${counted(answer.revoked, 'certificate')} revoked.`]);
        return exitCodes.ok;
      }),
    );
}

interface FilterOptions {
  text?: string;
  state?: CertificateState;
  reason?: string;
  course?: string;
  task?: number;
}
interface ExportOptions extends FilterOptions {
  format?: ExportFormat;
  pattern?: string;
  order?: ExportOrder;
}
interface ListOptions extends FilterOptions {
  sort?: 'newest' | 'name' | 'course' | 'number';
  limit?: number;
  offset?: number;
}

const filtered = (command: Command): Command =>
  command
    .option('--text <words>', 'words of a name, a candidate number, a course, or a number')
    .addOption(new Option('--state <state>', 'only this state').choices(certificateStates))
    .option('--reason <code>', 'only with this reason, for example below_pass_mark')
    .option('--course <code>', 'only this course')
    .option('--task <id>', 'only those of this task', wholeNumber(1, Number.MAX_SAFE_INTEGER));

const filterOf = ({ text, state, reason, course, task }: FilterOptions): CertificateFilter =>
  given({ text, state, reasonCode: reason, course, taskId: task });

const certificateTable = (certificates: readonly Certificate[]): string[] =>
  table(certificates, [
    { title: 'id', align: 'right', of: (each) => each.id },
    { title: 'number', of: (each) => each.number },
    { title: 'candidate', of: (each) => each.candidateId },
    { title: 'name', of: (each) => each.candidateName },
    { title: 'course', of: (each) => each.courseCode },
    { title: 'mark', align: 'right', of: (each) => each.mark },
    { title: 'state', of: (each) => each.state },
    { title: 'reason', of: (each) => each.reason },
    { title: 'attention', of: (each) => each.warning },
  ]);

async function idOf(client: CliClient, which: string): Promise<number> {
  if (/^\d{1,15}$/.test(which)) return Number(which);
  const { rows } = await client.certificates.list({ text: which, limit: 1_000 });
  const found = rows.find(({ number }) => number?.toLowerCase() === which.toLowerCase());
  if (!found)
    throw new AppError(
      'not_found',
      `There is no certificate with the number ${which}. Check its characters; "examdesk certificates list" shows all.`,
    );
  return found.id;
}

async function show({ client, out }: Session, which: string): Promise<ExitCode> {
  const detail = await client.certificates.get({ id: await idOf(client, which) });
  const { settings } = await client.office.status({});
  const when = instantFormat(settings.zone);
  const { certificate, file } = detail;
  out.answer(detail, () => [
    ...pairs([
      ['id', certificate.id],
      ['number', certificate.number],
      ['state', certificate.state],
      ['candidate', `${certificate.candidateName} (${certificate.candidateId})`],
      ['course', `${certificate.courseTitle} (${certificate.courseCode})`],
      ['mark', certificate.mark],
      [`issued (${settings.zone})`, when(certificate.issuedAt)],
      ['expires', certificate.expiresOn],
      ['reason', certificate.reason],
      ['attention', certificate.warning],
      ['file', file?.path ?? null],
      ['SHA-256', file?.sha256 ?? null],
      ['rendered', counted(detail.renders, 'time')],
    ]),
    '',
    ...table(detail.conditions, [
      { title: 'met', of: (each) => (each.met ? 'yes' : 'no') },
      { title: 'condition', of: (each) => each.code },
      { title: 'required', of: (each) => each.required },
      { title: 'found', of: (each) => each.found },
      { title: 'what would help', of: (each) => each.remedy },
    ]),
    '',
    ...table(detail.history, [
      { title: `at (${settings.zone})`, of: (each) => when(each.at) },
      { title: 'from', of: (each) => each.from },
      { title: 'to', of: (each) => each.to },
      { title: 'by', of: (each) => each.actor },
      { title: 'reason', of: (each) => each.reason },
    ]),
  ]);
  return exitCodes.ok;
}

async function exportTo(
  session: Session,
  folder: string,
  options: ExportOptions,
): Promise<ExitCode> {
  const { app, client, out, terminal } = session;
  const { format, pattern, order } = options;
  const target = resolve(terminal.cwd, folder);
  const asked = await client.certificates.export({
    filter: filterOf(options),
    folder: target,
    ...given({ format, pattern, order }),
  });
  await app.startWork();
  const task = await taskEnd(session, asked.taskId);
  out.answer({ ...asked, task }, () => [
    `${task.summary ?? task.state}${task.state === 'succeeded' ? `: ${target}` : ''}`,
  ]);
  if (task.state === 'succeeded') return exitCodes.ok;
  out.warn(task.reason ?? task.state);
  return exitCodes.endedWithFailures;
}
