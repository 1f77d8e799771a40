/** What can be done with the selected rows, while there are any. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { tableWords } from '../messages/table.ts';

export function SelectionBar({
  count,
  onClear,
  children,
}: {
  readonly count: number;
  readonly onClear: () => void;
  readonly children: ReactNode;
}) {
  if (count === 0) return null;
  return (
    <>
      <strong>{tableWords.selected(count)}</strong>
      {children}
      <Button variant="subtle" onClick={onClear}>
        {tableWords.clear}
      </Button>
    </>
  );
}
