import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { CSSProperties, KeyboardEvent, MouseEvent, ReactNode } from 'react';
import './virtual-grid.css';
import { cellPlaces, columnTemplate, leastWidth } from './grid-column';
import type { GridColumn } from './grid-column';
import { selectionAfterKey, TypeAhead } from './grid-keys';
import { GridRow } from './grid-row';
import type { AttachRow } from './grid-row';
import { extendTo, selectOnly, toggle } from './selection-model';
import type { Selection } from './selection-model';
import { SortMark } from './sort-mark';
import { useWholeRows } from './use-whole-rows';

export interface GridHeading {
  readonly key: string;
  readonly title: string;
  readonly count: number;
}

/** A row of cells, or a heading over the rows that follow it. */
export type GridItem<R> = { readonly heading: GridHeading } | { readonly row: R };

export interface GridSort {
  readonly columnId: string;
  readonly descending: boolean;
}

export interface VirtualGridProps<R extends { readonly key: string }> {
  readonly label: string;
  readonly columns: readonly GridColumn<R>[];
  readonly items: readonly GridItem<R>[];
  /** By what rows are found when letters are typed. */
  readonly nameOf: (row: R) => string;
  readonly rowHeight: number;
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
  readonly rowClass?: (row: R) => string;
  readonly attachRow?: AttachRow<R>;
  /** Keys of the rows on screen and a little around them, whenever they change. */
  readonly onShown?: (keys: readonly string[]) => void;
  readonly editing?: { readonly key: string; readonly columnId: string; readonly editor: ReactNode } | null;
  readonly sort?: GridSort | null;
  readonly onSort?: (columnId: string) => void;
  /** Enter or a double click on a cell. */
  readonly onOpen?: (row: R, columnId: string) => void;
  /** Keys that the grid pattern does not take; true when it was used. */
  readonly onKey?: (event: KeyboardEvent) => boolean;
  readonly onMenu?: (row: R | null, at: { readonly x: number; readonly y: number }) => void;
  /** Given: the list grows at its end. While `on`, the end stays in sight; scrolling away from it and back is told. */
  readonly follow?: { readonly on: boolean; readonly onChange: (on: boolean) => void };
  /** Shown in place of rows when there are none. */
  readonly empty?: ReactNode;
}

/** Rows above and below the screen that are drawn too. */
const OVERSCAN = 3;
const HEADER_HEIGHT = 24;

/**
 * A grid of thousands of rows, of which only those on screen exist. One tab stop; arrows, Home, End, page keys, Shift and
 * Ctrl inside; letters find a row by name. Live cells are painted past React: see `attachRow`.
 */
