import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useApp, useNumberFormat } from '../../app/app-context';
import type { Point } from '../../../shared/domain/point';
import type { AttachRow } from '../../components/grid/grid-row';
import { LivePainter } from '../../components/grid/live-painter';
import { LiveRow } from './live-row';
import type { LiveRowContext } from './live-row';
import type { PointRow } from './point-row';
import { SessionFigures } from './session-figures';
import { ShownRows } from './shown-rows';

export interface LiveRows {
  readonly attach: AttachRow<PointRow>;
  /** Tells which rows are on screen: only these are subscribed to. */
  readonly onShown: (keys: readonly string[]) => void;
}

/** How long rows must have stayed on screen before the history is asked about them, milliseconds. */
const GATHER_MS = 250;

/**
 * Keeps the rows on screen alive: subscribes to their points and no others, and paints their cells past React.
 * @param intervalOf milliseconds between polls of a point; null where it is pushed
 */
export function useLiveRows(intervalOf: (point: Point) => number | null): LiveRows {
  const app = useApp();
  const numbers = useNumberFormat();
  const painter = useMemo(() => new LivePainter(), []);
  const figures = useMemo(() => new SessionFigures(app.client, Math.round(performance.timeOrigin * 1000) + app.live.clockOffset.get(), app.live.readingChanges, (ids) => painter.changed(ids)), [app, painter]);
  useLifetime(painter, figures);

  // No state of the component: each step of scrolling would draw the whole screen a second time.
  const shown = useMemo(
    () =>
      new ShownRows(app.samples, GATHER_MS, (fresh) => lookUp(fresh, app, figures)),
    [app, figures],
  );
  const keys = useRef<readonly string[]>([]);
  useEffect(() => {
    // A second mount (StrictMode) shows again what the first had shown.
    shown.show(keys.current);
    return () => shown.close();
  }, [shown]);
  const onShown = useCallback(
    (now: readonly string[]) => {
      keys.current = now;
      shown.show(now);
    },
    [shown],
  );
  const reducedMotion = useMemo(() => matchMedia('(prefers-reduced-motion: reduce)'), []);

  const attach = useCallback<AttachRow<PointRow>>(
    (row, cells) => {
      const samples = app.samples.samples;
      const context: LiveRowContext = {
        sample: (pointId) => samples.get(pointId),
        figures,
        numbers,
        engineNow: () => Date.now() * 1000 + app.live.clockOffset.get(),
        intervalOf,
        reducedMotion: () => reducedMotion.matches,
      };
      const detach = painter.attach(row.key, new LiveRow(row, cells, context));
      const leave = samples.subscribe(row.key, () => painter.changed([row.key]));
      return () => {
        leave();
        detach();
      };
    },
    [app, figures, painter, numbers, intervalOf, reducedMotion],
  );
  return { attach, onShown };
}

/** Asks the history about rows that came on screen. */
function lookUp(keys: readonly string[], app: ReturnType<typeof useApp>, figures: SessionFigures): void {
  void figures.catchUp(keys, Date.now() * 1000 + app.live.clockOffset.get());
  void figures.findLastGood(keys.filter((key) => app.samples.samples.get(key)?.quality.level === 'bad'));
}

/** Opens painter and figures while the component is there; a second mount (StrictMode) opens them again. */
function useLifetime(painter: LivePainter, figures: SessionFigures): void {
  useEffect(() => {
    painter.open();
    figures.open();
    return () => {
      painter.close();
      figures.close();
    };
  }, [painter, figures]);
}
