import type { ProtocolDescription } from '../../shared/contract/devices';
import type { Device } from '../../shared/domain/device';
import { useLive } from '../client/client-context';
import type { OpenProject } from '../client/project-mirror';
import { useStorePart } from '../client/store';
import { useApp } from './app-context';
import { isServedHere } from './served-here';

/** The device of the open project; undefined when it is gone. Renders again only when this device changes. */
export function useDevice(deviceId: string): Device | undefined {
  return useStorePart(useLive().project, (open) => open?.project.devices.find((device) => device.id === deviceId));
}

/** What a protocol tells about itself; undefined until it is known. */
export function useProtocol(name: string | undefined): ProtocolDescription | undefined {
  return useStorePart(useApp().session.protocols, (protocols) => protocols.find((protocol) => protocol.name === name));
}

/** True where a device's values are simulated: all of the project's are, or one of its simulators is the device. */
export function useSimulated(device: Device | undefined): boolean {
  return useStorePart(useLive().project, (open) => open?.project.simulated === true || (open != null && device !== undefined && isServedHere(open.project, device)));
}

/** Why the project can't be edited; empty when it can, or when none is open. */
export function editOffReason(open: Pick<OpenProject, 'readOnly' | 'readOnlyReason'> | null | undefined): string {
  return open?.readOnly === true ? open.readOnlyReason || 'The project is open read-only.' : '';
}

/** Why the open project can't be edited; empty when it can. */
export function useEditOffReason(): string {
  return useStorePart(useLive().project, editOffReason);
}