export function VirtualGrid<R extends { readonly key: string }>(props: VirtualGridProps<R>) {
  const { label, columns, items, nameOf, rowHeight, selection, onSelection, attachRow, onShown, editing, sort, onSort, onOpen, onKey, onMenu } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const typeAhead = useRef(new TypeAhead());
  const slots = useRef(1);
  const [restOfRow, setRestOfRow] = useState(0);
  const rows = useMemo(() => items.flatMap((item) => ('row' in item ? [item.row] : [])), [items]);
  const keys = useMemo(() => rows.map((row) => row.key), [rows]);
  const indexOfKey = useMemo(() => new Map(items.map((item, at) => ['row' in item ? item.row.key : item.heading.key, at] as const)), [items]);

  // oxlint-disable-next-line react/incompatible-library -- no compiler memoizes this component, and rows get plain values
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    rangeExtractor: ({ startIndex, count }) => rowsFrom(startIndex - OVERSCAN, slots.current, count),
    scrollMargin: HEADER_HEIGHT,
    scrollPaddingStart: HEADER_HEIGHT,
    // So that the first row is whole at the end of the list too.
    paddingEnd: restOfRow,
    getItemKey: (at) => {
      const item = items[at];
      return item === undefined ? at : 'row' in item ? item.row.key : item.heading.key;
    },
    useFlushSync: false,
  });
  useWholeRows(scroller, rowHeight);
  useEffect(() => {
    const room = (virtualizer.scrollRect?.height ?? 0) - HEADER_HEIGHT;
    setRestOfRow(room > rowHeight ? room % rowHeight : 0);
  }, [virtualizer.scrollRect?.height, rowHeight]);
  useEffect(() => {
    virtualizer.measure();
  }, [virtualizer, rowHeight]);

  // As many rows always exist as one screen can hold, and a few around them.
  slots.current = Math.ceil((virtualizer.scrollRect?.height ?? 0) / rowHeight) + 1 + 2 * OVERSCAN;
  const places = useMemo(() => cellPlaces(columns), [columns]);
  const shown = virtualizer.getVirtualItems();
  // Rows that leave the screen lend their elements to those that come, and no element moves among its neighbours: making
  // and moving elements is most of the work of scrolling. Their order is said by aria-rowindex.
  const inSlotOrder = [...shown].sort((a, b) => (a.index % slots.current) - (b.index % slots.current));
  const shownKeys = shown
    .map((each) => items[each.index])
    .flatMap((item) => (item !== undefined && 'row' in item ? [item.row.key] : []))
    .join(' ');
  const tellShown = useRef(onShown);
  tellShown.current = onShown;
  useEffect(() => {
    tellShown.current?.(shownKeys === '' ? [] : shownKeys.split(' '));
  }, [shownKeys]);

  // The cursor is followed only when it moved, never because rows came or went.
  const focus = selection.focus;
  const followed = useRef(focus);
  useEffect(() => {
    if (focus === null || followed.current === focus) return;
    followed.current = focus;
    const at = indexOfKey.get(focus);
    if (at !== undefined) virtualizer.scrollToIndex(at, { align: 'auto' });
  }, [focus, indexOfKey, virtualizer]);

  const { follow } = props;
  const follows = follow?.on === true;
  const lastTop = useRef(0);
  useEffect(() => {
    if (follows) virtualizer.scrollToOffset(Number.MAX_SAFE_INTEGER);
  }, [follows, keys, restOfRow, virtualizer]);

  const latest = useRef({ selection, keys, onSelection, onOpen, columns, onMenu });
  latest.current = { selection, keys, onSelection, onOpen, columns, onMenu };
  const onPress = useRef((row: R, column: number, event: MouseEvent) => {
    const now = latest.current;
    if (event.button === 2 && now.selection.selected.has(row.key)) return;
    const at = { ...now.selection, column };
    if (event.shiftKey) now.onSelection(extendTo(at, now.keys, row.key));
    else now.onSelection(event.ctrlKey || event.metaKey ? toggle(at, row.key) : selectOnly(at, row.key));
  }).current;
  const openCell = useRef((row: R, column: number) => {
    const columnId = latest.current.columns[column]?.id;
    if (columnId !== undefined) latest.current.onOpen?.(row, columnId);
  }).current;

  const handleKey = (event: KeyboardEvent<HTMLDivElement>): void => {
    // Keys in an editor inside the grid are the editor's.
    if (event.target !== event.currentTarget) return;
    if (onKey?.(event) === true) {
      event.preventDefault();
      return;
    }
    const pageRows = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - HEADER_HEIGHT) / rowHeight) - 1);
    const next = selectionAfterKey(selection, event, { keys, columns: columns.length, pageRows });
    if (next !== null) {
      typeAhead.current.end();
      event.preventDefault();
      onSelection(next);
      return;
    }
    const focused = rows.find((row) => row.key === focus);
    if (event.key === 'Enter' && !event.ctrlKey && !event.altKey && focused !== undefined) {
      event.preventDefault();
      openCell(focused, selection.column);
    } else if ((event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) && onMenu !== undefined) {
      event.preventDefault();
      onMenu(focused ?? null, menuPlace(id, focus, scroller.current));
    } else if (event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey && /[\p{L}\p{N}]/u.test(event.key)) {
      const found = typeAhead.current.type(event.key, event.timeStamp, rows.map((row) => ({ key: row.key, name: nameOf(row) })), focus);
      if (found !== null) onSelection(selectOnly(selection, found));
    }
  };

  const rowId = (key: string): string => `${id}-${key}`;
  const style: CSSProperties & Record<`--${string}`, string> = {
    '--columns': columnTemplate(columns),
    '--grid-row': `${rowHeight}px`,
    '--least-width': `${leastWidth(columns)}px`,
  };
  return (
    <div className="vgrid-frame">
      <div
        ref={scroller}
        className="vgrid"
        role="grid"
        aria-label={label}
        aria-rowcount={items.length + 1}
        aria-colcount={columns.length}
        aria-multiselectable="true"
        aria-activedescendant={focus !== null && indexOfKey.has(focus) ? `${rowId(focus)}-${Math.min(selection.column, columns.length - 1)}` : undefined}
        tabIndex={0}
        style={style}
        onKeyDown={handleKey}
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          const atEnd = scrollHeight - scrollTop - clientHeight < rowHeight;
          // Rows that came put the end further away; only going back is leaving it.
          const leaves = !atEnd && scrollTop < lastTop.current;
          lastTop.current = scrollTop;
          if (atEnd && follow?.on === false) follow.onChange(true);
          else if (leaves && follows) follow?.onChange(false);
        }}
        onContextMenu={(event) => {
          if (onMenu === undefined) return;
          event.preventDefault();
          const key = rows.find((row) => row.key === selection.focus);
          onMenu(key ?? null, { x: event.clientX, y: event.clientY });
        }}
      >
        <div role="rowgroup" className="vgrid-head">
          <div role="row" aria-rowindex={1} className="vgrid-header">
            {columns.map((column, at) => (
              <div
                key={column.id}
                role="columnheader"
                aria-colindex={at + 1}
                aria-sort={sort?.columnId === column.id ? (sort.descending ? 'descending' : 'ascending') : undefined}
                data-sortable={column.sortable === true && onSort !== undefined ? '' : undefined}
                className={`vgrid-th ${column.align === 'end' ? 'end' : ''} ${column.headerClassName ?? ''}`}
                onClick={() => {
                  if (column.sortable === true) onSort?.(column.id);
                }}
              >
                <span className="vgrid-title">{column.title}</span>
                {column.label === undefined ? null : <span className="visually-hidden">{column.label}</span>}
                {sort?.columnId === column.id && <SortMark descending={sort.descending} />}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className="vgrid-body" style={{ height: virtualizer.getTotalSize() }}>
          {inSlotOrder.map((each) => {
            const item = items[each.index];
            if (item === undefined) return null;
            const top = each.start - HEADER_HEIGHT;
            if ('heading' in item) return <HeadingRow key={`heading ${each.key}`} heading={item.heading} rowIndex={each.index + 2} top={top} columns={columns.length} />;
            const { row } = item;
            return (
              <GridRow
                key={each.index % slots.current}
                id={rowId(row.key)}
                row={row}
                columns={columns}
                places={places}
                rowIndex={each.index + 2}
                top={top}
                selected={selection.selected.has(row.key)}
                cursor={focus === row.key ? selection.column : null}
                editing={editing?.key === row.key ? editing : null}
                className={props.rowClass?.(row) ?? ''}
                attach={attachRow}
                onPress={onPress}
                onOpen={openCell}
              />
            );
          })}
        </div>
      </div>
      {items.length === 0 && <div className="vgrid-empty">{props.empty}</div>}
    </div>
  );
}

/** `size` consecutive indices, from `first` where the list's ends allow it. */
function rowsFrom(first: number, size: number, count: number): number[] {
  const from = Math.max(0, Math.min(first, count - size));
  return Array.from({ length: Math.min(size, count - from) }, (_, at) => from + at);
}

function HeadingRow(props: { readonly heading: GridHeading; readonly rowIndex: number; readonly top: number; readonly columns: number }) {
  return (
    <div role="row" aria-rowindex={props.rowIndex} className="vgrid-row heading" style={{ transform: `translateY(${props.top}px)` }}>
      <div role="gridcell" aria-colindex={1} aria-colspan={props.columns} className="vgrid-cell">
        {props.heading.title}
        <span className="vgrid-count">{props.heading.count}</span>
      </div>
    </div>
  );
}

function menuPlace(id: string, focus: string | null, scroller: HTMLElement | null): { x: number; y: number } {
  const element = focus === null ? null : document.getElementById(`${id}-${focus}`);
  const box = (element ?? scroller)?.getBoundingClientRect();
  return { x: (box?.left ?? 0) + 32, y: (box?.top ?? 0) + 20 };
}
