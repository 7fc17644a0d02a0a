import type { Feature } from '../../app/feature';
import { EventPathDocument } from './event-path-document';

/** How events of a device came, with milliseconds, and how many were lost or came again: a tab of devices that keep events. */
export const eventPathFeature: Feature = {
  id: 'event-path',
  documents: [
    {
      kind: 'event-path',
      icon: 'doctor',
      title: ({ id }, project) => {
        const device = project?.devices.find((each) => each.id === id);
        return device === undefined ? null : `${device.deviceId} Event path`;
      },
      forDevice: (device, protocols) => {
        const known = protocols.find(({ name }) => name === device.protocol);
        return known?.capabilities.includes('event-path') === true ? { title: `${device.deviceId} Event path` } : null;
      },
      component: EventPathDocument,
    },
  ],
};
