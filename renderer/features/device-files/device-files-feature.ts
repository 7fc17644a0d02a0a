import type { AppServices } from '../../app/app-services';
import type { Feature } from '../../app/feature';
import type { Device } from '../../../shared/domain/device';
import { currentDevice } from '../devices/device-commands';
import { DeviceFilesDocument } from './device-files-document';

/** Files that a device keeps: a tab of devices whose protocol transfers files. */
export const deviceFilesFeature: Feature = {
  id: 'device-files',
  documents: [
    {
      kind: 'device-files',
      icon: 'folder',
      title: ({ id }, project) => {
        const device = project?.devices.find((each) => each.id === id);
        return device === undefined ? null : `${device.deviceId} Files`;
      },
      forDevice: (device, protocols) => {
        const known = protocols.find(({ name }) => name === device.protocol);
        return known?.capabilities.includes('files') === true ? { title: `${device.deviceId} Files` } : null;
      },
      component: DeviceFilesDocument,
    },
  ],
  commands: (app) => [
    {
      id: 'device.files',
      title: 'Open the files of the device',
      menu: 'Device',
      group: 'one',
      icon: 'folder',
      offReason: () => {
        const device = currentDevice(app);
        if (device === undefined) return 'No device is selected';
        return keepsFiles(app, device) ? '' : 'Its protocol transfers no files';
      },
      run: () => {
        const device = currentDevice(app);
        if (device !== undefined) app.workspace.open({ kind: 'device-files', id: device.id });
      },
    },
  ],
};

function keepsFiles(app: AppServices, device: Device): boolean {
  return app.session.protocols.get().find(({ name }) => name === device.protocol)?.capabilities.includes('files') === true;
}
