/** What an officer can do with a task: cancel it with a reason, or run it again. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import type { Task } from '../../../shared/contract/tasks.ts';
import { taskWords } from '../../messages/tasks.ts';
import { useProgram } from '../../program/use-program.ts';
import { ask } from '../../ui/ask.tsx';
import { useAction } from '../../ui/busy.ts';

export function TaskActions({
  task,
  compact = false,
}: {
  readonly task: Task;
  readonly compact?: boolean;
}) {
  const program = useProgram();
  const retry = useAction();
  const failed = task.state === 'failed';
  const cancelWord = failed ? taskWords.giveUp : taskWords.cancel;
  const cancel = () =>
    ask({
      title: failed ? taskWords.giveUpTitle(task.title) : taskWords.cancelTitle(task.title),
      text: failed ? taskWords.giveUpText : taskWords.cancelText,
      label: taskWords.cancelLabel,
      confirm: failed ? taskWords.giveUpButton : taskWords.cancelButton,
      cancel: taskWords.keepRunning,
      required: false,
      danger: true,
      onAnswer: async (reason) => {
        const now = await program.client.tasks.cancel({
          id: task.id,
          ...(reason === '' ? {} : { reason }),
        });
        program.tasks.put([now]);
        program.freshness.touch('tasks', 'office');
      },
    });
  const variant = compact ? 'subtle' : 'default';
  return (
    <>
      {task.canCancel && task.state !== 'cancelling' && (
        <Button
          variant={variant}
          size={compact ? 'compact-xs' : 'xs'}
          leftSection={<IconPlayerStop size={14} aria-hidden="true" />}
          aria-label={`${cancelWord}: ${task.title}`}
          onClick={cancel}
        >
          {cancelWord}
        </Button>
      )}
      {task.canRetry && (
        <Button
          variant={variant}
          size={compact ? 'compact-xs' : 'xs'}
          leftSection={<IconRefresh size={14} aria-hidden="true" />}
          aria-label={`${taskWords.retry}: ${task.title}`}
          loading={retry.busy}
          onClick={() =>
            retry.run(async () => {
              program.tasks.put([await program.client.tasks.retry({ id: task.id })]);
              program.freshness.touch('tasks', 'office');
              notifications.show({ message: taskWords.retried(task.title) });
            })
          }
        >
          {taskWords.retry}
        </Button>
      )}
    </>
  );
}
