/** The reasons among the blocked and failed, with their counts; one can be picked. */
import { Chip, Group } from '@mantine/core';
import { certificateWords } from '../../messages/certificates.ts';
import { useFormat } from '../../ui/use-format.ts';

export function ReasonChips({
  reasons,
  picked,
  onPick,
}: {
  readonly reasons: readonly { readonly code: string; readonly count: number }[];
  readonly picked: string | undefined;
  readonly onPick: (code: string | undefined) => void;
}) {
  const format = useFormat();
  const shown =
    picked === undefined || reasons.some(({ code }) => code === picked)
      ? reasons
      : [...reasons, { code: picked, count: 0 }];
  if (shown.length === 0) return null;
  return (
    <Group gap={6} px={22} pb={10} role="group" aria-label={certificateWords.reasons}>
      {shown.map(({ code, count }) => (
        <Chip
          key={code}
          size="xs"
          variant="outline"
          checked={code === picked}
          onChange={(on) => onPick(on ? code : undefined)}
        >
          {certificateWords.reason(code)} · {format.number(count)}
        </Chip>
      ))}
    </Group>
  );
}
