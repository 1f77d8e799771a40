/** Starting a run: busy meanwhile, and told plainly where nobody is due. */
import { notifications } from '@mantine/notifications';
import type { PreflightScope } from '../../../shared/contract/preflight.ts';
import { AppError } from '../../../shared/errors.ts';
import { preflightWords } from '../../messages/preflight.ts';
import { useProgram } from '../../program/use-program.ts';
import { useAction } from '../../ui/busy.ts';

export function useStart(onStarted?: (runId: number) => void): {
  readonly busy: boolean;
  readonly start: (scope: PreflightScope) => void;
} {
  const { client, freshness } = useProgram();
  const { busy, run } = useAction();
  const start = (scope: PreflightScope) =>
    run(async () => {
      try {
        const { runId } = await client.preflight.start({ scope });
        freshness.touch('tasks', 'office');
        onStarted?.(runId);
      } catch (cause) {
        const error = AppError.from(cause);
        if (error.code !== 'not_found') throw cause;
        notifications.show({ title: preflightWords.nobody, message: error.message });
      }
    });
  return { busy, start };
}
