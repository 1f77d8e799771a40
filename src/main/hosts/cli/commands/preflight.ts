/** `examdesk preflight`: what would go wrong on paper, before anything is rendered. */
import type { Command } from 'commander';
import type { PreflightScope } from '../../../../shared/contract/preflight.ts';
import { idNumber, wholeNumber } from '../arguments.ts';
import { type CliContext, reading } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { counted, table } from '../text.ts';

interface Options {
  course?: string[];
  import?: number;
  limit?: number;
}

/** Reads only, so it works beside a running program, and a check does not begin to issue. */
export function addPreflight(program: Command, context: CliContext): void {
  program
    .command('preflight')
    .option(
      '--course <code>',
      'only this course; may be repeated',
      (code: string, before: string[] = []) => [...before, code],
    )
    .option('--import <id>', 'the rows of this import, under review or committed', idNumber)
    .option('--limit <n>', 'show at most so many findings', wholeNumber(1, 10_000))
    .description('check the names of all due certificates before anything is rendered')
    .action((options: Options, command: Command) =>
      reading(context, command, async ({ client, out, stopping }) => {
        const answer = await client.preflight.check(
          { scope: scopeOf(options), ...(options.limit ? { limit: options.limit } : {}) },
          { signal: stopping },
        );
        const { findings, counts, total, checked } = answer;
        out.answer(answer, () => [
          ...table(findings, [
            { title: 'severity', of: (each) => each.severity },
            { title: 'kind', of: (each) => each.kind },
            { title: 'candidate', of: (each) => each.candidateId },
            { title: 'name', of: (each) => each.candidateName },
            { title: 'course', of: (each) => each.courseCode },
            { title: 'row', align: 'right', of: (each) => each.importRow },
            { title: 'reason', of: (each) => each.reason },
            { title: 'what would help', of: (each) => each.remedy },
          ]),
          ...(total > findings.length
            ? [`${findings.length} of ${counted(total, 'finding')} shown; --limit shows more`]
            : []),
          `${counted(checked, 'certificate')} checked: ${
            total === 0
              ? 'nothing found'
              : counts.map(({ kind, count }) => `${count} ${kind}`).join(', ')
          }`,
        ]);
        const wrong = counts.some(({ severity }) => severity !== 'note');
        return wrong ? exitCodes.endedWithFailures : exitCodes.ok;
      }),
    );
}

function scopeOf({ course, import: importId }: Options): PreflightScope {
  if (importId !== undefined) return { kind: 'import', importId };
  return course ? { kind: 'due', courses: course } : { kind: 'due' };
}
