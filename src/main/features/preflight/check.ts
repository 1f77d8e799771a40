/** Looks at a batch: slices through the threads of the pool, findings out. Reads the store and writes nothing. */
import type { Clock } from '../../kernel/clock.ts';
import type { WorkerPool } from '../../kernel/pool/worker-pool.ts';
import type { Lane } from '../../kernel/queue/job.ts';
import type { TemplatesInUse } from '../templates/api.ts';
import { type Found, sameName } from './findings.ts';
import { nameKey } from './name-rules.ts';
import type { Batch } from './people.ts';
import { placeOf } from './person.ts';
import type { CheckPeopleInput, CheckPeopleOutput } from './worker.ts';

export interface CheckDeps {
  readonly clock: Clock;
  readonly pool: WorkerPool;
  readonly templates: () => Promise<TemplatesInUse>;
  /** The program's own template, which a store that has never worked will get as its default. */
  readonly shippedTemplate: string;
  /** The office's zone. */
  readonly zone: () => Promise<string>;
}

export interface CheckedSlice {
  /** Completions, or rows of the import, of the entitled people looked at. */
  readonly places: Float64Array;
  /** Others of the batch, whose certificates nobody would print. */
  readonly notDue: number;
  readonly found: readonly Found[];
}

/** Enough work for a thread to be worth the message, and some slices for each thread even in a small batch. */
const SLICE = 4_000;

/** Slices come in the order of the batch; the template's findings come with the first, equal names last. */
export async function* checkBatch(
  { clock, pool, templates, shippedTemplate, zone }: CheckDeps,
  batch: Batch,
  lane: Lane,
  signal: AbortSignal,
): AsyncGenerator<CheckedSlice> {
  const { byDefault, byCourse } = await templates();
  const where = {
    template: byDefault ?? { dir: shippedTemplate },
    ofCourses: byCourse,
    zone: await zone(),
    now: clock.now(),
    importId: batch.importId,
  };
  const names = new EqualNames();
  const template = new Set<string>();
  const inHand: Promise<CheckPeopleOutput>[] = [];
  const finish = async (work: Promise<CheckPeopleOutput>): Promise<CheckedSlice> => {
    const { places, notDue, found, ofTemplate, ...digests } = await work;
    const fresh = ofTemplate.filter(({ subject }) => !template.has(subject));
    for (const { subject } of fresh) template.add(subject);
    names.add(places, digests.names, digests.candidates);
    return { places, notDue, found: [...fresh, ...found] };
  };
  // One more slice than threads, so that none waits for the store.
  const most = pool.heavySlices + 1;
  try {
    for await (const people of batch.read(SLICE)) {
      if (signal.aborted) break;
      const input = { ...where, people };
      const work = pool.run<CheckPeopleInput, CheckPeopleOutput>(lane, 'checkPeople', input);
      // Its failure is met when its turn comes.
      work.catch(() => {});
      inHand.push(work);
      const first = inHand.length > most ? inHand.shift() : undefined;
      if (first) yield await finish(first);
    }
    for (let work = inHand.shift(); work; work = inHand.shift()) {
      if (signal.aborted) break;
      yield await finish(work);
    }
  } finally {
    await Promise.allSettled(inHand);
  }
  signal.throwIfAborted();
  yield { places: new Float64Array(), notDue: 0, found: await names.findings(batch) };
}

/** Which names of the batch several candidates have, from digests: people are read again only where two are equal. */
class EqualNames {
  readonly #first = new Map<
    number,
    { readonly place: number; readonly candidate: number; told: boolean }
  >();
  /** Who is to be told about whom. */
  readonly #pairs: (readonly [number, number])[] = [];

  add(places: Float64Array, names: Float64Array, candidates: Float64Array): void {
    for (let i = 0; i < places.length; i++) {
      const [place = 0, name = 0, candidate = 0] = [places[i], names[i], candidates[i]];
      const first = this.#first.get(name);
      if (!first) this.#first.set(name, { place, candidate, told: false });
      else if (first.candidate !== candidate) {
        this.#pairs.push([place, first.place]);
        if (!first.told) this.#pairs.push([first.place, place]);
        first.told = true;
      }
    }
  }

  async findings(batch: Batch): Promise<Found[]> {
    const people = await batch.find([...new Set(this.#pairs.map(([place]) => place))]);
    const byPlace = new Map(people.map((person) => [placeOf(person), person]));
    return this.#pairs.flatMap(([place, otherPlace]) => {
      const who = byPlace.get(place);
      const other = byPlace.get(otherPlace);
      const same =
        who &&
        other &&
        who.candidateId !== other.candidateId &&
        nameKey(who.name) === nameKey(other.name);
      return same ? [sameName(who, other, batch.importId)] : [];
    });
  }
}
