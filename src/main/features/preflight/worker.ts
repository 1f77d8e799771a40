/** What a thread of the pool does for pre-flight beside the printing check: reads names as a person would. */
import { inspectName, type NameProblem, nameKey } from './name-rules.ts';

export interface InspectNamesInput {
  readonly names: readonly string[];
}
export interface InspectNamesOutput {
  /** Under which each name is the same as another, in the order given. */
  readonly keys: readonly string[];
  readonly problems: readonly (NameProblem & { readonly index: number })[];
}

export function inspectNames({ names }: InspectNamesInput): InspectNamesOutput {
  return {
    keys: names.map(nameKey),
    problems: names.flatMap((name, index) =>
      inspectName(name).map((problem) => ({ ...problem, index })),
    ),
  };
}
