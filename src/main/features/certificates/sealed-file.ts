/** Reads sealed certificates, and hands out nothing whose bytes are not the sealed ones. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { explainFileError } from '../../kernel/files.ts';

export async function readSealed(
  certificatesDir: string,
  file: { readonly path: string; readonly sha256: string; readonly number: string },
): Promise<Buffer> {
  const path = join(certificatesDir, file.path);
  const bytes = await readFile(path).catch((cause) => {
    throw explainFileError(cause, path, 'read');
  });
  if (createHash('sha256').update(bytes).digest('hex') !== file.sha256)
    throw new AppError(
      'conflict',
      `The file of certificate ${file.number} (${path}) is not the one that was sealed: it has been changed or damaged. Restore it from a copy of the store's folder.`,
    );
  return bytes;
}
