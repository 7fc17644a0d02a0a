import type { Feature } from '../../app/feature';
import { PointsDocument } from './points-document';

/** The points of a device as a tab: register map, topics, or what its protocol calls them. */
export const registerMapFeature: Feature = {
  id: 'register-map',
  documents: [
    {
      kind: 'register-map',
      icon: 'table',
      title: ({ id }, project) => {
        const device = project?.devices.find((each) => each.id === id);
        if (device === undefined) return null;
        return `${device.deviceId} ${device.protocol === 'mqtt' ? 'Topics' : 'Register map'}`;
      },
      forDevice: (device) => ({ title: `${device.deviceId} ${device.protocol === 'mqtt' ? 'Topics' : 'Register map'}` }),
      component: PointsDocument,
    },
  ],
};
