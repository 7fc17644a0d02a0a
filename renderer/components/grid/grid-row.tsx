import { memo, useLayoutEffect, useRef } from 'react';
import type { CSSProperties, MouseEvent, ReactNode } from 'react';
import type { GridColumn } from './grid-column';

/** Fills the live cells of a row, by column id, until the returned function is called. */
export type AttachRow<R> = (row: R, cells: ReadonlyMap<string, HTMLElement>) => () => void;

export interface GridRowProps<R extends { readonly key: string }> {
  /** Name of the row's element while the cursor stands in it; its cell is named after it. Other rows need none. */
  readonly id: string;
  readonly row: R;
  readonly columns: readonly GridColumn<R>[];
  /** Where each column's cell stands in the row. */
  readonly places: readonly CSSProperties[];
  readonly rowIndex: number;
  readonly top: number;
  readonly selected: boolean;
  /** Index of the cell in which the cursor stands; null in every other row. */
  readonly cursor: number | null;
  /** The column that is being edited, with its editor. */
  readonly editing: { readonly columnId: string; readonly editor: ReactNode } | null;
  readonly className: string;
  readonly attach: AttachRow<R> | undefined;
  readonly onPress: (row: R, columnIndex: number, event: MouseEvent) => void;
  readonly onOpen: (row: R, columnIndex: number) => void;
}

function RowOfCells<R extends { readonly key: string }>(props: GridRowProps<R>) {
  const { id, row, columns, places, rowIndex, top, selected, cursor, editing, className, attach, onPress, onOpen } = props;
  const element = useRef<HTMLDivElement>(null);
  const editingId = editing?.columnId;
  // Before the screen is painted: the elements were another row's a moment ago, and show its values still.
  useLayoutEffect(() => {
    if (attach === undefined || element.current === null) return undefined;
    const cells = new Map<string, HTMLElement>();
    for (const cell of element.current.querySelectorAll<HTMLElement>('[data-column]')) cells.set(cell.dataset['column'] ?? '', cell);
    return attach(row, cells);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the cells are others when the columns change or an editor comes or goes
  }, [attach, row, columns, editingId]);
  const style: CSSProperties = { transform: `translateY(${top}px)` };
  return (
    <div ref={element} role="row" id={cursor === null ? undefined : id} aria-rowindex={rowIndex} aria-selected={selected} className={`vgrid-row ${className} ${editing === null ? '' : 'editing'}`} style={style}>
      {columns.map((column, at) => {
        const isEdited = editingId === column.id;
        const classes = `vgrid-cell ${column.align === 'end' ? 'end' : ''} ${column.className ?? ''} ${isEdited ? 'edit' : ''}`;
        return (
          <div
            key={column.id}
            id={cursor === at ? `${id}-${at}` : undefined}
            role="gridcell"
            aria-colindex={at + 1}
            data-column={column.id}
            data-cursor={cursor === at || undefined}
            className={classes}
            style={places[at]}
            onMouseDown={(event) => onPress(row, at, event)}
            onDoubleClick={() => onOpen(row, at)}
          >
            {isEdited ? editing?.editor : column.render(row)}
          </div>
        );
      })}
    </div>
  );
}

/** A row of a {@link VirtualGrid}; drawn again only when something of its own changes. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- memo keeps the props; only its type loses what R is
export const GridRow = memo(RowOfCells) as typeof RowOfCells;
