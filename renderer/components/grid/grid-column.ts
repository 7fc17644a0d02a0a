import type { CSSProperties, ReactNode } from 'react';

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

/**
 * Where the cells of a row stand: what is before the column that fills is measured from the left, what is after it from
 * the right. Cells placed so are laid out by themselves; in a CSS grid one new text would lay out its whole row.
 */
export function cellPlaces<R>(columns: readonly GridColumn<R>[]): readonly CSSProperties[] {
  const fill = columns.findIndex((column) => column.width === 'fill');
  const widths = columns.map((column) => (column.width === 'fill' ? 0 : column.width));
  const total = (from: number, to?: number): number => widths.slice(from, to).reduce((sum, width) => sum + width, 0);
  return widths.map((width, at) => {
    if (at === fill) return { left: total(0, at), right: total(at + 1) };
    return fill < 0 || at < fill ? { left: total(0, at), width } : { right: total(at + 1), width };
  });
}

/** The width below which the columns scroll sideways. */
export function leastWidth<R>(columns: readonly GridColumn<R>[]): number {
  return columns.reduce((sum, column) => sum + (column.width === 'fill' ? (column.least ?? 96) : column.width), 0);
}
