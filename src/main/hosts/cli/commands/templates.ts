/** `examdesk templates`: list them, look at one, bring one in, see it on paper, say which course uses which. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { PreviewSubject, TemplateRecord } from '../../../../shared/contract/templates.ts';
import { AppError } from '../../../../shared/errors.ts';
import { wholeNumber } from '../arguments.ts';
import { type CliContext, given, reading, writing } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { CliClient } from '../ports.ts';
import { taskEnd } from '../session.ts';
import { counted, instantFormat, pairs, table } from '../text.ts';

const VERSION = ['--template-version <n>', 'the newest unless said otherwise'] as const;
const TEMPLATE = ['<template>', 'its name or its number'] as const;
const oneOf = wholeNumber(1, 1_000_000);

export function addTemplates(program: Command, context: CliContext): void {
  const group = program
    .command('templates')
    .description('list certificate templates, look at one, import, preview, assign to courses');
  addLooking(group, context);
  addProofs(group, context);
  addChanges(group, context);
}

function addLooking(group: Command, context: CliContext): void {
  group
    .command('list')
    .description('list all templates and the courses that name them')
    .action((_options: object, command: Command) =>
      reading(context, command, async ({ client, out }) => {
        const templates = await client.templates.list({});
        out.answer(templates, () => [
          ...table(templates, [
            { title: 'id', align: 'right', of: ({ id }) => id },
            { title: 'name', of: ({ name }) => name },
            {
              title: 'version',
              align: 'right',
              of: ({ versions }) => versions[0]?.version ?? null,
            },
            { title: 'issued', align: 'right', of: issuedOf },
            { title: 'courses', of: coursesOf },
          ]),
          counted(templates.length, 'template'),
        ]);
        return exitCodes.ok;
      }),
    );

  group
    .command('show')
    .argument(...TEMPLATE)
    .option(...VERSION, oneOf)
    .option('--source', 'print template.json and nothing else')
    .description('show the versions of a template, or the text of one')
    .action((named: string, options: { templateVersion?: number; source?: true }, command) =>
      reading(context, command, async ({ client, out }) => {
        const template = await find(client, named);
        const source = await client.templates.source({
          id: template.id,
          ...given({ version: options.templateVersion }),
        });
        const { settings } = await client.office.status({});
        const at = instantFormat(settings.zone);
        out.answer({ template, source }, () =>
          options.source
            ? [source.json.trimEnd()]
            : [
                ...pairs([
                  ['name', template.name],
                  ['courses', coursesOf(template)],
                  ['files', source.files.join(', ')],
                ]),
                '',
                ...table(template.versions, [
                  { title: 'version', align: 'right', of: ({ version }) => version },
                  { title: 'made', of: ({ createdAt }) => at(createdAt) },
                  { title: 'by', of: ({ createdBy }) => createdBy },
                  { title: 'issued', align: 'right', of: ({ issued }) => issued },
                  { title: 'note', of: ({ note }) => note },
                  { title: 'content', of: ({ hash }) => hash.slice(0, 12) },
                ]),
              ],
        );
        return exitCodes.ok;
      }),
    );
}

interface PreviewOptions {
  readonly template?: string;
  readonly templateVersion?: number;
  readonly course?: string;
  readonly candidate?: string;
  readonly longest?: true;
  readonly exotic?: true;
  readonly out: string;
}

function addProofs(group: Command, context: CliContext): void {
  group
    .command('preview')
    .option('--template <template>', 'its name or its number; absent: the one of the course')
    .option(...VERSION, oneOf)
    .option('--course <code>', 'the template and the candidates of this course')
    .option('--candidate <id>', 'the certificate of this candidate')
    .option('--longest', 'the longest name')
    .option('--exotic', 'the name with the most characters outside Latin script')
    .requiredOption('--out <file>', 'where the PDF goes')
    .description('write one proof, of an invented candidate unless said otherwise')
    .action((options: PreviewOptions, command: Command) =>
      reading(context, command, async ({ client, out, terminal }) => {
        const template = options.template
          ? await find(client, options.template)
          : await templateOf(client, options.course);
        const preview = await client.templates.preview({
          id: template.id,
          subject: subjectOf(options),
          ...given({ version: options.templateVersion }),
        });
        if (preview.outcome === 'unusable') throw new AppError('invalid_input', preview.reason);
        if (preview.outcome === 'nobody') throw new AppError('not_found', preview.reason);
        if (preview.outcome === 'not_made') {
          out.answer(preview, () => [`${preview.reason} ${preview.remedy}`]);
          return exitCodes.endedWithFailures;
        }
        const { base64, ...told } = preview;
        const file = resolve(terminal.cwd, options.out);
        await writeFile(file, Buffer.from(base64, 'base64')).catch((cause: Error) => {
          throw new AppError(
            'file_access',
            `${file} cannot be written: ${cause.message}. Choose another place.`,
            { cause },
          );
        });
        for (const warning of preview.warnings) out.warn(warning);
        out.answer({ ...told, file }, () => [`Proof for ${preview.candidateName}: ${file}`]);
        return exitCodes.ok;
      }),
    );

  group
    .command('proofs')
    .option('--template <template>', 'its name or its number; absent: the one of the course')
    .option(...VERSION, oneOf)
    .option('--course <code>', 'the template and the candidates of this course')
    .option('--each <n>', 'candidates of each kind of risk', wholeNumber(1, 50))
    .description('make one PDF of proofs of the candidates most at risk')
    .action((options: PreviewOptions & { readonly each?: number }, command: Command) =>
      writing(context, command, async (session) => {
        const { app, client, out } = session;
        await app.startWork();
        const template = options.template
          ? await find(client, options.template)
          : await templateOf(client, options.course);
        const { taskId } = await client.templates.contactSheet({
          id: template.id,
          ...given({
            version: options.templateVersion,
            course: options.course,
            each: options.each,
          }),
        });
        const task = await taskEnd(session, taskId);
        out.answer({ task }, () => [task.summary ?? task.state]);
        if (task.state === 'succeeded') return exitCodes.ok;
        out.warn(task.reason ?? task.state);
        return exitCodes.endedWithFailures;
      }),
    );
}

function addChanges(group: Command, context: CliContext): void {
  group
    .command('import')
    .argument('<folder>', 'with template.json and the files it names')
    .option('--note <text>', 'why this version was made')
    .description('bring in a template; one with a known name becomes its next version')
    .action((folder: string, options: { note?: string }, command: Command) =>
      writing(context, command, async ({ client, out, terminal }) => {
        const answer = await client.templates.importFolder({
          folder: resolve(terminal.cwd, folder),
          ...given({ note: options.note }),
        });
        const { id, name, version, isNew } = answer;
        out.answer(answer, () => [
          `Template ${id}, ${name}: version ${version}${isNew ? '' : ' has this content already'}`,
        ]);
        return exitCodes.ok;
      }),
    );

  group
    .command('assign')
    .argument('<course>', 'the code of a course')
    .argument('<template>', 'its name or its number, or "default"')
    .description('say which template new certificates of a course use')
    .action((courseCode: string, named: string, _options: object, command: Command) =>
      writing(context, command, async ({ client, out }) => {
        const template = named === 'default' ? null : await find(client, named);
        await client.templates.assign({ courseCode, id: template?.id ?? null });
        out.answer({ courseCode, template: template?.name ?? null }, () => [
          `${courseCode} uses ${template?.name ?? 'the default template'}`,
        ]);
        return exitCodes.ok;
      }),
    );

  group
    .command('default')
    .argument(...TEMPLATE)
    .description('say which template is used where a course names none')
    .action((named: string, _options: object, command: Command) =>
      writing(context, command, async ({ client, out }) => {
        const { id, name } = await find(client, named);
        await client.templates.setDefault({ id });
        out.answer({ id, name }, () => [`${name} is the default template`]);
        return exitCodes.ok;
      }),
    );
}

const issuedOf = ({ versions }: TemplateRecord): number =>
  versions.reduce((sum, { issued }) => sum + issued, 0);

const coursesOf = ({ isDefault, courses }: TemplateRecord): string =>
  [...(isDefault ? ['every other (default)'] : []), ...courses].join(', ');

function subjectOf({ course, candidate, longest, exotic }: PreviewOptions): PreviewSubject {
  if ([candidate, longest, exotic].filter((each) => each !== undefined).length > 1)
    throw new AppError('invalid_input', 'Give one of --candidate, --longest and --exotic.');
  if (candidate !== undefined) return { kind: 'candidate', candidateId: candidate };
  if (exotic) return { kind: 'exotic', ...given({ course }) };
  if (longest || course !== undefined) return { kind: 'longest', ...given({ course }) };
  return { kind: 'invented' };
}

async function find(client: CliClient, named: string): Promise<TemplateRecord> {
  const templates = await client.templates.list({});
  const found =
    templates.find(({ name }) => name === named) ??
    templates.find(({ id }) => String(id) === named);
  if (found) return found;
  throw new AppError(
    'not_found',
    `There is no template ${named}. ${
      templates.length === 0
        ? 'This store has none yet: "examdesk run" gives it the program\'s own.'
        : `The templates are ${templates.map(({ id, name }) => `${id} (${name})`).join(', ')}.`
    }`,
  );
}

async function templateOf(client: CliClient, course: string | undefined): Promise<TemplateRecord> {
  const templates = await client.templates.list({});
  const found =
    templates.find(({ courses }) => course !== undefined && courses.includes(course)) ??
    templates.find(({ isDefault }) => isDefault);
  if (found) return found;
  throw new AppError(
    'not_found',
    'This store has no template yet: "examdesk run" gives it the program\'s own.',
  );
}
