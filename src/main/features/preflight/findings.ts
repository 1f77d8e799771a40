/** Findings as they are made: about a person or about the template. Pure. */
import {
  type BareFinding,
  type FindingKind,
  type FindingSeverity,
  findingKinds,
  type KindCount,
} from '../../../shared/contract/preflight.ts';
import { type Person, placeOf, subjectOf } from './person.ts';

/** A finding with what tells later whether it still stands. */
export interface Found extends BareFinding {
  readonly subject: string;
  readonly version: number | null;
  /** The field as it was looked at; empty for a field that has no text of its own. */
  readonly value: string;
}

export interface Words {
  readonly reason: string;
  readonly remedy: string;
}

const severityOf = {
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

export function findingAbout(
  person: Person,
  importId: number | null,
  kind: FindingKind,
  field: string,
  { reason, remedy }: Words,
): Found {
  const { version, completionId, importRow, candidateId, courseCode } = person;
  const texts: Readonly<Record<string, string | null>> = {
    name: person.name,
    sitting: person.sitting,
    courseTitle: person.courseTitle,
  };
  return {
    subject: subjectOf(importId, placeOf(person)),
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
    reason,
    remedy,
  };
}

export function sameName(who: Person, other: Person, importId: number | null): Found {
  return findingAbout(who, importId, 'same_name', 'name', {
    reason: `${other.candidateId} (${other.courseCode}) has the same name as ${who.candidateId} (${who.courseCode}): “${who.name.slice(0, 80)}”.`,
    remedy:
      'Make sure that these are two people, not one with two numbers; then issue anyway, and hand out by candidate number.',
  });
}

export function findingOfTemplate(kind: FindingKind, { reason, remedy }: Words): Found {
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
