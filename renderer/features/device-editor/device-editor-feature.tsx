import type { Feature } from '../../app/feature';
import { editOffReason } from '../../app/open-project';
import { ConnectDialog } from './connect-dialog';
import { SettingsDocument } from './settings-document';

/** The settings of a device as a tab, and the way to a new one. */
export const deviceEditorFeature: Feature = {
  id: 'device-editor',
  documents: [
    {
      kind: 'device-settings',
      icon: 'settings',
      title: ({ id }, project) => {
        const device = project?.devices.find((each) => each.id === id);
        return device === undefined ? null : `${device.deviceId} Settings`;
      },
      forDevice: (device) => ({ title: `${device.deviceId} Settings` }),
      component: SettingsDocument,
    },
  ],
  tabKeys: [
    { id: 'device.apply', title: 'Apply the settings of the device', menu: 'Device', keys: 'Ctrl+Enter' },
    { id: 'device.test', title: 'Test the connection of the device', menu: 'Device', keys: 'F5' },
  ],
  commands: (app) => [
    {
      id: 'device.add',
      title: 'Add a device',
      menu: 'Device',
      group: 'add',
      icon: 'plus',
      offReason: () => {
        const open = app.live.project.get();
        return open ? editOffReason(open) : 'Open a project first.';
      },
      run: async () => {
        await app.session.loaded;
        const policies = app.live.project.get()?.project.protocols ?? {};
        const protocols = app.session.protocols.get().filter((protocol) => policies[protocol.name]?.enabled !== false);
        app.openDialog((close) => <ConnectDialog protocols={protocols} onClose={close} />);
      },
    },
  ],
};
