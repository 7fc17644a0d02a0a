import { useEffect, useState } from 'react';
import type { PreparedPointCommand } from '../../../shared/contract/commands';
import type { Opaque } from '../../../shared/domain/point';
import type { WireValue } from '../../../shared/domain/value';
import { useClient } from '../../client/client-context';
import { toClientError } from '../../client/client-error';

const TYPING_MS = 150;

export interface PreparedCommandState {
  /** For the command as it stands; null while it is being asked. */
  readonly prepared: PreparedPointCommand | null;
  /** The last answer, whatever it was for: so that nothing jumps while something is typed. */
  readonly last: PreparedPointCommand | null;
  readonly failure: string;
}

/** What a command would send, asked anew whenever it changes; nothing is sent. `value` undefined: what was typed is none, nothing is asked. */
export function usePreparedCommand(pointId: string, value: WireValue | undefined, options: Opaque): PreparedCommandState {
  const client = useClient();
  const [state, setState] = useState<PreparedCommandState & { readonly key: string }>({ prepared: null, last: null, failure: '', key: '' });
  const key = JSON.stringify([pointId, value ?? null, options]);
  useEffect(() => {
    if (value === undefined) return undefined;
    let gone = false;
    const timer = setTimeout(() => {
      client
        .call('point.prepareCommand', { pointId, value, options })
        .then((prepared) => {
          if (!gone) setState({ prepared, last: prepared, failure: '', key });
        })
        .catch((cause: unknown) => {
          if (!gone) setState((before) => ({ ...before, prepared: null, failure: toClientError(cause).message, key }));
        });
    }, TYPING_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
    // The key is value and options.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [client, key]);
  return state.key === key && value !== undefined ? state : { prepared: null, last: state.last, failure: state.key === key ? state.failure : '' };
}
