import type { Device } from '../../../shared/domain/device';
import { useStorePart } from '../../client/store';
import { useLive } from '../../client/client-context';

/** The device of the open project; undefined when it is gone. Renders again only when this device changes. */
export function useDevice(deviceId: string): Device | undefined {
  return useStorePart(useLive().project, (open) => open?.project.devices.find((device) => device.id === deviceId));
}

/** True where the project's values are simulated. */
export function useSimulated(): boolean {
  return useStorePart(useLive().project, (open) => open?.project.simulated ?? false);
}

/** Why the project can't be edited; empty when it can. */
export function useEditOffReason(): string {
  return useStorePart(useLive().project, (open) => (open?.readOnly === true ? open.readOnlyReason || 'The project is open read-only.' : ''));
}
