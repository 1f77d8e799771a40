/** The token of the completions API: made at the first `serve`, kept in the store folder, readable by its owner only. */
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { newSecret } from './guard.ts';

export const apiTokenFile = (storeDir: string) => join(storeDir, 'api-token');

/** Deleting the file and starting again makes a new token; the old one is then worth nothing. */
export async function readOrMakeApiToken(storeDir: string): Promise<string> {
  const path = apiTokenFile(storeDir);
  try {
    // wx: of two first starts only one writes, and both then read the same token.
    await writeFile(path, `${newSecret()}\n`, { mode: 0o600, flag: 'wx', flush: true });
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== 'EEXIST') throw cause;
  }
  await chmod(path, 0o600);
  const token = (await readFile(path, 'utf8')).trim();
  if (!/^[\w.~+/=-]{20,}$/.test(token))
    throw new AppError(
      'unreadable_file',
      `${path} does not hold a token. Delete the file; the next start makes a new one.`,
    );
  return token;
}
