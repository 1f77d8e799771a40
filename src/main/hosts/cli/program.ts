/** The command line: every command, and how wrong use is told. */
import { Command, CommanderError } from 'commander';
import { AppError } from '../../../shared/errors.ts';
import type { CliContext } from './command.ts';
import { addCertificates } from './commands/certificates.ts';
import { addCompletions } from './commands/completions.ts';
import { addCourses } from './commands/courses.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addPreflight } from './commands/preflight.ts';
import { addServe } from './commands/serve.ts';
import { addTasks } from './commands/tasks.ts';
import { addTemplates } from './commands/templates.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { Output } from './output.ts';
import type { CliParts, Terminal } from './ports.ts';
import { tell } from './session.ts';

/** Runs one command line, without the names of Node and the script; resolves to its exit code. */
export async function runCli(
  argv: readonly string[],
  parts: CliParts,
  terminal: Terminal,
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok;
  const json = argv.includes('--json');
  const complaints: string[] = [];
  const context: CliContext = {
    parts,
    terminal,
    finish: (ended) => {
      code = ended;
    },
  };
  try {
    await createProgram(context, complaints).parseAsync([...argv], { from: 'user' });
    return code;
  } catch (cause) {
    const out = new Output(terminal, json);
    if (!(cause instanceof CommanderError)) return tell(cause, out);
    if (cause.exitCode === 0) return exitCodes.ok;
    const told = complaints.join('').trim() || cause.message;
    if (json) out.error(new AppError('invalid_input', told.replace(/^error: /, '')).toWire());
    else terminal.stderr.write(`${told}\n`);
    return exitCodes.wrongUse;
  }
}

function createProgram(context: CliContext, complaints: string[]): Command {
  const { parts, terminal } = context;
  const program = new Command('examdesk')
    .description("Operations console for exam officers: from results to everyone's certificate.")
    .version(parts.version)
    .option(
      '--store <folder>',
      'the store (also EXAMDESK_STORE); absent: the application data folder',
    )
    .option('--json', 'print one JSON document on standard output')
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => complaints.push(text),
    })
    .showHelpAfterError('(add --help for the options of this command)')
    .exitOverride();
  for (const add of [
    addDemo,
    addCompletions,
    addCourses,
    addTasks,
    addCertificates,
    addPreflight,
    addTemplates,
    addServe,
    addDoctor,
  ])
    add(program, context);
  return program;
}
