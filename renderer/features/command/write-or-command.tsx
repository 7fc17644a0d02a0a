import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import { useProcedure } from '../../client/hooks';
import { WriteDialog } from '../write/write-dialog';
import { CommandDialog } from './command-dialog';

export interface WriteOrCommandProps {
  readonly device: Device;
  readonly point: Point;
  /** The point's address as the person writes it. */
  readonly address: string;
  readonly onClose: () => void;
}

/** The dialog of commands where the protocol lets more be chosen than a value, else the dialog of writes; also where the device does not run. */
export function WriteOrCommand({ device, point, address, onClose }: WriteOrCommandProps) {
  const { data, error } = useProcedure('point.commandForm', { pointId: point.id });
  if (data === undefined && error === undefined) return null;
  const form = data?.form ?? null;
  if (form === null) return <WriteDialog device={device} point={point} address={address} onClose={onClose} />;
  return <CommandDialog device={device} point={point} form={form} address={address} onClose={onClose} />;
}
