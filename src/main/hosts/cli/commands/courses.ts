/** `examdesk courses`: list them, create or change one. */
import type { Command } from 'commander';
import { decimalText, wholeNumber } from '../arguments.ts';
import { type CliContext, reading, writing } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { counted, table } from '../text.ts';

export function addCourses(program: Command, context: CliContext): void {
  const group = program.command('courses').description('list courses, create or change one');

  group
    .command('list')
    .description('list all courses')
    .action((_options: object, command: Command) =>
      reading(context, command, async ({ client, out }) => {
        const courses = await client.courses.list({});
        out.answer(courses, () => [
          ...table(courses, [
            { title: 'code', of: (row) => row.code },
            { title: 'title', of: (row) => row.title },
            { title: 'pass mark', align: 'right', of: (row) => row.passMark },
            {
              title: 'valid',
              of: ({ validityMonths: months }) =>
                months === null ? 'for ever' : counted(months, 'month'),
            },
            { title: 'completions', align: 'right', of: (row) => row.completions },
          ]),
          counted(courses.length, 'course'),
        ]);
        return exitCodes.ok;
      }),
    );

  group
    .command('save')
    .argument('<code>', 'the code of the course')
    .requiredOption('--title <title>', 'what a certificate says')
    .requiredOption('--pass-mark <mark>', 'the least mark that earns a certificate', decimalText)
    .option(
      '--validity-months <n>',
      'how long a certificate is valid; absent: for ever',
      wholeNumber(1, 1_200),
    )
    .description('create a course, or change the one with this code; a new pass mark decides again')
    .action((code: string, options: SaveOptions, command: Command) =>
      writing(context, command, async ({ client, out }) => {
        const answer = await client.courses.save({
          code,
          title: options.title,
          passMark: options.passMark,
          validityMonths: options.validityMonths ?? null,
        });
        out.answer(answer, () => [
          `${answer.course.code}: ${answer.course.title}, pass mark ${answer.course.passMark}`,
          ...(answer.taskId === null
            ? []
            : [
                `Task ${answer.taskId} decides again about its candidates; "examdesk run" does it.`,
              ]),
        ]);
        return exitCodes.ok;
      }),
    );
}

interface SaveOptions {
  title: string;
  passMark: string;
  validityMonths?: number;
}
