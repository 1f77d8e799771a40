/** The task that makes a contact sheet: proofs of the candidates most at risk, one after the other in one PDF. */
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/db/database.ts';
import { writePart } from '../../kernel/files.ts';
import type { WorkerPool } from '../../kernel/pool/worker-pool.ts';
import { defineJob, implementJob, type Job, type JobContext } from '../../kernel/queue/job.ts';
import { safeName } from '../../kernel/safe-name.ts';
import { dateIn, PdfMerger, type ProofsInput, type ProofsOutput } from '../certificates/api.ts';
import { proofData, type RiskyCandidate, riskWords, riskyCandidates } from './candidates.ts';
import { versionFolder } from './folders.ts';

/** The version is in the payload: one that is added meanwhile changes nothing. */
export const proofsJob = defineJob({
  kind: 'template-proofs',
  payload: z.strictObject({
    name: z.string(),
    version: z.int(),
    hash: z.string(),
    course: z.string().optional(),
    each: z.int().min(1).max(50),
  }),
  checkpoint: z.strictObject({}),
  lane: 'interactive',
  maxAttempts: 5,
});

export interface ProofsDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly pool: WorkerPool;
  readonly templatesDir: string;
  /** Where the sheets go. */
  readonly proofsDir: string;
  readonly zone: () => Promise<string>;
}

/** In one message to a thread: each proof is a whole PDF of some 60 KB. */
const SLICE = 20;

/** An attempt that was interrupted leaves no file and begins again. */
export const proofsJobWith = (deps: ProofsDeps): Job =>
  implementJob(proofsJob, async ({ name, version, hash, course, each }, context) => {
    const people = await riskyCandidates(deps.db.reader, course, each);
    if (people.length === 0)
      throw new AppError(
        'not_found',
        `${course === undefined ? 'The tracking store' : `Course ${course}`} has nobody to make a proof of. Import results first.`,
      );
    context.progress({ done: 0, total: people.length, step: 'Proofs' });
    const target = join(
      deps.proofsDir,
      `${safeName(name, 100)}-v${version}-task-${context.jobId}.pdf`,
    );
    const missed: string[] = [];
    await writePart(target, async (file) => {
      const merger = new PdfMerger((bytes) => file.writeFile(bytes));
      for (let at = 0; at < people.length; at += SLICE)
        missed.push(
          ...(await addProofs(deps, merger, hash, people.slice(at, at + SLICE), context)),
        );
      context.signal.throwIfAborted();
      if (merger.pages === 0)
        throw new AppError('conflict', `No proof could be made. ${missed.join(' ')}`);
      await merger.finish({ title: `PROOF: ${name}, version ${version}`, at: deps.clock.now() });
    });
    const made = people.length - missed.length;
    const failed =
      missed.length === 0 ? '' : ` ${missed.length} could not be made: ${missed.join(' ')}`;
    return `${made} proofs (${kindsOf(people)}) in ${target}.${failed}`;
  });

/** Returns a sentence for each proof that could not be made. */
async function addProofs(
  { pool, clock, templatesDir, zone }: ProofsDeps,
  merger: PdfMerger,
  hash: string,
  people: readonly RiskyCandidate[],
  { signal, lane, progress }: JobContext<unknown>,
): Promise<string[]> {
  signal.throwIfAborted();
  const dateOf = dateIn(await zone());
  const made = await pool.run<ProofsInput, ProofsOutput>(lane, 'renderProofs', {
    templateDir: versionFolder(templatesDir, hash).dir,
    templateHash: hash,
    items: people.map((person) => proofData(person, clock.now(), dateOf)),
  });
  if (!made.ok) throw new AppError(made.failure.code, made.failure.message);
  const missed: string[] = [];
  for (const [index, proof] of made.proofs.entries()) {
    const name = people[index]?.name ?? '';
    if ('pdf' in proof) await merger.add(Buffer.from(proof.pdf), name);
    else missed.push(`${name}: ${proof.reason}`);
  }
  progress({ done: merger.pages + missed.length });
  return missed;
}

function kindsOf(people: readonly RiskyCandidate[]): string {
  const counts = new Map<string, number>();
  for (const { risk } of people) {
    const words = riskWords(risk);
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts].map(([words, count]) => `${count} ${words}`).join(', ');
}
