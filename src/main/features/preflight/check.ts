/** Looks at a batch: slices through the threads of the pool, findings out. Reads the store and writes nothing. */
import {
  type BareFinding,
  type FindingKind,
  type FindingSeverity,
  findingKinds,
  type KindCount,
} from '../../../shared/contract/preflight.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { WorkerPool } from '../../kernel/pool/worker-pool.ts';
import type { Lane } from '../../kernel/queue/job.ts';
import {
  isEntitled,
  type PrintingCheckInput,
  type PrintingCheckOutput,
  type PrintingFacts,
} from '../certificates/api.ts';
import type { Batch, Person } from './people.ts';
import type { InspectNamesInput, InspectNamesOutput } from './worker.ts';

export interface CheckDeps {
  readonly clock: Clock;
  readonly pool: WorkerPool;
  readonly templateDir: string;
  /** The office's zone. */
  readonly zone: () => Promise<string>;
}

/** A finding with what tells later whether it still stands. */
export interface Found extends BareFinding {
  readonly subject: string;
  readonly version: number | null;
  /** The field as it was looked at; empty for a field that has no text of its own. */
  readonly value: string;
}

export interface CheckedSlice {
  /** Entitled people looked at. */
  readonly people: readonly Person[];
  /** Others of the batch, whose certificates nobody would print. */
  readonly notDue: number;
  readonly found: readonly Found[];
}

/** Enough work for a thread to be worth the message, and some slices for each thread even in a small batch. */
const SLICE = 4_000;

export const severityOf = {
  glyph_missing: 'blocks',
  does_not_fit: 'blocks',
  bad_text: 'blocks',
  missing_value: 'blocks',
  template_unusable: 'blocks',
  image_missing: 'blocks',
  image_resolution: 'warning',
  look_alike: 'warning',
  mixed_direction: 'warning',
  same_name: 'warning',
  tight_fit: 'note',
} as const satisfies Record<FindingKind, FindingSeverity>;

