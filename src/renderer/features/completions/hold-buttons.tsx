/** Holding completions back with a reason, and lifting the hold; a hold offers its own undo. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconHandOff, IconHandStop } from '@tabler/icons-react';
import { completionWords } from '../../messages/completions.ts';
import { useProgram } from '../../program/use-program.ts';
import { ask } from '../../ui/ask.tsx';
import { useAction } from '../../ui/busy.ts';
import { notifyError } from '../../ui/error-panel.tsx';

export function HoldButtons({
  ids,
  held,
  onDone,
}: {
  readonly ids: readonly number[];
  /** Null where some are held and some may not be: then both are offered. */
  readonly held: boolean | null;
  readonly onDone?: () => void;
}) {
  const { client, freshness } = useProgram();
  const action = useAction();
  const lift = async () => {
    const { changed } = await client.completions.liftHold({ ids: [...ids] });
    freshness.touch('completions', 'certificates', 'office');
    notifications.show({ message: completionWords.liftDone(changed) });
    onDone?.();
  };
  const hold = () =>
    ask({
      title: completionWords.holdTitle(ids.length),
      text: completionWords.holdText,
      label: completionWords.holdLabel,
      confirm: completionWords.holdButton,
      cancel: completionWords.cancel,
      required: true,
      onAnswer: async (reason) => {
        const { changed } = await client.completions.hold({ ids: [...ids], reason });
        freshness.touch('completions', 'certificates', 'office');
        const id = notifications.show({
          message: (
            <>
              {completionWords.holdDone(changed)}{' '}
              <Button
                variant="subtle"
                size="compact-xs"
                onClick={() => {
                  notifications.hide(id);
                  lift().catch(notifyError);
                }}
              >
                {completionWords.undo}
              </Button>
            </>
          ),
          autoClose: 10_000,
        });
        onDone?.();
      },
    });
  return (
    <>
      {held !== true && (
        <Button
          variant="default"
          leftSection={<IconHandStop size={14} aria-hidden="true" />}
          onClick={hold}
        >
          {completionWords.hold}
        </Button>
      )}
      {held !== false && (
        <Button
          variant="default"
          leftSection={<IconHandOff size={14} aria-hidden="true" />}
          loading={action.busy}
          onClick={() => action.run(lift)}
        >
          {completionWords.lift}
        </Button>
      )}
    </>
  );
}
