/** Which of the selected findings a decision can be made about, as the program will have it. */
import type { Finding, FindingDecision } from '../../../shared/contract/preflight.ts';

/** The program refuses a whole decision where one of its findings cannot have it. */
export function decidable(
  findings: readonly Finding[],
  decision: FindingDecision,
): readonly Finding[] {
  return findings.filter((each) => {
    if (each.status === 'resolved') return false;
    if (decision === 'issue_anyway') return each.severity !== 'blocks';
    // A fault of the template is nobody's own.
    if (decision === 'hold') return each.completionId !== null || each.importId !== null;
    return true;
  });
}

/** People, not findings: one may have several. */
export const peopleIn = (findings: readonly Finding[]): ReadonlyMap<string, string> =>
  new Map(
    findings.map((each) => [
      `${each.importId} ${each.importRow ?? each.completionId}`,
      each.candidateName ?? '',
    ]),
  );
