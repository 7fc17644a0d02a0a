import type { ReactNode } from 'react';

/** One column of a {@link VirtualGrid}. */
export interface GridColumn<R> {
  readonly id: string;
  readonly title: string;
  /** Read to assistive technology where the title is empty. */
  readonly label?: string;
  /** Pixels; the one column that is `fill` takes what is left, at least `least`. */
  readonly width: number | 'fill';
  readonly least?: number;
  readonly align?: 'start' | 'end';
  readonly className?: string;
  readonly headerClassName?: string;
  readonly sortable?: boolean;
  /** What React draws in the cell. A live column draws empty elements that its row's painter fills. */
  readonly render: (row: R) => ReactNode;
}

/** The `grid-template-columns` of a set of columns. */
export function columnTemplate<R>(columns: readonly GridColumn<R>[]): string {
  return columns.map((column) => (column.width === 'fill' ? `minmax(${column.least ?? 96}px, 1fr)` : `${column.width}px`)).join(' ');
}

/** The width below which the columns scroll sideways. */
export function leastWidth<R>(columns: readonly GridColumn<R>[]): number {
  return columns.reduce((sum, column) => sum + (column.width === 'fill' ? (column.least ?? 96) : column.width), 0);
}
