import { useEffect, useState } from 'react';
import type { PreparedRequest, RawRequest } from '../../../shared/contract/device-requests';
import { useClient } from '../../client/client-context';
import { toClientError } from '../../client/client-error';

const TYPING_MS = 150;

export interface PreparedState {
  /** For the request as it stands; null while it is being asked. */
  readonly prepared: PreparedRequest | null;
  readonly failure: string;
}

/** What a request would send, asked anew whenever it changes; nothing is sent. Null asks nothing. */
export function usePreparedRequest(deviceId: string, request: RawRequest | null): PreparedState {
  const client = useClient();
  const [state, setState] = useState<PreparedState & { readonly key: string }>({ prepared: null, failure: '', key: '' });
  const key = JSON.stringify([deviceId, request]);
  useEffect(() => {
    if (request === null) return undefined;
    let gone = false;
    const timer = setTimeout(() => {
      client
        .call('device.prepareRequest', { deviceId, request })
        .then((prepared) => {
          if (!gone) setState({ prepared, failure: '', key });
        })
        .catch((cause: unknown) => {
          if (!gone) setState({ prepared: null, failure: toClientError(cause).message, key });
        });
    }, TYPING_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
    // The key is the request.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [client, deviceId, key]);
  return state.key === key ? state : { prepared: null, failure: '' };
}
