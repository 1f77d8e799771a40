/** What a thread of the pool does for pre-flight: a slice of people as the store gave it in, findings out. */
import {
  isEntitled,
  type PrintingCheckInput,
  type PrintingCheckOutput,
  type PrintingFacts,
} from '../certificates/api.ts';
import { type Found, findingAbout, findingOfTemplate } from './findings.ts';
import { inspectName, nameKey } from './name-rules.ts';
import { peopleOf, placeOf } from './person.ts';

/** The folder of a template, and what the hash of its content must be where it is known. */
export interface CheckedTemplate {
  readonly dir: string;
  readonly hash?: string;
}

export interface CheckPeopleInput {
  /** For every course that has none of its own in `ofCourses`, by code. */
  readonly template: CheckedTemplate;
  readonly ofCourses: ReadonlyMap<string, CheckedTemplate>;
  readonly zone: string;
  readonly now: number;
  /** Null where the people have completions. */
  readonly importId: number | null;
  /** JSON, see `peopleOf`: a text crosses between threads far faster than objects do. */
  readonly people: string;
}

export interface CheckPeopleOutput {
  /** Others, whose certificates nobody would print. */
  readonly notDue: number;
  readonly found: readonly Found[];
  readonly ofTemplate: readonly Found[];
  /** For everyone looked at: the place in the batch, and digests of name and candidate for finding equal names. */
  readonly places: Float64Array;
  readonly names: Float64Array;
  readonly candidates: Float64Array;
}

/** Takes what tries the printing from its caller, since a feature knows nothing of the inside of another. */
export function checkPeopleWith(
  checkPrinting: (input: PrintingCheckInput) => Promise<PrintingCheckOutput>,
): (input: CheckPeopleInput) => Promise<CheckPeopleOutput> {
  return async ({ people: json, importId, template, ofCourses, ...where }) => {
    const all = peopleOf(json);
    const people = all.filter(isEntitled);
    const items = people.flatMap((person, id): PrintingFacts[] => {
      const { mark, completedAt } = person;
      return mark === null || completedAt === null ? [] : [{ ...person, id, mark, completedAt }];
    });
    const found: Found[] = [];
    const ofTemplate: Found[] = [];
    for (const [{ dir, hash }, group] of byTemplate(items, template, ofCourses)) {
      const tried = { ...where, templateDir: dir, templateHash: hash, items: group };
      const printing = await checkPrinting(tried);
      ofTemplate.push(...templateFindings(printing));
      if (printing.ok)
        for (const { id, code, field, ...words } of printing.problems) {
          const person = people[id];
          if (person) found.push(findingAbout(person, importId, code, field, words));
        }
    }
    for (const person of people)
      for (const { kind, ...words } of inspectName(person.name))
        found.push(findingAbout(person, importId, kind, 'name', words));
    return {
      notDue: all.length - people.length,
      found,
      ofTemplate,
      places: Float64Array.from(people, placeOf),
      names: Float64Array.from(people, ({ name }) => digest(nameKey(name))),
      candidates: Float64Array.from(people, ({ candidateId }) => digest(candidateId)),
    };
  };
}

/** A slice without anybody to print for still looks at the template that most courses use. */
function byTemplate(
  items: readonly PrintingFacts[],
  template: CheckedTemplate,
  ofCourses: ReadonlyMap<string, CheckedTemplate>,
): Map<CheckedTemplate, PrintingFacts[]> {
  const groups = new Map<CheckedTemplate, PrintingFacts[]>();
  if (items.length === 0) groups.set(template, []);
  for (const item of items) {
    const used = ofCourses.get(item.courseCode) ?? template;
    const group = groups.get(used);
    if (group) group.push(item);
    else groups.set(used, [item]);
  }
  return groups;
}

function templateFindings(printing: PrintingCheckOutput): Found[] {
  if (printing.ok)
    return printing.warnings.map((reason) =>
      findingOfTemplate('image_resolution', {
        reason,
        remedy: 'Replace the picture of the template by a larger one.',
      }),
    );
  const { code, message: reason } = printing.failure;
  const missing = code === 'not_found' && /\.(png|jpe?g)\b/i.test(reason);
  return [
    findingOfTemplate(missing ? 'image_missing' : 'template_unusable', {
      reason,
      remedy: 'Put the template right, then check again.',
    }),
  ];
}

/** 53 bits of two FNV-1a sums: equal texts give equal numbers, and others hardly ever. */
function digest(text: string): number {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b);
  }
  return ((a ^ (b >>> 15)) & 0x1fffff) * 0x100000000 + ((b ^ (a >>> 13)) >>> 0);
}
