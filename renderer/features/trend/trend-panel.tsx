import type { KeyboardEvent, ReactElement } from 'react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Project, Trend } from '../../../shared/domain/project';
import type { Micros } from '../../../shared/domain/time';
import { useApp } from '../../app/app-context';
import { useClient, useLive, useSampleStore } from '../../client/client-context';
import { toClientError } from '../../client/client-error';
import { useSamples } from '../../client/hooks';
import { useStore } from '../../client/store';
import { whileVisible } from '../../client/while-visible';
import { downloadBlob } from '../../components/download-blob';
import { formatClock, formatClockMs, formatDateTime } from '../../components/format/time';
import type { NumberFormat } from '../../components/format/number';
import { Note } from '../../components/note/note';
import { trendPicture } from './export-picture';
import { legendRow } from './legend-rows';
import { RenameTrend } from './rename-trend';
import { TrendChart } from './trend-chart';
import type { TrendCursors } from './trend-chart';
import { TrendLegend } from './trend-legend';
import { holdsValues, isStepped, penPoints, withoutPoint } from './trend-pens';
import type { TrendPlot } from './trend-plot';
import { TrendTools } from './trend-tools';
import { backToLive, behind, edges, liveWindow, pause } from './trend-window';
import type { TrendWindow } from './trend-window';
import { useCsvExport } from './use-trend-exports';
import { useTrendData } from './use-trend-data';
import { useWriteMarkers } from './use-write-markers';
import './trend-panel.css';

interface TrendPanelProps {
  readonly project: Project;
  readonly trend: Trend;
  readonly format: NumberFormat;
  readonly onTrend: (id: string) => void;
  readonly onNew: () => void;
}

const LEGEND_MS = 500;

/** A trend of the project: live and history in one chart, its legend under it. */
export function TrendPanel({ project, trend, format, onTrend, onNew }: TrendPanelProps): ReactElement {
  const client = useClient();
  const { clockOffset } = useLive();
  const samples = useSampleStore();
  const now = useCallback((): Micros => Date.now() * 1000 + clockOffset.get(), [clockOffset]);
  const [view, setView] = useState<TrendWindow>(() => liveWindow(trend.spanMs * 1000));
  const [cursors, setCursors] = useState<TrendCursors | null>(null);
  const [problem, setProblem] = useState('');
  const [renaming, setRenaming] = useState(false);
  const plot = useRef<TrendPlot | null>(null);
  const takePlot = useCallback((made: TrendPlot | null) => {
    plot.current = made;
  }, []);

  const points = useMemo(() => penPoints(project, trend), [project, trend]);
  const pointIds = useMemo(() => points.map(({ point }) => point.id), [points]);
  useSamples(pointIds);
  const data = useTrendData(pointIds, view, now);
  const markers = useWriteMarkers(points, view, now, format);
  const protocols = useStore(useApp().session.protocols);
  const pens = useMemo(() => points.flatMap(({ point, device, pen }) => {
    const buffer = data.buffers.get(point.id);
    if (buffer === undefined) return [];
    return [{ pointId: point.id, label: `${device.deviceId} ${point.name}`, unit: point.unit, pen, stepped: isStepped(point) || holdsValues(device, protocols), holds: holdsValues(device, protocols), buffer }];
  }), [points, data.buffers, protocols]);

  useTick(LEGEND_MS);
  const shown = edges(view, now());
  const rows = points.map((found) => legendRow(found, data.buffers.get(found.point.id), samples.samples.get(found.point.id), cursors, shown, format));

  const attempt = (act: () => Promise<unknown>): void => {
    setProblem('');
    act().catch((cause: unknown) => setProblem(toClientError(cause).message));
  };
  const save = (changed: Trend): void => attempt(() => client.call('trend.save', changed));
  const toggleLive = (): void => setView(view.live ? pause(view, now()) : backToLive(view));
  const exportCsv = useCsvExport();
  const fileName = trend.name.replace(/[^\p{L}\p{N}_-]+/gu, '-');
  const exportPicture = async (): Promise<void> => {
    const canvas = plot.current?.canvas;
    if (canvas === null || canvas === undefined) throw new Error('There is no chart to export yet. Add a point to the trend first.');
    const style = getComputedStyle(document.documentElement);
    const caption = `${project.name}, ${formatDateTime(shown.from)} to ${formatDateTime(shown.to)}${project.simulated ? ', simulated' : ''}`;
    const blob = await trendPicture(canvas, trend.name, caption, rows, (name) => style.getPropertyValue(name).trim());
    if (blob === null) throw new Error('The picture could not be encoded. Make the chart smaller and export again.');
    downloadBlob(blob, `${fileName}.png`);
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== ' ' || event.target instanceof HTMLButtonElement || event.target instanceof HTMLSelectElement) return;
    event.preventDefault();
    toggleLive();
  };

  const coarse = view.spanMicros > 120e6;
  const trouble = problem === '' ? data.problem : problem;
  return (
    <div className="trend-panel" onKeyDown={keys}>
      <TrendTools
        trends={project.trends}
        trend={trend}
        window={view}
        behindMicros={behind(view, now())}
        cursors={cursors !== null}
        onTrend={onTrend}
        onSpan={(micros) => {
          setView({ ...view, spanMicros: micros });
          save({ ...trend, spanMs: Math.round(micros / 1000) });
        }}
        onPause={toggleLive}
        onLive={toggleLive}
        onCursors={() => setCursors(cursors === null ? between(shown) : null)}
        onPicture={() => attempt(exportPicture)}
        onCsv={() => attempt(() => exportCsv(pointIds, shown.from, shown.to))}
        onNew={onNew}
        onRename={() => setRenaming(true)}
        onRemove={() => attempt(() => client.call('trend.remove', { trendId: trend.id }))}
      />
      {trouble !== '' && <Note kind="bad" title={trouble} announce />}
      {renaming && (
        <RenameTrend
          name={trend.name}
          onRename={(name) => {
            save({ ...trend, name });
            setRenaming(false);
          }}
          onClose={() => setRenaming(false)}
        />
      )}
      <TrendChart
        pens={pens}
        window={view}
        markers={markers}
        cursors={cursors}
        now={now}
        version={data.version}
        clockText={coarse ? formatClock : formatClockMs}
        onWindow={setView}
        onCursors={setCursors}
        onPlot={takePlot}
      />
      <TrendLegend rows={rows} withCursors={cursors !== null} onRemove={(pointId) => save(withoutPoint(trend, pointId))} />
    </div>
  );
}

/** Both cursors well inside the window. */
function between({ from, to }: { from: Micros; to: Micros }): TrendCursors {
  return { a: Math.round(from + (to - from) / 3), b: Math.round(from + ((to - from) * 2) / 3) };
}

/** Renders again at an interval, for figures that the screen counts by itself. */
function useTick(ms: number): void {
  const [, setTick] = useState(0);
  useEffect(() => whileVisible(ms, () => setTick((before) => before + 1)), [ms]);
}
