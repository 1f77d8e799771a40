/** What a feature says about a column of its list. */
import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** The heading is read out and not drawn: what stands below speaks for itself. */
  readonly quiet?: boolean;
  /** The least width in pixels. */
  readonly width: number;
  /** Its share of what is left over; 0 keeps the least width. */
  readonly grow?: number;
  readonly align?: 'end';
  /** Its text may take two lines, where the list has rows that high. */
  readonly wrap?: boolean;
  readonly cell: (row: Row) => ReactNode;
  /** Always shown: it says what the row is. */
  readonly fixed?: boolean;
  /** Shown only when the officer asks for it. */
  readonly optional?: boolean;
  /** The name of the order that a click on the heading asks for. */
  readonly sort?: string;
}
