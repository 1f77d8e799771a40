/** How a command of the line is declared: its options for every command, and the running of its work. */
import type { Command } from 'commander';
import type { ExitCode } from './exit-codes.ts';
import type { CliParts, Terminal } from './ports.ts';
import { type GlobalOptions, type Session, withSession } from './session.ts';

export interface CliContext {
  readonly parts: CliParts;
  readonly terminal: Terminal;
  /** Hands the exit code of the command that ran to the program's end. */
  finish(code: ExitCode): void;
}

/** Runs `work` with the store open for reading: it works beside a running program. */
export const reading = (context: CliContext, command: Command, work: Work) =>
  run(context, command, 'read', work);

/** Runs `work` with the store open for writing: no other program may have it open so. */
export const writing = (context: CliContext, command: Command, work: Work, defaultStore?: string) =>
  run(context, command, 'write', work, defaultStore);

type Work = (session: Session) => Promise<ExitCode>;

async function run(
  { parts, terminal, finish }: CliContext,
  command: Command,
  access: 'read' | 'write',
  work: Work,
  defaultStore?: string,
): Promise<void> {
  const options = command.optsWithGlobals<GlobalOptions>();
  const program = `examdesk ${nameOf(command)}`;
  const opening = { parts, terminal, options, access, program };
  finish(await withSession(defaultStore ? { ...opening, defaultStore } : opening, work));
}

function nameOf(command: Command): string {
  const parent = command.parent;
  return parent?.parent ? `${nameOf(parent)} ${command.name()}` : command.name();
}

/** Leaves out what was not given, because an absent option and an undefined one are not the same in a call. */
export function given<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as never;
}