/** Slices come in the order of the batch; the template's own findings come with the first. */
export async function* checkBatch(
  deps: CheckDeps,
  batch: Batch,
  lane: Lane,
  signal: AbortSignal,
): AsyncGenerator<CheckedSlice> {
  const zone = await deps.zone();
  const names = new SameNames();
  const template = new Set<string>();
  const inHand: Promise<KeyedSlice>[] = [];
  // In the order of the batch, whichever thread is done first: the same batch gives the same words.
  const finish = async (work: Promise<KeyedSlice>): Promise<CheckedSlice> => {
    const { people, notDue, keys, found, ofTemplate } = await work;
    const fresh = ofTemplate.filter(({ subject }) => !template.has(subject));
    for (const { subject } of fresh) template.add(subject);
    const same = people.flatMap((person, index) => names.meet(person, keys[index] ?? ''));
    return { people, notDue, found: [...fresh, ...found, ...same] };
  };
  // One more slice than threads, so that none waits for the store.
  const most = deps.pool.heavyThreads + 1;
  try {
    for await (const people of batch.read(SLICE)) {
      if (signal.aborted) break;
      const work = checkSlice(deps, { zone, lane }, people);
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
}

interface KeyedSlice extends CheckedSlice {
  /** One for each person; equal for equal names. */
  readonly keys: readonly string[];
  readonly ofTemplate: readonly Found[];
}

async function checkSlice(
  { clock, pool, templateDir }: CheckDeps,
  { zone, lane }: { readonly zone: string; readonly lane: Lane },
  all: readonly Person[],
): Promise<KeyedSlice> {
  const people = all.filter(isEntitled);
  const items = people.flatMap(({ mark, completedAt, ...facts }, id): PrintingFacts[] =>
    mark === null || completedAt === null
      ? []
      : [
          {
            id,
            name: facts.name,
            courseCode: facts.courseCode,
            courseTitle: facts.courseTitle,
            validityMonths: facts.validityMonths,
            sitting: facts.sitting,
            mark,
            passMark: facts.passMark,
            completedAt,
          },
        ],
  );
  const [printing, inspected] = await Promise.all([
    pool.run<PrintingCheckInput, PrintingCheckOutput>(lane, 'checkPrinting', {
      templateDir,
      zone,
      now: clock.now(),
      items,
    }),
    pool.run<InspectNamesInput, InspectNamesOutput>(lane, 'inspectNames', {
      names: people.map(({ name }) => name),
    }),
  ]);
  const found: Found[] = [];
  const add = (index: number, kind: FindingKind, field: string, words: Words) => {
    const person = people[index];
    if (person) found.push(findingAbout(person, kind, field, words));
  };
  if (printing.ok)
    for (const { id, code, field, ...words } of printing.problems) add(id, code, field, words);
  for (const { index, kind, ...words } of inspected.problems) add(index, kind, 'name', words);
  return {
    people,
    notDue: all.length - people.length,
    keys: inspected.keys,
    found,
    ofTemplate: templateFindings(printing),
  };
}

function templateFindings(printing: PrintingCheckOutput): Found[] {
  if (printing.ok)
    return printing.warnings.map((warning) =>
      ofTemplate(
        'image_resolution',
        warning,
        'Replace the picture of the template by a larger one.',
      ),
    );
  const { code, message } = printing.failure;
  const missing = code === 'not_found' && /\.(png|jpe?g)\b/i.test(message);
  const kind = missing ? 'image_missing' : 'template_unusable';
  return [ofTemplate(kind, message, 'Put the template right, then check again.')];
}

interface Words {
  readonly reason: string;
  readonly remedy: string;
}

function sameName(who: Person, other: Person): Found {
  return findingAbout(who, 'same_name', 'name', {
    reason: `${other.candidateId} (${other.courseCode}) has the same name as ${who.candidateId} (${who.courseCode}): “${who.name.slice(0, 80)}”.`,
    remedy:
      'Make sure that these are two people, not one with two numbers; then issue anyway, and hand out by candidate number.',
  });
}

function findingAbout(person: Person, kind: FindingKind, field: string, words: Words): Found {
  const { subject, version, completionId, importId, importRow, candidateId, courseCode } = person;
  const texts: Readonly<Record<string, string | null>> = {
    name: person.name,
    sitting: person.sitting,
    courseTitle: person.courseTitle,
  };
  return {
    subject,
    version,
    completionId,
    importId,
    importRow,
    candidateId,
    candidateName: person.name,
    courseCode,
    kind,
    severity: severityOf[kind],
    field,
    value: texts[field] ?? '',
    ...words,
  };
}

function ofTemplate(kind: FindingKind, reason: string, remedy: string): Found {
  return {
    // A template may have several faults of one kind; the message names the element.
    subject: `template:${reason}`,
    version: null,
    completionId: null,
    importId: null,
    importRow: null,
    candidateId: null,
    candidateName: null,
    courseCode: null,
    kind,
    severity: severityOf[kind],
    field: 'template',
    value: '',
    reason,
    remedy,
  };
}

/** Which names of the batch several candidates have. The first of them is told only when a second comes. */
class SameNames {
  readonly #first = new Map<string, { readonly person: Person; told: boolean }>();

  /** What is to be told, now that this person has come. */
  meet(person: Person, key: string): Found[] {
    const first = this.#first.get(key);
    if (!first) {
      this.#first.set(key, { person, told: false });
      return [];
    }
    if (first.person.candidateId === person.candidateId) return [];
    const told = [sameName(person, first.person)];
    if (!first.told) told.push(sameName(first.person, person));
    first.told = true;
    return told;
  }
}

/** Adds up findings by kind, in the order of the kinds. */
export class KindCounts {
  readonly #counts = new Map<FindingKind, number>();

  add(found: readonly { readonly kind: FindingKind }[]): void {
    for (const { kind } of found) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
  }
  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }
  get list(): KindCount[] {
    return findingKinds.flatMap((kind) => {
      const count = this.#counts.get(kind) ?? 0;
      return count === 0 ? [] : [{ kind, severity: severityOf[kind], count }];
    });
  }
  of(severity: FindingSeverity): number {
    return this.list.reduce((sum, each) => sum + (each.severity === severity ? each.count : 0), 0);
  }
}
