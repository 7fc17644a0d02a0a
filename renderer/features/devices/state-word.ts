import type { DeviceStatus } from '../../../shared/domain/device';

/** Connection state of a device as a word. */
export function stateWord(status: DeviceStatus | undefined): string {
  switch (status?.state) {
    case undefined:
      return 'Not known yet';
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
