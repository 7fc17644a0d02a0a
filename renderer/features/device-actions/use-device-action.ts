import { useState } from 'react';
import type { ActionResult, DeviceAction } from '../../../shared/contract/device-actions';
import type { Opaque } from '../../../shared/domain/point';
import { useClient } from '../../client/client-context';
import { toClientError } from '../../client/client-error';

export interface DeviceActionState {
  readonly busy: boolean;
  readonly result: ActionResult | null;
  /** Why it was not even tried; empty when it was. */
  readonly failure: string;
  readonly run: (values: Opaque, reason: string) => void;
}

/** One action of a device, by hand, once a call. */
export function useDeviceAction(deviceId: string, action: DeviceAction): DeviceActionState {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<ActionResult | null>(null);
  const [failure, setFailure] = useState('');
  const run = (values: Opaque, reason: string): void => {
    setBusy(true);
    setFailure('');
    setResult(null);
    const input = { deviceId, request: { action: action.id, values } };
    const done = action.writes ? client.call('device.actWriting', { ...input, confirmed: action.confirm, reason }) : client.call('device.act', input);
    done
      .then(setResult)
      .catch((cause: unknown) => setFailure(toClientError(cause).message))
      .finally(() => setBusy(false));
  };
  return { busy, result, failure, run };
}
