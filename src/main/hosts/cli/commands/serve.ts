/** `examdesk serve`: the console in a browser of this machine, and the completions API. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../../../../shared/errors.ts';
import { actorOf } from '../../common/actor.ts';
import { apiTokenFile, readOrMakeApiToken } from '../../web/api-token.ts';
import { startWebHost } from '../../web/start.ts';
import { wholeNumber } from '../arguments.ts';
import { openWindow } from '../browser.ts';
import { type CliContext, reading, writing } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Session } from '../session.ts';

export function addServe(program: Command, context: CliContext): void {
  program
    .command('serve')
    .option(
      '--port <n>',
      'the port on 127.0.0.1; absent or 0: any free one',
      wholeNumber(0, 65_535),
    )
    .option('--open', 'open the console in Chromium, Chrome or Edge')
    .option('--read-only', 'show only: nothing can be changed, and it works beside another program')
    .description('the console in a browser of this machine, and POST /api/completions')
    .action((options: ServeOptions, command: Command) => {
      const open = options.readOnly ? reading : writing;
      return open(context, command, (session) => serve(session, options, context));
    });
}

interface ServeOptions {
  port?: number;
  open?: boolean;
  readOnly?: boolean;
}

async function serve(
  session: Session,
  options: ServeOptions,
  { parts }: CliContext,
): Promise<ExitCode> {
  const { app, out, storeDir, stopping, terminal } = session;
  const readOnly = options.readOnly === true;
  if (!existsSync(join(parts.rendererDir, 'index.html')))
    throw new AppError(
      'file_access',
      `The window has not been built: ${join(parts.rendererDir, 'index.html')} does not exist. Run "npm run build".`,
    );
  const host = await startWebHost({
    app,
    rendererDir: parts.rendererDir,
    port: options.port ?? 0,
    readOnly,
    actor: actorOf('web console'),
    apiToken: readOnly ? null : await readOrMakeApiToken(storeDir),
  });
  try {
    if (!readOnly) {
      await app.setAddress(host.url);
      await app.startWork();
    }
    const tokenFile = readOnly ? null : apiTokenFile(storeDir);
    out.answer({ url: host.url, windowUrl: host.windowUrl, apiTokenFile: tokenFile }, () => [
      `Console: ${host.windowUrl}`,
      `Store:   ${storeDir}${readOnly ? ' (read-only)' : ''}`,
      ...(tokenFile ? [`API:     POST ${host.url}api/completions, token in ${tokenFile}`] : []),
    ]);
    if (options.open) {
      const opened = await openWindow(host.ticketUrl(), join(storeDir, 'browser'), terminal);
      if (!opened)
        out.warn(
          'No browser could be opened. Open the address above in any browser of this machine.',
        );
    }
    out.note('Ctrl+C stops it.');
    await new Promise<void>((resolve) => {
      if (stopping.aborted) resolve();
      stopping.addEventListener('abort', () => resolve(), { once: true });
    });
  } finally {
    await host.close();
  }
  return exitCodes.ok;
}
