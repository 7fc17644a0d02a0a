import type { KeyboardEvent, PointerEvent, ReactElement, WheelEvent } from 'react';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { whileVisible } from '../../client/while-visible';
import type { Micros } from '../../../shared/domain/time';
import { pageScale } from '../../components/place-near';
import { CursorHandle } from './cursor-handle';
import type { PlotMarker } from './plot-overlays';
import { TrendPlot } from './trend-plot';
import type { PlotPen } from './trend-plot';
import { edges, pan, show, zoom } from './trend-window';
import type { TrendWindow } from './trend-window';
import 'uplot/dist/uPlot.min.css';
import './trend-chart.css';

export interface TrendCursors {
  readonly a: Micros;
  readonly b: Micros;
}

interface TrendChartProps {
  readonly pens: readonly PlotPen[];
  readonly window: TrendWindow;
  readonly markers: readonly PlotMarker[];
  readonly cursors: TrendCursors | null;
  readonly now: () => Micros;
  /** Raised when the buffers were filled anew, so that a paused chart is drawn again. */
  readonly version: number;
  readonly clockText: (time: Micros) => string;
  readonly onWindow: (window: TrendWindow) => void;
  readonly onCursors: (cursors: TrendCursors) => void;
  /** Gets the plot, for the export as a picture. */
  readonly onPlot: (plot: TrendPlot | null) => void;
}

interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const FASTEST_PAINT_MS = 34;
const SLOWEST_PAINT_MS = 1000;
const WHEEL_ZOOM = 1.25;

/**
 * The chart of a trend. Drag pans, the wheel zooms about the pointer, Shift and drag shows a stretch; by keyboard the
 * arrows pan and plus and minus zoom. Any of these pauses a live trend.
 */
export function TrendChart(props: TrendChartProps): ReactElement {
  const { pens, window: view, markers, cursors, now, version, clockText, onWindow, onCursors, onPlot } = props;
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<TrendPlot | null>(null);
  const [area, setArea] = useState<Area | null>(null);
  const [selection, setSelection] = useState<{ from: number; to: number } | null>(null);
  const drag = useRef<{ x: number; view: TrendWindow; select: boolean } | null>(null);

  const paint = useCallback(() => {
    plot.current?.draw({ ...edges(view, now()), markers });
  }, [view, now, markers]);

  useLayoutEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const made = new TrendPlot(element);
    plot.current = made;
    onPlot(made);
    return () => {
      made.destroy();
      plot.current = null;
      onPlot(null);
    };
  }, [onPlot]);

  useLayoutEffect(() => {
    const element = host.current;
    const made = plot.current;
    if (element === null || made === null) return undefined;
    const rebuild = (): void => {
      made.rebuild(pens);
      setArea(made.area);
    };
    rebuild();
    const size = new ResizeObserver(() => {
      made.resize();
      setArea(made.area);
    });
    size.observe(element);
    const theme = new MutationObserver(rebuild);
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-sunlight', 'data-scale'] });
    return () => {
      size.disconnect();
      theme.disconnect();
    };
  }, [pens]);

  useEffect(() => {
    paint();
    if (!view.live) return undefined;
    const width = area?.width ?? 800;
    const period = Math.min(SLOWEST_PAINT_MS, Math.max(FASTEST_PAINT_MS, view.spanMicros / 1000 / width));
    return whileVisible(period, paint);
  }, [paint, view, area, version]);

  const shareAt = (clientX: number): number => {
    const element = host.current;
    if (element === null || area === null) return 1;
    return ((clientX - element.getBoundingClientRect().left) / pageScale() - area.left) / area.width;
  };

  const down = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0 || area === null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, view, select: event.shiftKey };
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    const held = drag.current;
    if (held === null || area === null || Math.abs(event.clientX - held.x) < 3) return;
    if (held.select) setSelection(ordered(shareAt(held.x), shareAt(event.clientX)));
    else onWindow(pan(held.view, (held.x - event.clientX) / pageScale() / area.width, now()));
  };
  const up = (): void => {
    if (selection !== null) {
      const { from, to } = edges(view, now());
      onWindow(show(from + selection.from * (to - from), from + selection.to * (to - from)));
    }
    drag.current = null;
    setSelection(null);
  };
  const wheel = (event: WheelEvent<HTMLDivElement>): void => {
    const factor = event.deltaY > 0 ? WHEEL_ZOOM : 1 / WHEEL_ZOOM;
    onWindow(zoom(view, factor, Math.min(1, Math.max(0, shareAt(event.clientX))), now()));
  };
  const key = (event: KeyboardEvent<HTMLDivElement>): void => {
    const next = keyWindow(event.key, view, now());
    if (next === null || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    onWindow(next);
  };

  const { from, to } = edges(view, now());
  const shareOf = (time: Micros): number => (time - from) / (to - from);
  const timeOf = (share: number): Micros => Math.round(from + share * (to - from));

  return (
    <div
      className="trend-chart"
      role="group"
      aria-label="Trend chart. Arrow keys pan, plus and minus zoom."
      tabIndex={0}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      onWheel={wheel}
      onKeyDown={key}
    >
      <div className="trend-plot" ref={host} aria-hidden="true" />
      {area !== null && (
        <div className="trend-over" style={{ left: area.left, top: area.top, width: area.width, height: area.height }}>
          {selection !== null && (
            <div className="trend-selection" style={{ left: `${selection.from * 100}%`, width: `${(selection.to - selection.from) * 100}%` }} />
          )}
          {cursors !== null &&
            (['a', 'b'] as const).map((name) => {
              const share = shareOf(cursors[name]);
              if (share < 0 || share > 1) return null;
              return (
                <CursorHandle
                  key={name}
                  name={name === 'a' ? 'A' : 'B'}
                  share={share}
                  text={clockText(cursors[name])}
                  width={area.width}
                  onMove={(moved) => onCursors({ ...cursors, [name]: timeOf(moved) })}
                />
              );
            })}
        </div>
      )}
    </div>
  );
}

function ordered(one: number, other: number): { from: number; to: number } {
  return { from: Math.max(0, Math.min(one, other)), to: Math.min(1, Math.max(one, other)) };
}

function keyWindow(key: string, view: TrendWindow, now: Micros): TrendWindow | null {
  switch (key) {
    case 'ArrowLeft':
      return pan(view, -0.1, now);
    case 'ArrowRight':
      return pan(view, 0.1, now);
    case '+':
    case '=':
      return zoom(view, 1 / WHEEL_ZOOM, view.live ? 1 : 0.5, now);
    case '-':
      return zoom(view, WHEEL_ZOOM, view.live ? 1 : 0.5, now);
    default:
      return null;
  }
}
