import { useEffect, useRef, useState } from 'react';
import type { PreparedWrite } from '../../../shared/contract/points';
import type { WireValue } from '../../../shared/domain/value';
import { useClient } from '../../client/client-context';
import { toClientError } from '../../client/client-error';

/** Pause in typing after which the octets are made up. */
const TYPING_MS = 150;

export interface PreparedState {
  /** For the value that was asked for last; null while it is being asked. */
  readonly prepared: PreparedWrite | null;
  /** The last answer, whatever it was for: so that nothing jumps while a value is typed. */
  readonly last: PreparedWrite | null;
  /** Why the engine could not say; empty when it could. */
  readonly failure: string;
}

/**
 * What writing a value would send; nothing is sent. Asked anew whenever the value changes.
 * @param value undefined while what was typed is no value: then the present one is asked about, for the facts
 * @param hurry raised by one asks at once
 */
export function usePreparedWrite(pointId: string, value: WireValue | undefined, fallback: WireValue, hurry: number): PreparedState {
  const client = useClient();
  const [state, setState] = useState<PreparedState & { readonly key: string }>({ prepared: null, last: null, failure: '', key: '' });
  const asked = value === undefined ? fallback : value;
  const key = JSON.stringify([pointId, asked]);
  const hurried = useRef(hurry);
  useEffect(() => {
    let gone = false;
    const ask = (): void => {
      client
        .call('point.prepareWrite', { pointId, value: asked })
        .then((prepared) => {
          if (!gone) setState({ prepared, last: prepared, failure: '', key });
        })
        .catch((cause: unknown) => {
          if (!gone) setState((before) => ({ ...before, prepared: null, failure: toClientError(cause).message, key }));
        });
    };
    const wait = hurried.current === hurry ? TYPING_MS : 0;
    hurried.current = hurry;
    const timer = setTimeout(ask, wait);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [client, pointId, asked, key, hurry]);
  return state.key === key && value !== undefined ? state : { prepared: null, last: state.last, failure: state.key === key ? state.failure : '' };
}
