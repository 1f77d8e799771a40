/** Who is entitled to a certificate, and what would change a no. Pure: no clock, no store. */
import type { BlockCode, CertificateDetail } from '../../../shared/contract/certificates.ts';
import { compareDecimals } from '../../kernel/decimal.ts';

/** The facts that decide, as committed in the tracking store. */
export interface EligibilityFacts {
  readonly hold: boolean;
  readonly holdReason: string | null;
  readonly enrolledAt: number | null;
  readonly completedAt: number | null;
  readonly mark: string | null;
  readonly passMark: string;
}
export type Condition = CertificateDetail['conditions'][number];

/** Every condition with the facts compared, in the order in which an officer can act on them. */
export function conditionsOf(
  facts: EligibilityFacts,
  showInstant: (at: number) => string,
): Condition[] {
  const { mark, passMark } = facts;
  const date = (at: number | null) => (at === null ? 'none' : showInstant(at));
  return [
    {
      code: 'on_hold',
      met: !facts.hold,
      required: 'not on hold',
      found: facts.hold ? `on hold: ${facts.holdReason ?? 'no reason given'}` : 'not on hold',
      remedy: facts.hold ? 'Lift the hold.' : null,
    },
    {
      code: 'not_enrolled',
      met: facts.enrolledAt !== null,
      required: 'an enrolment date',
      found: date(facts.enrolledAt),
      remedy: facts.enrolledAt === null ? 'Record the enrolment, or import it.' : null,
    },
    {
      code: 'not_completed',
      met: facts.completedAt !== null && isOfOurTime(facts.completedAt),
      required: 'a completion date',
      found:
        facts.completedAt === null || isOfOurTime(facts.completedAt)
          ? date(facts.completedAt)
          : misdated(facts.completedAt),
      remedy:
        facts.completedAt === null
          ? 'Record the completion, or import it.'
          : isOfOurTime(facts.completedAt)
            ? null
            : 'Correct the completion date at its source and record it again.',
    },
    {
      code: 'no_mark',
      met: mark !== null,
      required: 'a mark',
      found: mark ?? 'none',
      remedy: mark === null ? 'Record the mark, or import it.' : null,
    },
    {
      code: 'below_pass_mark',
      met: mark !== null && compareDecimals(mark, passMark) >= 0,
      required: `at least ${passMark}`,
      found: mark ?? 'none',
      remedy:
        mark !== null && compareDecimals(mark, passMark) < 0
          ? 'Only a higher mark (a regrade) or a lower pass mark of the course changes this.'
          : null,
    },
  ];
}

/**
 * Years that a certificate can print. Anything else is a mistake of units or digits, such as microseconds
 * sent as milliseconds, and must not reach the renderer, where it would hold up everybody else.
 */
const isOfOurTime = (at: number): boolean =>
  at >= Date.UTC(1900, 0, 1) && at < Date.UTC(3000, 0, 1);

const misdated = (at: number): string => `the year ${new Date(at).getUTCFullYear()}`;

export type Decision =
  | { readonly entitled: true }
  | { readonly entitled: false; readonly code: BlockCode; readonly reason: string };

/** Compares the unrounded mark with the unrounded pass mark: 49.96 against 50 is a no, whatever a display shows. */
export function decide(facts: EligibilityFacts): Decision {
  const no = (code: BlockCode, reason: string): Decision => ({ entitled: false, code, reason });
  if (facts.hold) return no('on_hold', `On hold: ${facts.holdReason ?? 'no reason was given'}.`);
  if (facts.enrolledAt === null) return no('not_enrolled', 'Not enrolled: no enrolment date.');
  if (facts.completedAt === null) return no('not_completed', 'Not completed: no completion date.');
  if (!isOfOurTime(facts.completedAt))
    return no(
      'not_completed',
      `The completion date cannot be right: ${misdated(facts.completedAt)}.`,
    );
  if (facts.mark === null) return no('no_mark', 'No mark has been recorded.');
  if (compareDecimals(facts.mark, facts.passMark) < 0)
    return no('below_pass_mark', `Mark ${facts.mark} is below the pass mark ${facts.passMark}.`);
  return { entitled: true };
}

/** The band printed for a passing mark; thresholds as is usual for UK taught courses (70, 60, pass). */
export function bandOf(mark: string): string {
  if (compareDecimals(mark, '70') >= 0) return 'Distinction';
  if (compareDecimals(mark, '60') >= 0) return 'Merit';
  return 'Pass';
}
