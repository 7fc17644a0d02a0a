import type { Feature } from '../../app/feature';
import { currentDevice } from '../devices/device-commands';
import { RawRequestDocument } from './raw-request-document';

/** Requests to a device made up by hand, with their octets and the answer's. */
export const rawRequestFeature: Feature = {
  id: 'raw-request',
  documents: [
    {
      kind: 'raw-request',
      icon: 'write',
      title: ({ id }, project) => {
        const device = project?.devices.find((each) => each.id === id);
        return device === undefined ? null : `${device.deviceId} Requests`;
      },
      forDevice: (device, protocols) => {
        const known = protocols.find(({ name }) => name === device.protocol);
        return known?.capabilities.includes('request') === true ? { title: `${device.deviceId} Requests by hand` } : null;
      },
      component: RawRequestDocument,
    },
  ],
  commands: (app) => [
    {
      id: 'device.rawRequest',
      title: 'Send a request by hand',
      menu: 'Device',
      group: 'one',
      icon: 'write',
      offReason: () => {
        const device = currentDevice(app);
        if (device === undefined) return 'No device is selected';
        const known = app.session.protocols.get().find(({ name }) => name === device.protocol);
        return known?.capabilities.includes('request') === true ? '' : 'Its protocol has no such requests';
      },
      run: () => {
        const device = currentDevice(app);
        if (device !== undefined) app.workspace.open({ kind: 'raw-request', id: device.id });
      },
    },
  ],
};
