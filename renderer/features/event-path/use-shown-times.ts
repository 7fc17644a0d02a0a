import { useEffect, useState } from 'react';
import type { PathEvent } from '../../../shared/contract/event-path';
import { useSampleStore } from '../../client/client-context';
import { useSamples } from '../../client/hooks';

/** Samples whose painting is remembered. */
const KEPT = 1000;

const keyOf = (pointId: string, receivedTime: number): string => `${pointId} ${receivedTime}`;

/** When the values of events were painted here, in microseconds since 1970 by this screen's clock; undefined for one that was passed over by a newer one. */
export function useShownTimes(events: readonly PathEvent[]): (event: PathEvent) => number | undefined {
  const store = useSampleStore();
  const [shown] = useState(() => new Map<string, number>());
  // What was there before this tab was opened says nothing of how long painting takes.
  const [from] = useState(() => Date.now() * 1000);
  const pointIds = [...new Set(events.flatMap(({ pointId }) => (pointId === null ? [] : [pointId])))].sort();
  const watched = pointIds.join(' ');
  useSamples(pointIds);
  useEffect(() => {
    const ids = watched === '' ? [] : watched.split(' ');
    let frame = 0;
    const painted = (): void => {
      frame = 0;
      const now = Date.now() * 1000;
      for (const id of ids) {
        const sample = store.samples.get(id);
        if (sample === undefined || sample.receivedTime < from) continue;
        const key = keyOf(id, sample.receivedTime);
        if (!shown.has(key)) shown.set(key, now);
        const [oldest] = shown.keys();
        if (shown.size > KEPT && oldest !== undefined) shown.delete(oldest);
      }
    };
    const end = store.samples.subscribeAll(() => {
      if (frame === 0) frame = requestAnimationFrame(painted);
    });
    return () => {
      end();
      cancelAnimationFrame(frame);
    };
  }, [store, watched, shown, from]);
  return ({ pointId, receivedTime }) => (pointId === null ? undefined : shown.get(keyOf(pointId, receivedTime)));
}
