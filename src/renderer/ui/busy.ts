/** Runs one action at a time from a button: busy while it runs, its failure told where it was asked. */
import { useState } from 'react';
import { notifyError } from './error-panel.tsx';

export function useAction(): {
  readonly busy: boolean;
  readonly run: (action: () => Promise<unknown>) => void;
} {
  const [busy, setBusy] = useState(false);
  const run = (action: () => Promise<unknown>) => {
    if (busy) return;
    setBusy(true);
    action()
      .catch(notifyError)
      .finally(() => setBusy(false));
  };
  return { busy, run };
}
