/** The steps of an import as an officer takes them, each to its end. */
import type { ImportRecord } from '../../src/shared/contract/imports.ts';
import type { ResultsFile } from './builders.ts';
import type { Office } from './office.ts';

export async function beginCheck(
  { client }: Office,
  { path, mapping }: ResultsFile,
): Promise<{ importId: number; taskId: number }> {
  return client.imports.check({
    source: { kind: 'path', path },
    mapping,
    reading: { zone: 'Europe/London' },
  });
}

/** The dry run: the import as it waits for review. */
export async function checkFile(office: Office, file: ResultsFile): Promise<ImportRecord> {
  const { importId } = await beginCheck(office, file);
  await office.work();
  return office.client.imports.get({ importId });
}

/** Check, commit and every task that follows from it. */
export async function importFile(office: Office, file: ResultsFile): Promise<ImportRecord> {
  const { id: importId } = await checkFile(office, file);
  await office.client.imports.commit({ importId });
  await office.work();
  return office.client.imports.get({ importId });
}
