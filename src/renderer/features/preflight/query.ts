/** The filter box of findings and the address of the page, understood as the filter of the contract. */
import {
  type FindingFilter,
  findingKinds,
  findingSeverity,
  findingStatuses,
  type PreflightRun,
} from '../../../shared/contract/preflight.ts';
import { tableWords } from '../../messages/table.ts';
import { parseQuery } from '../../ui/query.ts';

const qualifiers = ['kind', 'severity', 'status', 'course', 'name'];
export const severities = findingSeverity.options;

export interface FindingQuery {
  readonly filter: FindingFilter;
  /** Why a part of the query was not understood; the rest of it still filters. */
  readonly problem: string | null;
}

/** @param runId undefined for the findings of all runs. */
export function findingQuery(query: string, runId: number | undefined): FindingQuery {
  const parsed = parseQuery(query, qualifiers);
  const asked = parsed.qualifiers;
  const kind = findingKinds.find((name) => name === asked.kind);
  const severity = severities.find((name) => name === asked.severity);
  const status = findingStatuses.find((name) => name === asked.status);
  const text = [parsed.text, asked.name].filter(Boolean).join(' ').slice(0, 200);
  const wrong = (
    [
      ['kind', kind, findingKinds],
      ['severity', severity, severities],
      ['status', status, findingStatuses],
    ] as const
  ).find(([name, found]) => asked[name] !== undefined && found === undefined);
  return {
    filter: {
      ...(runId === undefined ? {} : { runId }),
      ...(kind ? { kind } : {}),
      ...(severity ? { severity } : {}),
      ...(status ? { status } : {}),
      ...(asked.course ? { course: asked.course } : {}),
      ...(text ? { text } : {}),
    },
    problem:
      parsed.unknown[0] !== undefined
        ? tableWords.unknownQualifier(parsed.unknown[0], qualifiers.join(', '))
        : wrong
          ? tableWords.unknownValue(wrong[0], asked[wrong[0]] ?? '', wrong[2].join(', '))
          : null,
  };
}

/** A whole number above zero, or null. */
export const numberOf = (text: string): number | null =>
  /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;

/** Newest first, as they come; of one import where one is named. */
export const runsOf = (
  runs: readonly PreflightRun[],
  importId: number | null,
): readonly PreflightRun[] =>
  importId === null
    ? runs
    : runs.filter(({ scope }) => scope.kind === 'import' && scope.importId === importId);
