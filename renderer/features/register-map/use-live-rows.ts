import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useApp, useNumberFormat } from '../../app/app-context';
import type { Point } from '../../../shared/domain/point';
import { useSamples } from '../../client/hooks';
import type { AttachRow } from '../../components/grid/grid-row';
import { LivePainter } from '../../components/grid/live-painter';
import { LiveRow } from './live-row';
import type { LiveRowContext } from './live-row';
import type { PointRow } from './point-row';
import { SessionFigures } from './session-figures';

export interface LiveRows {
  readonly attach: AttachRow<PointRow>;
  /** Tells which rows are on screen: only these are subscribed to. */
  readonly onShown: (keys: readonly string[]) => void;
}

/** Time in which rows that came on screen are gathered before the history is asked about them. */
const GATHER_MS = 250;

/**
 * Keeps the rows on screen alive: subscribes to their points and no others, and paints their cells past React.
 * @param intervalOf milliseconds between polls of a point; null where it is pushed
 */
export function useLiveRows(intervalOf: (point: Point) => number | null): LiveRows {
  const app = useApp();
  const numbers = useNumberFormat();
  const [shown, setShown] = useState<readonly string[]>([]);
  useSamples(shown);

  const painter = useMemo(() => new LivePainter(), []);
  const figures = useMemo(() => new SessionFigures(app.client, Math.round(performance.timeOrigin * 1000) + app.live.clockOffset.get(), (ids) => painter.changed(ids)), [app, painter]);
  useLifetime(painter, figures);

  // What came on screen is looked up in the history, once each time it comes.
  const before = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const fresh = shown.filter((key) => !before.current.has(key));
    before.current = new Set(shown);
    if (fresh.length === 0) return undefined;
    const timer = setTimeout(() => {
      void figures.catchUp(fresh, Date.now() * 1000 + app.live.clockOffset.get());
      const bad = fresh.filter((key) => app.samples.samples.get(key)?.quality.level === 'bad');
      void figures.findLastGood(bad);
    }, GATHER_MS);
    return () => clearTimeout(timer);
  }, [app, figures, shown]);

  const attach = useCallback<AttachRow<PointRow>>(
    (row, cells) => {
      const samples = app.samples.samples;
      const motion = matchMedia('(prefers-reduced-motion: reduce)');
      const context: LiveRowContext = {
        sample: (pointId) => samples.get(pointId),
        figures,
        numbers,
        engineNow: () => Date.now() * 1000 + app.live.clockOffset.get(),
        intervalOf,
        reducedMotion: () => motion.matches,
      };
      const detach = painter.attach(row.key, new LiveRow(row, cells, context));
      const leave = samples.subscribe(row.key, () => painter.changed([row.key]));
      return () => {
        leave();
        detach();
      };
    },
    [app, figures, painter, numbers, intervalOf],
  );
  return { attach, onShown: setShown };
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
