/** The task that makes certificates: decides from committed facts, numbers, renders in the pool, seals. */
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db/database.ts';
import { SqlError } from '../../kernel/db/sql.ts';
import type { WorkerPool } from '../../kernel/pool/worker-pool.ts';
import { implementJob, type Job, type JobContext } from '../../kernel/queue/job.ts';
import { PROGRAM } from '../../kernel/queue/queue.ts';
import type { RandomBytes } from '../../kernel/random.ts';
import { type TemplatesInUse, templatesInUse, versionFolder } from '../templates/api.ts';
import { certificatesJob } from './api.ts';
import { dateIn } from './dates.ts';
import { newCertificateNumber } from './number.ts';
import { certificatePath } from './paths.ts';
import { renderSlice } from './rendering.ts';
import { decide } from './rules.ts';
import { snapshotOf } from './snapshot.ts';
import {
  block,
  type Change,
  countOf,
  forgetStrayFiles,
  type NotMade,
  type Numbered,
  number,
  type Rendering,
  renderAgain,
  seal,
  type Undecided,
  undecided,
  unfinished,
  unnumber,
} from './store.ts';
import { removeFiles } from './tidy.ts';

/** Certificates in one transaction and one message to a thread: enough to share a sync, little to lose. */
const SLICE = 250;
const NUMBER_TRIES = 5;

export interface IssuingDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly pool: WorkerPool;
  readonly random: RandomBytes;
  /** The folder that certificate paths are relative to. */
  readonly certificatesDir: string;
  /** The folder of template versions. */
  readonly templatesDir: string;
  /** The office's zone. */
  readonly zone: () => Promise<string>;
}

export const certificatesJobWith = (deps: IssuingDeps): Job =>
  implementJob(certificatesJob, async (_payload, context) => {
    const templates = await templatesInUse(deps.db.reader, deps.templatesDir);
    const dateOf = dateIn(await deps.zone());
    return new IssuingRun(deps, context, { dateOf, templates }).run();
  });

/** What one run keeps to from its beginning to its end. */
interface Constants {
  /** The calendar date of an instant in the office's zone. */
  readonly dateOf: (at: number) => string;
  /** A version that is added during the run is for the next one. */
  readonly templates: TemplatesInUse;
}

class IssuingRun {
  readonly #deps: IssuingDeps;
  readonly #context: JobContext<unknown>;
  readonly #constants: Constants;
  /** Files of numbered certificates that are not sealed yet. */
  readonly #unsealed = new Set<string>();
  #done = 0;

  constructor(deps: IssuingDeps, context: JobContext<unknown>, constants: Constants) {
    this.#deps = deps;
    this.#context = context;
    this.#constants = constants;
  }

