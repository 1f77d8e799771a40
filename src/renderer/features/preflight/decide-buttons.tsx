/** What can be decided about findings: issue anyway, hold back with a reason, being fixed. */
import { Button, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconHandStop, IconPencil, IconThumbUp } from '@tabler/icons-react';
import type { Finding, FindingDecision } from '../../../shared/contract/preflight.ts';
import { certificateWords } from '../../messages/certificates.ts';
import { preflightWords } from '../../messages/preflight.ts';
import { useProgram } from '../../program/use-program.ts';
import { ask } from '../../ui/ask.tsx';
import { useAction } from '../../ui/busy.ts';
import { decidable, peopleIn } from './decisions.ts';

const namesShown = 5;
const choices = [
  { decision: 'issue_anyway', icon: IconThumbUp },
  { decision: 'hold', icon: IconHandStop },
  { decision: 'fixed', icon: IconPencil },
] as const;

export function DecideButtons({
  of,
  onDone,
}: {
  readonly of: readonly Finding[];
  readonly onDone: () => void;
}) {
  const { client, freshness } = useProgram();
  const action = useAction();
  const decide = async (
    decision: FindingDecision,
    findings: readonly Finding[],
    reason?: string,
  ) => {
    const { changed } = await client.preflight.decide({
      ids: findings.map(({ id }) => id),
      decision,
      ...(reason ? { reason } : {}),
    });
    freshness.touch('completions', 'certificates', 'imports', 'tasks', 'office');
    notifications.show({ message: preflightWords.done[decision](changed) });
    onDone();
  };
  const hold = (findings: readonly Finding[]) => {
    const names = [...peopleIn(findings).values()];
    const more = names.length - namesShown;
    ask({
      title: preflightWords.holdTitle(names.length),
      text: preflightWords.holdText(
        [
          names.slice(0, namesShown).join(', '),
          ...(more > 0 ? [certificateWords.andMore(more)] : []),
        ].join(' '),
      ),
      label: preflightWords.holdLabel,
      confirm: preflightWords.holdButton,
      cancel: preflightWords.cancel,
      required: false,
      onAnswer: (reason) => decide('hold', findings, reason),
    });
  };
  return choices.map(({ decision, icon: Icon }) => {
    const mine = decidable(of, decision);
    const left = of.length - mine.length;
    const { one, many } = preflightWords.deciding[decision];
    const hint = [
      ...(decision === 'fixed' ? [preflightWords.fixedText] : []),
      ...(left > 0 ? [preflightWords.leftOut[decision](left)] : []),
    ].join(' ');
    return (
      <Tooltip key={decision} label={hint} disabled={hint === ''}>
        <Button
          variant="default"
          leftSection={<Icon size={14} aria-hidden="true" />}
          disabled={mine.length === 0}
          loading={action.busy}
          onClick={() =>
            decision === 'hold' ? hold(mine) : action.run(() => decide(decision, mine))
          }
        >
          {of.length === 1 ? one : many(mine.length)}
        </Button>
      </Tooltip>
    );
  });
}
