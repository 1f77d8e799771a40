/** How many findings there are by severity and by kind; one of each can be picked. */
import { Chip, Group } from '@mantine/core';
import type {
  FindingFilter,
  FindingKind,
  FindingSeverity,
  KindCount,
} from '../../../shared/contract/preflight.ts';
import { preflightWords } from '../../messages/preflight.ts';
import { useFormat } from '../../ui/use-format.ts';
import { KindMark, SeverityMark } from './marks.tsx';
import classes from './preflight.module.css';
import { severities } from './query.ts';

export function FindingChips({
  kinds,
  filter,
  onSeverity,
  onKind,
}: {
  readonly kinds: readonly KindCount[];
  readonly filter: FindingFilter;
  readonly onSeverity: (severity: FindingSeverity | undefined) => void;
  readonly onKind: (kind: FindingKind | undefined) => void;
}) {
  const format = useFormat();
  if (kinds.length === 0) return null;
  const bySeverity = severities
    .map((severity) => ({ severity, count: sumOf(kinds, severity) }))
    .filter(({ severity, count }) => count > 0 || severity === filter.severity);
  return (
    <div className={classes.chips}>
      <Group gap={6} role="group" aria-label={preflightWords.severitiesLabel}>
        {bySeverity.map(({ severity, count }) => (
          <Chip
            key={severity}
            size="xs"
            variant="outline"
            icon={null}
            checked={severity === filter.severity}
            onChange={(on) => onSeverity(on ? severity : undefined)}
          >
            <SeverityMark of={severity} /> · {format.number(count)}
          </Chip>
        ))}
      </Group>
      <Group gap={6} role="group" aria-label={preflightWords.kindsLabel}>
        {kinds
          .filter(({ severity }) => !filter.severity || severity === filter.severity)
          .map(({ kind, severity, count }) => (
            <Chip
              key={kind}
              size="xs"
              variant="outline"
              icon={null}
              checked={kind === filter.kind}
              onChange={(on) => onKind(on ? kind : undefined)}
            >
              <KindMark kind={kind} severity={severity} /> · {format.number(count)}
            </Chip>
          ))}
      </Group>
    </div>
  );
}

/** Findings of one severity. */
export const sumOf = (kinds: readonly KindCount[], severity: FindingSeverity): number =>
  kinds.reduce((sum, each) => sum + (each.severity === severity ? each.count : 0), 0);
