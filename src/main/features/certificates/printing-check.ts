/** What a thread of the pool does for pre-flight: tries a template on records without making a file. */
import { AppError } from '../../../shared/errors.ts';
import type {
  PrintingCheckInput,
  PrintingCheckOutput,
  PrintingFacts,
  PrintingProblem,
} from './api.ts';
import { dateIn, expiryOf } from './dates.ts';
import type { CertificateData, RenderFailure } from './engine/data.ts';
import type { PreparedTemplate } from './engine/prepare.ts';
import { checkText, renderCertificate } from './engine/render.ts';
import { bandOf } from './rules.ts';
import { preparedFor } from './worker.ts';

type Problem = Omit<PrintingProblem, 'id'>;

/** Every problem that rendering would meet, with the words it would use, and names that fit only with an effort. */
export async function checkPrinting(input: PrintingCheckInput): Promise<PrintingCheckOutput> {
  try {
    const prepared = await preparedFor(input.templateDir, { hash: input.templateHash });
    const trial = new Trial(prepared, input);
    return {
      ok: true,
      problems: input.items.flatMap((item) =>
        trial.check(item).map((problem) => ({ id: item.id, ...problem })),
      ),
      warnings: prepared.warnings,
    };
  } catch (error) {
    const { code, message } = AppError.from(error);
    return {
      ok: false,
      failure: { code, message: code === 'internal' ? String(error) : message },
    };
  }
}

/** As wide as a number can be: the real one is drawn when the certificate is made. */
const WIDEST_NUMBER = 'WWWW-WWWW-WWW';
const QUARTER_HOUR_MS = 900_000;
/** A name set smaller than this part of the template's size looks out of place between others. */
const SMALL = 0.6;

/** One template and one day; equal names and equal other facts are tried once. */
class Trial {
  readonly #prepared: PreparedTemplate;
  readonly #now: number;
  readonly #today: string;
  readonly #dateOf: (at: number) => string;
  readonly #days = new Map<number, string>();
  readonly #names = new Map<string, readonly Problem[]>();
  readonly #records = new Map<string, readonly Problem[]>();
  readonly #uses: ReturnType<typeof usesOf>;

  constructor(prepared: PreparedTemplate, { zone, now }: PrintingCheckInput) {
    this.#prepared = prepared;
    this.#now = now;
    this.#dateOf = dateIn(zone);
    this.#today = this.#dateOf(now);
    this.#uses = usesOf(prepared);
  }

  check(item: PrintingFacts): readonly Problem[] {
    const { name } = item;
    const ofName = remembered(this.#names, name, () => checkName(this.#prepared, name));
    const data = this.#dataOf(item);
    let key = '';
    for (const field of this.#uses.fields) key += `\0${data[field] ?? ''}`;
    const ofRecord = remembered(this.#records, key, () => tryRecord(this.#prepared, data));
    return ofRecord.length === 0 ? ofName : [...ofName, ...ofRecord];
  }

  /** The snapshot that issuing would make today, without its number; the name only where it stands in a sentence. */
  #dataOf(item: PrintingFacts): CertificateData {
    const dated = this.#uses.dated || item.validityMonths !== null;
    const completedOn = dated ? this.#day(item.completedAt) : this.#today;
    return {
      number: WIDEST_NUMBER,
      name: this.#uses.nameInText ? item.name : 'A',
      courseCode: item.courseCode,
      courseTitle: item.courseTitle,
      sitting: item.sitting,
      mark: item.mark,
      passMark: item.passMark,
      band: bandOf(item.mark),
      completedOn,
      issuedOn: this.#today,
      expiresOn: expiryOf(completedOn, item.validityMonths),
      issuedAt: this.#now,
    };
  }

  /** Zones differ from UTC by whole quarters of an hour, so a day is asked for once in each. */
  #day(at: number): string {
    return remembered(this.#days, Math.floor(at / QUARTER_HOUR_MS), () => this.#dateOf(at));
  }
}

function remembered<K, V>(known: Map<K, V>, key: K, find: () => V): V {
  let value = known.get(key);
  if (value === undefined) {
    value = find();
    known.set(key, value);
  }
  return value;
}

/** Which facts a template prints or asks about; `nameInText` where the name is not an element of its own. */
function usesOf({ internals }: PreparedTemplate): {
  readonly fields: readonly (keyof CertificateData)[];
  readonly nameInText: boolean;
  readonly dated: boolean;
} {
  const fields = new Set<string>();
  let nameInText = false;
  for (const { item } of internals.pages.flat()) {
    if (item.onlyIf) fields.add(item.onlyIf.field);
    nameInText ||= item.onlyIf?.field === 'name';
    if (item.kind === 'art') continue;
    const names = item.plan.parts.flatMap((part) => ('field' in part ? [part.field] : []));
    for (const name of names) fields.add(name);
    nameInText ||= names.includes('name') && (item.kind === 'qr' || item.plan.parts.length > 1);
  }
  for (const part of internals.title.parts) if ('field' in part) fields.add(part.field);
  return {
    // Facts of the office's own are in no record yet: they need no place in the key, being absent for all.
    fields: printed.filter((field) => fields.has(field)),
    nameInText,
    dated: fields.has('completedOn'),
  };
}
const printed = [
  'name',
  'courseCode',
  'courseTitle',
  'sitting',
  'mark',
  'passMark',
  'band',
  'completedOn',
  'expiresOn',
] as const satisfies readonly (keyof CertificateData)[];

function checkName(prepared: PreparedTemplate, name: string): readonly Problem[] {
  const failures = checkText(prepared, name);
  if (failures.length > 0) return failures.map(problemOf);
  const text = name.normalize('NFC');
  for (const { item } of prepared.internals.pages.flat()) {
    if (item.kind !== 'text' || item.plan.parts.length !== 1) continue;
    const [part] = item.plan.parts;
    if (!part || !('field' in part) || part.field !== 'name') continue;
    const fitted = item.fitter.fit(text);
    const usual = item.fitter.fit('A');
    if (!fitted || !usual) continue;
    const lines = fitted.lines.length;
    if (lines > 1 || fitted.size < SMALL * usual.size)
      return [
        {
          code: 'tight_fit',
          field: 'name',
          reason: `The name “${text.slice(0, 80)}” (${text.length} characters) fits only ${lines > 1 ? `on ${lines} lines ` : ''}at ${fitted.size} pt instead of ${usual.size} pt.`,
          remedy: 'Look at its preview, or agree a shorter form with the candidate.',
        },
      ];
  }
  return [];
}

function tryRecord(prepared: PreparedTemplate, data: CertificateData): readonly Problem[] {
  const outcome = renderCertificate(prepared, data);
  return 'failure' in outcome ? [problemOf(outcome.failure)] : [];
}

const problemOf = ({ code, field, message, remedy }: RenderFailure): Problem => ({
  code,
  field,
  reason: message,
  remedy,
});
