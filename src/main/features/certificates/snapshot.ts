/** What a certificate will say, from the facts in the tracking store. Pure. */
import { expiryOf } from './dates.ts';
import type { CertificateData } from './engine/data.ts';
import { bandOf } from './rules.ts';

/** Facts of one completion that a certificate may print. */
export interface SnapshotFacts {
  readonly name: string;
  readonly courseCode: string;
  readonly courseTitle: string;
  readonly validityMonths: number | null;
  readonly sitting: string | null;
  readonly mark: string | null;
  readonly passMark: string;
  /** Milliseconds UTC. */
  readonly completedAt: number;
}

export function snapshotOf(
  facts: SnapshotFacts,
  issue: {
    readonly number: string;
    /** Milliseconds UTC. */
    readonly issuedAt: number;
    /** The calendar date of an instant in the office's zone. */
    readonly dateOf: (at: number) => string;
  },
): CertificateData {
  const { number, issuedAt, dateOf } = issue;
  const completedOn = dateOf(facts.completedAt);
  return {
    number,
    name: facts.name,
    courseCode: facts.courseCode,
    courseTitle: facts.courseTitle,
    sitting: facts.sitting,
    mark: facts.mark,
    passMark: facts.passMark,
    band: facts.mark === null ? null : bandOf(facts.mark),
    completedOn,
    issuedOn: dateOf(issuedAt),
    expiresOn: expiryOf(completedOn, facts.validityMonths),
    issuedAt,
  };
}
