/** The list of every page: a sticky heading, only the rows in sight in the document, and the keyboard. */
// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot place rows by transform and stay a grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid keeps the focus and names its active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid hears the keyboard for its rows
import { Checkbox } from '@mantine/core';
import { useElementSize, useHotkeys, useMergedRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { tableWords } from '../../messages/table.ts';
import { ErrorPanel } from '../error-panel.tsx';
import { useFormat } from '../use-format.ts';
import type { Column } from './column.ts';
import { ColumnMenu } from './column-menu.tsx';
import classes from './data-table.module.css';
import { HeadRow } from './head-row.tsx';
import { moveFor } from './keyboard.ts';
import { useColumns } from './use-columns.ts';
import { type RowSource, useRows } from './use-rows.ts';

const usualRowHeight = 34;
const headHeight = 32;
/** Left and right of every row, in pixels. */
const sidePadding = 28;

/** The selected rows by key, as they were when they were picked. */
export interface Selection<Row> {
  readonly rows: ReadonlyMap<number, Row>;
  readonly onChange: (rows: ReadonlyMap<number, Row>) => void;
}

export interface DataTableProps<Row extends object> {
  /** Names the list: its column choice is kept under it. */
  readonly list: string;
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly source: RowSource<Row>;
  readonly rowKey: (row: Row) => number;
  readonly rowName: (row: Row) => string;
  readonly onOpen?: (row: Row) => void;
  readonly openKey?: number | null;
  readonly sort?: { readonly by: string; readonly onChange: (by: string) => void };
  readonly selection?: Selection<Row>;
  /** Shown in place of rows where there are none. */
  readonly empty: ReactNode;
  /** `j`, `k` work from anywhere on the page. One list a page. */
  readonly primary?: boolean;
  /** In pixels, the same for every row. */
  readonly rowHeight?: number;
  /** What stands left in the line below the list. */
  readonly footer?: ReactNode;
}

export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { list, label, columns, source, rowKey, rowName, onOpen, openKey, sort, selection } = props;
  const { rowHeight = usualRowHeight } = props;
  const cache = useRows(source);
  const format = useFormat();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: measured, width } = useElementSize();
  const both = useMergedRef(scroller, measured);
  const [active, setActive] = useState(-1);
  const total = cache.total();
  const rows = useVirtualizer({
    count: total ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    scrollPaddingStart: headHeight,
  });
  const inSight = rows.getVirtualItems();
  const first = inSight[0]?.index ?? 0;
  const last = inSight.at(-1)?.index ?? 0;
  useEffect(() => cache.want(first, last + 1), [cache, first, last]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question starts at the top
  useEffect(() => {
    setActive(-1);
    scroller.current?.scrollTo({ top: 0 });
  }, [source.key]);

  const loaded = inSight.flatMap(({ index }) => cache.rowAt(index) ?? []);
  const { table, reset } = useColumns(
    list,
    columns,
    loaded,
    rowKey,
    width === 0 ? 0 : width - sidePadding - (selection ? 34 : 0),
  );
  const shown = table.getVisibleLeafColumns().map((column) => column.id);
  const byId = new Map(columns.map((column) => [column.id, column]));
  const template = [
    ...(selection ? ['34px'] : []),
    ...shown.map((column) => {
      const { width = 100, grow = 0 } = byId.get(column) ?? {};
      return grow > 0 ? `minmax(${width}px, ${grow}fr)` : `${width}px`;
    }),
  ].join(' ');
  const least =
    (selection ? 34 : 0) + shown.reduce((sum, column) => sum + (byId.get(column)?.width ?? 100), 0);

  const moveTo = (index: number) => {
    if (total === null || total === 0) return;
    const to = Math.min(total - 1, Math.max(0, index));
    setActive(to);
    rows.scrollToIndex(to, { align: 'auto' });
    scroller.current?.focus({ preventScroll: true });
  };
  useHotkeys(
    props.primary
      ? [
          ['j', () => moveTo(active + 1)],
          ['k', () => moveTo(active - 1)],
        ]
      : [],
  );
  const toggle = (row: Row) => {
    if (!selection) return;
    const next = new Map(selection.rows);
    if (!next.delete(rowKey(row))) next.set(rowKey(row), row);
    selection.onChange(next);
  };
  const modelRows = new Map(table.getRowModel().rows.map((row) => [row.id, row]));
  const isEmpty = total === 0;
  const error = cache.error();

  return (
    <div className={classes.frame}>
      {error !== null && (
        <div className={classes.error}>
          <ErrorPanel error={error} onRetry={cache.refresh} />
        </div>
      )}
      <div
        ref={both}
        className={classes.scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={total === null ? -1 : total + 1}
        aria-busy={total === null && error === null}
        aria-multiselectable={selection ? true : undefined}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        tabIndex={0}
        onKeyDown={(event) => {
          if (
            event.target !== event.currentTarget ||
            event.ctrlKey ||
            event.metaKey ||
            event.altKey
          )
            return;
          const row = active >= 0 ? cache.rowAt(active) : undefined;
          if (event.key === 'Enter' && row && onOpen) onOpen(row);
          else if (event.key === ' ' && row && selection) toggle(row);
          else {
            const page = Math.max(
              1,
              Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2,
            );
            const to = moveFor(event.key, active, total ?? 0, page);
            if (to === null) return;
            moveTo(to);
          }
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        <HeadRow
          template={template}
          least={least}
          columns={shown.flatMap((column) => byId.get(column) ?? [])}
          sort={sort}
          selection={
            selection && {
              all: loaded.length > 0 && loaded.every((row) => selection.rows.has(rowKey(row))),
              toggle: (all) => {
                const next = new Map(selection.rows);
                for (const row of loaded) {
                  if (all) next.set(rowKey(row), row);
                  else next.delete(rowKey(row));
                }
                selection.onChange(next);
              },
            }
          }
        />
        <div
          role="rowgroup"
          className={classes.body}
          style={{ height: rows.getTotalSize(), minWidth: least }}
        >
          {inSight.map(({ index, start }) => {
            const row = cache.rowAt(index);
            const key = row ? rowKey(row) : null;
            const selected = key !== null && (selection?.rows.has(key) ?? false);
            return (
              <div
                key={index}
                id={`${id}-${index}`}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={selection ? selected : key !== null && key === openKey}
                data-active={index === active || undefined}
                data-open={(key !== null && key === openKey) || undefined}
                className={classes.row}
                style={{
                  gridTemplateColumns: template,
                  height: rowHeight,
                  transform: `translateY(${start}px)`,
                }}
                onClick={() => {
                  setActive(index);
                  if (row) onOpen?.(row);
                }}
              >
                {row && selection && (
                  <div
                    role="gridcell"
                    className={classes.cell}
                    onClick={(event) => event.stopPropagation()}
                  >
                    <Checkbox
                      size="xs"
                      tabIndex={-1}
                      aria-label={tableWords.select(rowName(row))}
                      checked={selected}
                      onChange={() => toggle(row)}
                    />
                  </div>
                )}
                {row
                  ? modelRows
                      .get(String(key))
                      ?.getVisibleCells()
                      .map((cell) => (
                        <div
                          key={cell.id}
                          role="gridcell"
                          className={classes.cell}
                          data-align={byId.get(cell.column.id)?.align}
                          data-wrap={byId.get(cell.column.id)?.wrap || undefined}
                        >
                          <div className={classes.clip}>
                            <table.FlexRender cell={cell} />
                          </div>
                        </div>
                      ))
                  : [
                      <div key="loading" role="gridcell" className={classes.cell}>
                        <span className={classes.ghost} />
                        <span className={classes.hidden}>{tableWords.loading}</span>
                      </div>,
                    ]}
              </div>
            );
          })}
        </div>
        {total === null && error === null && <Ghosts />}
      </div>
      {isEmpty && <div className={classes.empty}>{props.empty}</div>}
      <div className={classes.foot}>
        <div className={classes.footText}>{props.footer}</div>
        <span>{total === null ? '' : tableWords.rows(total)}</span>
        {total !== null && total > 0 && active >= 0 && (
          <span className="ed-dim">{`${format.number(active + 1)} / ${format.number(total)}`}</span>
        )}
        <ColumnMenu
          choices={table
            .getAllLeafColumns()
            .filter((column) => column.getCanHide())
            .map((column) => ({
              id: column.id,
              header: byId.get(column.id)?.header ?? column.id,
              shown: column.getIsVisible(),
              toggle: () => column.toggleVisibility(),
            }))}
          onReset={reset}
        />
      </div>
    </div>
  );
}

const ghosts = Array.from({ length: 12 }, (_, at) => at);

/** Grey lines where the first rows will be: nothing jumps when they come. */
function Ghosts() {
  return (
    <div aria-hidden="true" className={classes.ghosts}>
      {ghosts.map((at) => (
        <span key={at} className={classes.ghost} />
      ))}
    </div>
  );
}
