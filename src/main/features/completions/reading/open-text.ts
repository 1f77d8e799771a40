/** Opening a results file, with a message for each way in which that can fail. */
import { type FileHandle, open } from 'node:fs/promises';
import { AppError } from '../../../../shared/errors.ts';

/** The caller closes the handle. */
export async function openText(path: string, name: string): Promise<FileHandle> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const stat = await handle.stat();
    if (stat.isDirectory()) throw folder(name);
    if (!stat.isFile())
      throw new AppError(
        'unreadable_file',
        `${name} is not an ordinary file. Save the results as a CSV file and import that.`,
        { details: { file: name } },
      );
    return handle;
  } catch (error) {
    await handle?.close();
    throw fileFailure(error, name);
  }
}

/** What the system said about a file, as a sentence for the officer. */
export function fileFailure(error: unknown, name: string): AppError {
  if (error instanceof AppError) return error;
  const { code } = error as NodeJS.ErrnoException;
  const options = { details: { file: name }, cause: error };
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new AppError(
      'not_found',
      `There is no file ${name}. Check its name and folder, and whether its drive is connected.`,
      options,
    );
  if (code === 'EISDIR') return folder(name);
  if (code === 'EACCES' || code === 'EPERM')
    return new AppError(
      'file_access',
      `${name} may not be read by this account. Ask for the right to read it, or copy it to a folder of your own.`,
      options,
    );
  if (code === 'EBUSY')
    return new AppError(
      'file_access',
      `${name} is in use by another program. Close it there, then try again.`,
      options,
    );
  if (code === 'EIO' || code === 'ESTALE' || code === 'EMFILE' || code === 'ENFILE')
    return new AppError(
      'file_access',
      `${name} could not be read (${code}). Copy it to a local folder and import it from there.`,
      options,
    );
  return AppError.from(error);
}

function folder(name: string): AppError {
  return new AppError(
    'unreadable_file',
    `${name} is a folder. Choose the results file inside it.`,
    { details: { file: name } },
  );
}
