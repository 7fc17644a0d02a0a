import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { Device } from '../../../shared/domain/device';
import type { Feature } from '../../app/feature';
import { MAP_TAB_KEYS } from './map-commands';
import { PointsDocument } from './points-document';

/** By what the device's protocol calls the list of its points. */
function titleOf(device: Device, protocols: readonly ProtocolDescription[]): string {
  return `${device.deviceId} ${protocols.find(({ name }) => name === device.protocol)?.pointListTitle ?? 'Points'}`;
}

/** The points of a device as a tab: register map, topics, or what its protocol calls them. */
export const registerMapFeature: Feature = {
  id: 'register-map',
  documents: [
    {
      kind: 'register-map',
      icon: 'table',
      title: ({ id }, project, protocols) => {
        const device = project?.devices.find((each) => each.id === id);
        return device === undefined ? null : titleOf(device, protocols);
      },
      forDevice: (device, protocols) => ({ title: titleOf(device, protocols) }),
      component: PointsDocument,
    },
  ],
  tabKeys: MAP_TAB_KEYS,
};
