import { useEffect, useRef, useState } from 'react';
import type { Inspection } from '../../../shared/contract/points';
import type { WireSample } from '../../../shared/domain/sample';
import { useClient } from '../../client/client-context';
import { toClientError } from '../../client/client-error';

/** At most twice a second: octets and readings are looked at, not watched. */
const LEAST_BETWEEN_MS = 500;

export interface InspectionState {
  readonly inspection: Inspection | null;
  readonly failure: string;
}

/**
 * What is known of a point beyond its value: asked when it is chosen, when its definition changes, and again when a new
 * sample has come.
 * @param definition anything that changes when the point is defined anew
 */
export function useInspection(pointId: string, sample: WireSample | undefined, definition: unknown): InspectionState {
  const client = useClient();
  const [state, setState] = useState<InspectionState>({ inspection: null, failure: '' });
  const askedAt = useRef(0);
  useEffect(() => {
    let gone = false;
    const ask = (): void => {
      askedAt.current = performance.now();
      client
        .call('point.inspect', { pointId })
        .then((inspection) => {
          if (!gone) setState({ inspection, failure: '' });
        })
        .catch((cause: unknown) => {
          if (!gone) setState((before) => ({ ...before, failure: toClientError(cause).message }));
        });
    };
    const timer = setTimeout(ask, Math.max(0, askedAt.current + LEAST_BETWEEN_MS - performance.now()));
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [client, pointId, sample, definition]);
  return state;
}
