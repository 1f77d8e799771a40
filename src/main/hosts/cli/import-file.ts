/** Importing a file as an officer would: look at it, map its columns, check every row, then commit. */
import {
  type ColumnMapping,
  type ReadingOptions,
  requiredImportFields,
} from '../../../shared/completion-event.ts';
import type {
  ImportRecord,
  ImportSource,
  Inspection,
  RowCounts,
} from '../../../shared/contract/imports.ts';
import type { Task } from '../../../shared/contract/tasks.ts';
import { AppError } from '../../../shared/errors.ts';
import { applyMap, type MapArguments } from './arguments.ts';
import { type Session, taskEnd } from './session.ts';
import { counted } from './text.ts';

export interface ImportWish {
  readonly source: ImportSource;
  readonly map: MapArguments;
  readonly reading: Partial<ReadingOptions>;
  /** Take columns whose meaning was only guessed. */
  readonly takeGuesses: boolean;
}

/** Inspects and checks; throws with the reason where the file as a whole cannot be read. */
export async function checkFile(
  session: Session,
  { source, map, reading, takeGuesses }: ImportWish,
): Promise<{ readonly record: ImportRecord; readonly mapping: ColumnMapping }> {
  const { client } = session;
  const inspection = await client.imports.inspect({ source });
  const mapping = chooseMapping(inspection, map, takeGuesses);
  const started = await client.imports.check({
    source,
    mapping,
    reading: { ...inspection.reading, ...reading },
  });
  const task = await taskEnd(session, started.taskId);
  const record = await client.imports.get({ importId: started.importId });
  if (task.state !== 'succeeded')
    throw new AppError(
      task.state === 'cancelled' ? 'cancelled' : 'unreadable_file',
      record.error ?? task.reason ?? `The check of ${inspection.file} ended as ${task.state}.`,
    );
  return { record, mapping };
}

/** The columns to read; refuses what is missing, unknown, or a guess that nobody has confirmed. */
export function chooseMapping(
  inspection: Pick<Inspection, 'file' | 'header' | 'mapping' | 'certain' | 'remembered'>,
  map: MapArguments,
  takeGuesses: boolean,
): ColumnMapping {
  const { file, header } = inspection;
  const mapping = applyMap(inspection.mapping, map);
  const columns = header.map((each) => `"${each}"`).join(', ');
  for (const [field, column] of Object.entries(mapping))
    if (!header.includes(column))
      throw new AppError(
        'invalid_input',
        `${file} has no column "${column}" for ${field}. Its columns are ${columns}.`,
      );
  for (const field of requiredImportFields)
    if (mapping[field] === undefined)
      throw new AppError(
        'invalid_input',
        `${file}: no column was found for ${field}, which every row needs. Name it with --map "${field}=Column". The columns are ${columns}.`,
      );
  const guesses = Object.entries(mapping).filter(
    ([field]) => !(field in map) && !inspection.certain.some((each) => each === field),
  );
  if (guesses.length > 0 && !inspection.remembered && !takeGuesses)
    throw new AppError(
      'invalid_input',
      `${file}: the meaning of some columns is only a guess. Confirm each, or leave it out with "field=", or take all with --take-guesses: ${guesses
        .map(([field, column]) => `--map "${field}=${column}"`)
        .join(' ')}`,
    );
  return mapping;
}

export interface Committed {
  readonly record: ImportRecord;
  readonly commit: Task;
  /** The task that made the certificates; null where there was nothing to make. */
  readonly certificates: Task | null;
}

/** Commits a checked import; with `andCertificates` waits until its certificates are made. */
export async function commitImport(
  session: Session,
  importId: number,
  andCertificates: boolean,
): Promise<Committed> {
  const { client } = session;
  const { taskId } = await client.imports.commit({ importId });
  const commit = await taskEnd(session, taskId);
  const record = await client.imports.get({ importId });
  const certificates =
    andCertificates && record.certificatesTaskId !== null
      ? await taskEnd(session, record.certificatesTaskId)
      : null;
  return { record, commit, certificates };
}

/** "480 new, 12 changed, 3 unchanged, 2 conflicting, 5 invalid", without the ones that are none. */
export function countsText(counts: RowCounts): string {
  const told = Object.entries(counts).flatMap(([name, count]) =>
    count === 0 ? [] : [`${count} ${name}`],
  );
  return told.length === 0 ? 'no rows' : `${counted(rowsOf(counts), 'row')}: ${told.join(', ')}`;
}

export const rowsOf = (counts: RowCounts): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
