import { useEffect, useMemo, useRef, useState } from 'react';
import type { Micros } from '../../../shared/domain/time';
import { useClient } from '../../client/client-context';
import { toClientError } from '../../client/client-error';
import { useStore } from '../../client/store';
import { whileVisible } from '../../client/while-visible';
import { PenBuffer } from './pen-buffer';
import { edges } from './trend-window';
import type { TrendWindow } from './trend-window';

/** Two points a bucket (least and greatest) for about every pixel of a wide chart. */
const BUCKETS = 2000;
/** Panning and zooming ask the history once they rest this long. */
const REST_MS = 120;
/** While live the history is asked again after this share of the window went by, so that old samples are thinned. */
const REFRESH_SHARE = 0.25;
const LEAST_REFRESH_MS = 5000;

export interface TrendData {
  readonly buffers: ReadonlyMap<string, PenBuffer>;
  /** Why the history could not be read; empty when it could. */
  readonly problem: string;
  /** True while the history is being read. */
  readonly loading: boolean;
  /** Raised when an answer of the history has changed the buffers. */
  readonly version: number;
}

/** Keeps the pens' buffers filled: history for what the window shows, live samples after it. */
export function useTrendData(pointIds: readonly string[], window: TrendWindow, now: () => Micros): TrendData {
  const client = useClient();
  const link = useStore(client.link);
  const key = pointIds.join(' ');
  const buffers = useMemo(() => new Map(key === '' ? [] : key.split(' ').map((id) => [id, new PenBuffer()])), [key]);
  const [state, setState] = useState({ problem: '', loading: false, version: 0 });
  const [refresh, setRefresh] = useState(0);
  const asked = useRef(0);

  useEffect(() => {
    if (buffers.size === 0) return undefined;
    return client.subscribe('samples', { pointIds: [...buffers.keys()] }, (samples) => {
      for (const sample of samples) buffers.get(sample.pointId)?.append(sample);
    });
  }, [client, buffers]);

  useEffect(() => {
    if (buffers.size === 0 || link !== 'connected') return undefined;
    const ticket = (asked.current += 1);
    const timer = setTimeout(() => {
      const { from, to } = edges(window, now());
      setState((before) => ({ ...before, loading: true }));
      client
        .call('history.range', { pointIds: [...buffers.keys()], from: Math.round(from), to: Math.round(to), buckets: BUCKETS })
        .then((answer) => {
          if (ticket !== asked.current) return;
          for (const series of answer) buffers.get(series.pointId)?.load(series);
          setState((before) => ({ problem: '', loading: false, version: before.version + 1 }));
        })
        .catch((cause: unknown) => {
          if (ticket === asked.current) setState((before) => ({ ...before, problem: toClientError(cause).message, loading: false }));
        });
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [client, link, buffers, window, now, refresh]);

  useEffect(() => {
    if (!window.live) return undefined;
    const period = Math.max(LEAST_REFRESH_MS, (window.spanMicros / 1000) * REFRESH_SHARE);
    return whileVisible(period, () => setRefresh((before) => before + 1));
  }, [window.live, window.spanMicros]);

  return { buffers, ...state };
}