  async run(): Promise<string> {
    const { db } = this.#deps;
    const { jobId, progress, signal } = this.#context;
    const before = await countOf(db.reader, jobId);
    this.#done = before.issued + before.blocked + before.failed;
    progress({ done: this.#done, total: this.#done + before.open, step: 'Rendering' });
    try {
      await this.#inFlight([this.#leftOver(), this.#fresh()]);
    } finally {
      await this.#putBack();
    }
    signal.throwIfAborted();
    const after = await countOf(db.reader, jobId);
    return `${after.issued} issued, ${after.blocked} blocked${after.failed > 0 ? `, ${after.failed} failed` : ''}`;
  }

  /** Renders slices side by side, one more than the threads take so that none waits for the next decision. */
  async #inFlight(sources: readonly AsyncIterable<readonly Rendering[]>[]): Promise<void> {
    const running = new Set<Promise<void>>();
    const errors: unknown[] = [];
    try {
      for (const source of sources)
        for await (const slice of source) {
          const work: Promise<void> = this.#renderAndSeal(slice)
            .catch((error) => void errors.push(error))
            .finally(() => running.delete(work));
          running.add(work);
          while (running.size > this.#deps.pool.heavySlices) await Promise.race(running);
          if (errors.length > 0 || this.#context.signal.aborted) break;
        }
    } finally {
      // A decision that fails must not leave threads behind that still write files.
      await Promise.all(running);
    }
    if (errors.length > 0) throw errors[0];
  }

  /** What an ended run had numbered: the same snapshot and version give the same file, so it is simply made once more. */
  async *#leftOver(): AsyncGenerator<readonly Rendering[]> {
    const { jobId, commit } = this.#context;
    const rows = await unfinished(this.#deps.db.reader, jobId);
    for (const { path } of rows) this.#unsealed.add(path);
    for (let at = 0; at < rows.length; at += SLICE) {
      const slice = rows.slice(at, at + SLICE);
      const ids = slice.map(({ id }) => id);
      await commit((tx) => renderAgain(tx, ids, jobId));
      yield slice;
    }
  }

  async *#fresh(): AsyncGenerator<readonly Rendering[]> {
    const { jobId, signal } = this.#context;
    for (let after = 0; !signal.aborted; ) {
      const slice = await undecided(this.#deps.db.reader, jobId, after, SLICE);
      const last = slice.at(-1);
      if (!last) return;
      after = last.id;
      yield await this.#decideSlice(slice);
    }
  }

  async #decideSlice(slice: readonly Undecided[]): Promise<readonly Rendering[]> {
    const blocked: NotMade[] = [];
    const entitled: Undecided[] = [];
    for (const row of slice) {
      const decision = decide(row);
      if (decision.entitled) entitled.push(row);
      else blocked.push({ id: row.id, code: decision.code, reason: decision.reason });
    }
    const numbered = await this.#commitDecision(entitled, blocked);
    this.#advance(blocked.length);
    return numbered;
  }

  /** Two equal numbers of 50 random bits are not to be expected; the store refuses them, and new ones are drawn. */
  async #commitDecision(
    entitled: readonly Undecided[],
    blocked: readonly NotMade[],
  ): Promise<Numbered[]> {
    for (let tries = 1; ; tries++) {
      const numbered = entitled.map((row) => this.#numbered(row));
      try {
        await this.#context.commit(async (tx) => {
          if (blocked.length > 0) await block(tx, blocked, 'expected', this.#change());
          await number(tx, numbered, this.#change());
        });
        for (const { path } of numbered) this.#unsealed.add(path);
        return numbered;
      } catch (cause) {
        const taken = cause instanceof SqlError && cause.code === 'SQLITE_CONSTRAINT';
        if (!taken || tries === NUMBER_TRIES) throw cause;
      }
    }
  }

  #numbered(row: Undecided): Numbered {
    const { clock, random } = this.#deps;
    const { dateOf, templates } = this.#constants;
    const { completedAt } = row;
    if (completedAt === null || row.mark === null)
      throw new Error(`Certificate ${row.id} was decided without its facts`);
    const template = templates.byCourse.get(row.courseCode) ?? templates.byDefault;
    if (!template) throw new Error('The store has no default template');
    const number = newCertificateNumber(random);
    const data = snapshotOf({ ...row, completedAt }, { number, issuedAt: clock.now(), dateOf });
    return {
      id: row.id,
      number: data.number,
      snapshot: JSON.stringify(data),
      path: certificatePath({
        year: data.issuedOn.slice(0, 4),
        courseCode: row.courseCode,
        number: data.number,
        name: row.name,
      }),
      template: template.hash,
      expiresOn: data.expiresOn,
    };
  }

  async #renderAndSeal(slice: readonly Rendering[]): Promise<void> {
    if (slice.length === 0) return;
    const { pool, templatesDir, certificatesDir } = this.#deps;
    const groups = await Promise.allSettled(
      [...byTemplate(slice)].map(([hash, group]) =>
        renderSlice(pool, this.#context.lane, {
          template: versionFolder(templatesDir, hash),
          outDir: certificatesDir,
          slice: group,
        }),
      ),
    );
    // Thrown only now, when no thread writes files of this slice any more.
    const made = groups.map((group) => {
      if (group.status === 'rejected') throw group.reason;
      return group.value;
    });
    const sealed = made.flatMap((group) => group.sealed);
    const notMade = made.flatMap((group) => group.notMade);
    const kept = await this.#context.commit(async (tx) => {
      if (notMade.length > 0) await block(tx, notMade, 'rendering', this.#change());
      return seal(tx, sealed, this.#change());
    });
    for (const { id, path } of slice) if (kept.has(id)) this.#unsealed.delete(path);
    this.#advance(slice.length);
  }

  /** Leaves nothing half made behind a stop, a failure, or a change of facts during rendering. */
  async #putBack(): Promise<void> {
    const { jobId, commit } = this.#context;
    const paths = [...this.#unsealed];
    if (paths.length === 0) return;
    await commit((tx) => unnumber(tx, jobId, this.#change()));
    await removeFiles(this.#deps.certificatesDir, paths);
    await commit((tx) => forgetStrayFiles(tx, paths));
  }

  #advance(items: number): void {
    this.#done += items;
    this.#context.progress({ done: this.#done });
  }

  #change(): Change {
    return { jobId: this.#context.jobId, now: this.#deps.clock.now(), actor: PROGRAM };
  }
}

/** Certificates of courses with templates of their own are in the same slice as the others. */
function byTemplate(slice: readonly Rendering[]): Map<string, Rendering[]> {
  const groups = new Map<string, Rendering[]>();
  for (const row of slice) {
    const group = groups.get(row.template);
    if (group) group.push(row);
    else groups.set(row.template, [row]);
  }
  return groups;
}
