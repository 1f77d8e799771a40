/** `examdesk doctor`: whether the store, its files and the machine are fit for work. */
import type { Command } from 'commander';
import { type CliContext, reading } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { table } from '../text.ts';

export function addDoctor(program: Command, context: CliContext): void {
  program
    .command('doctor')
    .description('check the store, its files and the machine; say what to do about each fault')
    .action((_options: object, command: Command) =>
      reading(context, command, async ({ client, out }) => {
        const answer = await client.office.doctor({});
        out.answer(answer, () =>
          table(answer.checks, [
            { title: 'fit', of: ({ ok }) => (ok ? 'yes' : 'NO') },
            { title: 'check', of: ({ name }) => name },
            { title: 'found', of: ({ found }) => found },
            { title: 'what to do', of: ({ remedy }) => remedy },
          ]),
        );
        return answer.ok ? exitCodes.ok : exitCodes.endedWithFailures;
      }),
    );
}
