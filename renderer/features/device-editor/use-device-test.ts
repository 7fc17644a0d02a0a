import { useCallback, useEffect, useRef, useState } from 'react';
import type { DeviceEdit, DeviceTestResult } from '../../../shared/contract/devices';
import { useClient } from '../../client/client-context';
import { toClientError } from '../../client/client-error';

export interface DeviceTest {
  readonly running: boolean;
  readonly result: DeviceTestResult | null;
  /** Why it could not be run at all; empty when it could. */
  readonly failure: string;
  readonly fields: readonly { readonly path: string; readonly message: string }[];
  readonly run: (edit: DeviceEdit) => void;
  /** Forgets the result; an answer that still comes is not shown. */
  readonly leave: () => void;
}

type State = Omit<DeviceTest, 'run' | 'leave'>;
const NOTHING: State = { running: false, result: null, failure: '', fields: [] };

/** Runs the connection test of a device, saved or not. */
export function useDeviceTest(deviceId: string | null): DeviceTest {
  const client = useClient();
  const [state, setState] = useState<State>(NOTHING);
  const turn = useRef(0);
  useEffect(
    () => () => {
      turn.current += 1;
    },
    [],
  );
  const run = useCallback(
    (edit: DeviceEdit) => {
      turn.current += 1;
      const mine = turn.current;
      setState({ ...NOTHING, running: true });
      client
        .call('device.test', { deviceId, edit })
        .then((result) => {
          if (mine === turn.current) setState({ ...NOTHING, result });
        })
        .catch((cause: unknown) => {
          if (mine !== turn.current) return;
          const { error } = toClientError(cause);
          setState({ ...NOTHING, failure: error.message, fields: error.details.fields ?? [] });
        });
    },
    [client, deviceId],
  );
  const leave = useCallback(() => {
    turn.current += 1;
    setState(NOTHING);
  }, []);
  return { ...state, run, leave };
}
