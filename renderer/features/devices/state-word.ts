import type { DeviceStatus } from '../../../shared/domain/device';

/** Connection state of a device as a word. */
export function stateWord(status: DeviceStatus | undefined): string {
  if (!status) return 'Not known yet';
  switch (status.state) {
    case 'off':
      return 'Off';
    case 'connecting':
      return 'Connecting';
    case 'connected':
      return 'Connected';
    case 'lost':
      return 'Lost, sought again';
    case 'error':
      return 'In error';
  }
}
