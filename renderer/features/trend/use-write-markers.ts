import { useEffect, useMemo, useState } from 'react';
import type { ProcedureOutput } from '../../../shared/contract/index';
import type { Micros } from '../../../shared/domain/time';
import { useClient } from '../../client/client-context';
import { useStore } from '../../client/store';
import { whileVisible } from '../../client/while-visible';
import type { NumberFormat } from '../../components/format/number';
import { formatValue } from '../../components/format/value';
import type { PlotMarker } from './plot-overlays';
import type { TrendPoint } from './trend-pens';
import { edges } from './trend-window';
import type { TrendWindow } from './trend-window';

type WriteMarkers = ProcedureOutput<'history.markers'>;

const ASK_EVERY_MS = 2000;

/** The writes to a trend's points in its window, as `old → new, who`. A failed read keeps what was known. */
export function useWriteMarkers(points: readonly TrendPoint[], window: TrendWindow, now: () => Micros, format: NumberFormat): PlotMarker[] {
  const client = useClient();
  const link = useStore(client.link);
  const [writes, setWrites] = useState<WriteMarkers>([]);
  const key = points.map(({ point }) => point.id).join(' ');

  useEffect(() => {
    if (key === '' || link !== 'connected') return undefined;
    let gone = false;
    const ask = (): void => {
      const { from, to } = edges(window, now());
      client
        .call('history.markers', { pointIds: key.split(' '), from: Math.round(from), to: Math.round(to) })
        .then((answer) => {
          if (!gone) setWrites((before) => (JSON.stringify(before) === JSON.stringify(answer) ? before : answer));
        })
        .catch(() => undefined);
    };
    ask();
    const end = window.live ? whileVisible(ASK_EVERY_MS, ask) : undefined;
    return () => {
      gone = true;
      end?.();
    };
  }, [client, link, key, window, now]);

  return useMemo(() => writes.flatMap((write) => {
    const found = points.find(({ point }) => point.id === write.pointId);
    if (found === undefined) return [];
    const value = (which: WriteMarkers[number]['oldValue']): string => formatValue(which, found.point, format);
    return [{ time: write.time, text: `${found.device.deviceId} ${value(write.oldValue)} → ${value(write.newValue)}, ${write.user}` }];
  }), [writes, points, format]);
}
