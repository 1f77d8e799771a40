/** Makes templates versions of the store: the program's own for a new store, and what an officer brings. */
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Database, Tx } from '../../kernel/db/database.ts';
import type { WorkerPool } from '../../kernel/pool/worker-pool.ts';
import { PROGRAM } from '../../kernel/queue/queue.ts';
import type { RandomBytes } from '../../kernel/random.ts';
import {
  type LoadedTemplate,
  loadTemplate,
  type ProofsInput,
  type ProofsOutput,
} from '../certificates/api.ts';
import { keepTemplate, removeParts } from './folders.ts';
import { addVersion, hasDefault } from './store.ts';

export interface KeepDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly pool: WorkerPool;
  /** The folder of template versions. */
  readonly templatesDir: string;
  /** The program's own template: version 1 of the default one in a new store. */
  readonly shippedTemplate: string;
}

/** A store without a template gets the program's own. Throws where that cannot be read. */
export async function adoptShipped(deps: KeepDeps): Promise<void> {
  await removeParts(deps.templatesDir);
  if (await hasDefault(deps.db.reader)) return;
  const loaded = await loadTemplate(deps.shippedTemplate);
  await keep(deps, loaded, { actor: PROGRAM, note: 'Came with the program' });
}

/** Keeps the content and its version. Call only with what `refuseUnusable` has let pass. */
export async function keep(
  deps: KeepDeps,
  loaded: LoadedTemplate,
  { actor, note }: { readonly actor: string; readonly note: string | null },
  also: (
    tx: Tx,
    added: { id: number; version: number; isNew: boolean },
  ) => Promise<void> = async () => {},
): Promise<{ id: number; version: number; isNew: boolean }> {
  const { db, clock, random, templatesDir } = deps;
  await keepTemplate(templatesDir, loaded, Buffer.from(random(8)).toString('hex'));
  const { name } = loaded.template;
  const hash = loaded.assets.contentHash;
  return db.write(async (tx) => {
    const added = await addVersion(tx, { name, hash, note, now: clock.now(), actor });
    await also(tx, added);
    return added;
  });
}

/** What cannot be prepared, for want of a font for instance, never becomes a version: issuing would find it too late. */
export async function refuseUnusable(
  pool: WorkerPool,
  input: Omit<ProofsInput, 'items'>,
): Promise<void> {
  const tried = await pool.run<ProofsInput, ProofsOutput>('interactive', 'renderProofs', {
    ...input,
    items: [],
  });
  if (!tried.ok) throw new AppError(tried.failure.code, tried.failure.message);
}
