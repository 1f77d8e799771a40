/** Which columns of a list are shown: the officer's choice, remembered on this machine. */

import { useLocalStorage } from '@mantine/hooks';
import {
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import type { Column } from './column.ts';

const features = tableFeatures({ columnVisibilityFeature });

/**
 * Leaves out columns from the right until the rest has room, unless the officer asked for them: half a
 * column at the edge helps nobody. `room` is in pixels; 0 means that it is not measured yet.
 */
export function fitted<Row>(
  columns: readonly Column<Row>[],
  wanted: Readonly<Record<string, boolean>>,
  chosen: Readonly<Record<string, boolean>>,
  room: number,
): Record<string, boolean> {
  const shown = { ...wanted };
  const least = () => columns.reduce((sum, { id, width }) => sum + (shown[id] ? width : 0), 0);
  for (const column of room > 0 ? [...columns].reverse() : []) {
    if (least() <= room) break;
    if (!column.fixed && chosen[column.id] !== true) shown[column.id] = false;
  }
  return shown;
}

/** The table model over the rows in sight; `rows` may be a new array each time, the model is small. */
export function useColumns<Row extends object>(
  list: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  rowKey: (row: Row) => string | number,
  room: number,
) {
  const usual = useMemo(
    () => Object.fromEntries(columns.map(({ id, optional }) => [id, !optional])),
    [columns],
  );
  const [chosen, setChosen] = useLocalStorage<Record<string, boolean>>({
    key: `examdesk.columns.${list}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const defs = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>();
    return columns.map((column) =>
      helper.display({
        id: column.id,
        header: column.header,
        enableHiding: !column.fixed,
        cell: ({ row }) => column.cell(row.original),
      }),
    );
  }, [columns]);
  const columnVisibility = useMemo(
    () => fitted(columns, { ...usual, ...chosen }, chosen, room),
    [columns, usual, chosen, room],
  );
  const table = useTable({
    features,
    columns: defs,
    data: rows,
    getRowId: (row: Row) => String(rowKey(row)),
    state: { columnVisibility },
    onColumnVisibilityChange: (update) => {
      const wanted = typeof update === 'function' ? update(columnVisibility) : update;
      const changed = Object.entries(wanted).filter(([id, on]) => columnVisibility[id] !== on);
      setChosen({ ...chosen, ...Object.fromEntries(changed) });
    },
  });
  return { table, reset: () => setChosen({}) };
}
