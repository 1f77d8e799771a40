/** Taking issued certificates back: the names first, then the reason, then one button that says it. */
import { Button, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCertificateOff } from '@tabler/icons-react';
import type { Certificate } from '../../../shared/contract/certificates.ts';
import { certificateWords } from '../../messages/certificates.ts';
import { useProgram } from '../../program/use-program.ts';
import { ask } from '../../ui/ask.tsx';

const namesShown = 5;

export function RevokeButton({
  of,
  onDone,
}: {
  readonly of: readonly Certificate[];
  readonly onDone?: () => void;
}) {
  const { client, freshness } = useProgram();
  const issued = of.filter(({ state }) => state === 'issued');
  const names = [
    issued
      .slice(0, namesShown)
      .map(({ candidateName }) => candidateName)
      .join(', '),
    ...(issued.length > namesShown ? [certificateWords.andMore(issued.length - namesShown)] : []),
  ].join(' ');
  const revoke = () =>
    ask({
      title: certificateWords.revokeTitle(issued.length),
      text: certificateWords.revokeText(names),
      label: certificateWords.revokeLabel,
      confirm: certificateWords.revokeButton(issued.length),
      cancel: certificateWords.keep,
      required: true,
      danger: true,
      onAnswer: async (reason) => {
        const { revoked } = await client.certificates.revoke({
          ids: issued.map(({ id }) => id),
          reason,
        });
        freshness.touch('certificates', 'completions', 'office');
        notifications.show({ message: certificateWords.revoked(revoked) });
        onDone?.();
      },
    });
  return (
    <Tooltip label={certificateWords.onlyIssued} disabled={issued.length > 0}>
      <Button
        variant="default"
        leftSection={<IconCertificateOff size={14} aria-hidden="true" />}
        disabled={issued.length === 0}
        onClick={revoke}
      >
        {certificateWords.revoke}
      </Button>
    </Tooltip>
  );
}
