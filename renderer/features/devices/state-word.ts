import type { ConnectionState, DeviceStatus } from '../../../shared/domain/device';

const words: Record<ConnectionState, string> = { off: 'Off', connecting: 'Connecting', connected: 'Connected', lost: 'Lost, sought again', error: 'In error' };

/** Connection state of a device as a word. */
export function stateWord(status: DeviceStatus | undefined): string {
  return status ? words[status.state] : 'Not known yet';
}
