/** The sticky heading of a list. */
// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot place rows by transform and stay a grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid keeps the focus and names its active row
import { Checkbox, VisuallyHidden } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { tableWords } from '../../messages/table.ts';
import type { Column } from './column.ts';
import classes from './data-table.module.css';

export function HeadRow<Row>({
  template,
  least,
  columns,
  sort,
  selection,
}: {
  readonly template: string;
  /** The least width of a row in pixels. */
  readonly least: number;
  readonly columns: readonly Column<Row>[];
  readonly sort: { readonly by: string; readonly onChange: (by: string) => void } | undefined;
  readonly selection:
    | { readonly all: boolean; readonly toggle: (all: boolean) => void }
    | undefined;
}) {
  return (
    <div role="rowgroup" className={classes.head} style={{ minWidth: least }}>
      <div
        role="row"
        aria-rowindex={1}
        className={classes.headRow}
        style={{ gridTemplateColumns: template }}
      >
        {selection && (
          <div role="columnheader" className={classes.headCell}>
            <Checkbox
              size="xs"
              aria-label={tableWords.selectAll}
              checked={selection.all}
              onChange={(event) => selection.toggle(event.currentTarget.checked)}
            />
          </div>
        )}
        {columns.map((column) => {
          const sorted = column.sort !== undefined && column.sort === sort?.by;
          return (
            <div
              key={column.id}
              role="columnheader"
              className={classes.headCell}
              data-align={column.align}
              aria-sort={
                sorted ? (column.sort === 'newest' ? 'descending' : 'ascending') : undefined
              }
            >
              {column.sort !== undefined && sort ? (
                <button
                  type="button"
                  className={classes.sort}
                  onClick={() => sort.onChange(column.sort ?? '')}
                >
                  {column.header}
                  {sorted && <IconArrowDown size={12} aria-hidden="true" />}
                </button>
              ) : column.quiet ? (
                <VisuallyHidden>{column.header}</VisuallyHidden>
              ) : (
                column.header
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
