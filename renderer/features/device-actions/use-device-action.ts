import { useState } from 'react';
import type { ActionResult, DeviceAction } from '../../../shared/contract/device-actions';
import type { Opaque } from '../../../shared/domain/point';
import { useClient } from '../../client/client-context';
import { toClientError, type ClientError } from '../../client/client-error';

export interface DeviceActionState {
  readonly busy: boolean;
  readonly result: ActionResult | null;
  /** Why there is no answer; null while there is none to miss. */
  readonly failure: ClientError | null;
  readonly run: (values: Opaque, reason: string) => void;
}

/** One action of a device, by hand, once a call. */
export function useDeviceAction(deviceId: string, action: DeviceAction): DeviceActionState {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<ActionResult | null>(null);
  const [failure, setFailure] = useState<ClientError | null>(null);
  const run = (values: Opaque, reason: string): void => {
    setBusy(true);
    setFailure(null);
    setResult(null);
    const input = { deviceId, request: { action: action.id, values } };
    const done = action.writes ? client.call('device.actWriting', { ...input, confirmed: action.confirm, reason }) : client.call('device.act', input);
    done
      .then(setResult)
      .catch((cause: unknown) => setFailure(toClientError(cause)))
      .finally(() => setBusy(false));
  };
  return { busy, result, failure, run };
}
