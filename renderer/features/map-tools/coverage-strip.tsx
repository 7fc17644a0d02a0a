import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { CoverageTable } from '../../../shared/contract/map-tools';
import { Button, IconButton } from '../../components/button/button';
import { addressWords, factsOf, pointsAt, tableWords } from './coverage-words';
import { inksOf, paintStrip } from './strip-paint';
import { addressAt, bounded, fitted, showing, zoomed, type StripView } from './strip-view';

export interface CoverageStripProps {
  readonly table: CoverageTable;
  readonly nameOf: (pointId: string) => string;
  /** Opens the rows of points. */
  readonly onChoose: (pointIds: readonly string[]) => void;
}

const ZOOM = 1.6;

/** One table of addresses as a strip: what is used, overlaps, is refused or never read. Wheel zooms, dragging moves, arrows walk, Enter opens the rows. */
export function CoverageStrip({ table, nameOf, onChoose }: CoverageStripProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, setView] = useState<StripView>(() => fitted(table.stretches, table.size));
  const [cursor, setCursor] = useState<number | null>(null);
  const [width, setWidth] = useState(0);
  const drag = useRef<{ readonly x: number; readonly view: StripView; moved: boolean } | null>(null);

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    // A wheel listener of React can't keep the page from scrolling.
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && Math.abs(event.deltaY) < Math.abs(event.deltaX)) return;
      event.preventDefault();
      setView((before) => zoomed(before, event.deltaY > 0 ? ZOOM : 1 / ZOOM, before.from + (event.offsetX / element.clientWidth) * before.span, table.size));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      observer.disconnect();
      element.removeEventListener('wheel', onWheel);
    };
  }, [table.size]);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const paint = (): void => paintStrip(element, table, view, cursor, inksOf(element));
    paint();
    // The colours change with the theme of the system too, which no setting says.
    const looks = new MutationObserver(paint);
    looks.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-sunlight', 'data-scale'] });
    return () => looks.disconnect();
  }, [table, view, cursor, width]);

  const addressUnder = (event: PointerEvent<HTMLElement>): number => addressAt(view, event.nativeEvent.offsetX / Math.max(1, event.currentTarget.clientWidth));
  const choose = (address: number): void => {
    const ids = pointsAt(table, address);
    if (ids.length > 0) onChoose(ids);
  };
  const walk = (to: number): void => {
    const address = Math.min(table.size - 1, Math.max(0, to));
    setCursor(address);
    setView((before) => showing(before, address, table.size));
  };
  const onKey = (event: KeyboardEvent): void => {
    const at = cursor ?? Math.floor(view.from);
    const page = Math.max(1, Math.floor(view.span / 2));
    if (event.key === 'ArrowRight') walk(event.ctrlKey ? nextEdge(table, at) : at + 1);
    else if (event.key === 'ArrowLeft') walk(event.ctrlKey ? edgeBefore(table, at) : at - 1);
    else if (event.key === 'PageDown') walk(at + page);
    else if (event.key === 'PageUp') walk(at - page);
    else if (event.key === 'Home') walk(table.places[0]?.[1] ?? 0);
    else if (event.key === 'End') walk(table.places.at(-1)?.[1] ?? table.size - 1);
    else if (event.key === '+') setView(zoomed(view, 1 / ZOOM, at, table.size));
    else if (event.key === '-') setView(zoomed(view, ZOOM, at, table.size));
    else if (event.key === 'Enter') choose(at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const middle = view.from + view.span / 2;
  return (
    <section className="coverage-table" aria-label={table.title}>
      <div className="coverage-head">
        <h3>{table.title}</h3>
        <span className="dim grow">{factsOf(table)}</span>
        <IconButton icon="minus" label={`Show more of ${table.title.toLowerCase()}`} onClick={() => setView(zoomed(view, ZOOM, middle, table.size))} />
        <IconButton icon="plus" label={`Show ${table.title.toLowerCase()} closer`} onClick={() => setView(zoomed(view, 1 / ZOOM, middle, table.size))} />
        <Button variant="quiet" onClick={() => setView(fitted(table.stretches, table.size))}>Fit</Button>
        <Button variant="quiet" onClick={() => setView({ from: 0, span: table.size })}>Whole table</Button>
      </div>
      <div
        className="coverage-strip"
        role="application"
        aria-label={`${tableWords(table)} Arrows walk over the addresses, Ctrl with arrows to the next change, plus and minus zoom, Enter opens the rows.`}
        tabIndex={0}
        onKeyDown={onKey}
        onFocus={() => setCursor((before) => before ?? table.places[0]?.[1] ?? Math.floor(view.from))}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { x: event.clientX, view, moved: false };
        }}
        onPointerMove={(event) => {
          const from = drag.current;
          if (from === null) {
            setCursor(addressUnder(event));
            return;
          }
          const by = event.clientX - from.x;
          if (Math.abs(by) > 3) from.moved = true;
          if (from.moved) setView(bounded({ ...from.view, from: from.view.from - (by / event.currentTarget.clientWidth) * from.view.span }, table.size));
        }}
        onPointerUp={(event) => {
          const from = drag.current;
          drag.current = null;
          if (from !== null && !from.moved) choose(addressUnder(event));
        }}
        onPointerCancel={() => {
          drag.current = null;
        }}
      >
        <canvas ref={canvas} aria-hidden="true" />
      </div>
      <p className="coverage-at" role="status">{cursor === null ? '' : addressWords(table, cursor, nameOf)}</p>
    </section>
  );
}

/** The next address at which something else begins. */
function nextEdge({ stretches, size }: CoverageTable, at: number): number {
  for (const { from, count } of stretches) {
    if (from > at) return from;
    if (from + count > at) return from + count;
  }
  return size - 1;
}

function edgeBefore({ stretches }: CoverageTable, at: number): number {
  const before = stretches.flatMap(({ from, count }) => [from, from + count]).filter((edge) => edge < at);
  return before.at(-1) ?? 0;
}
