import type { Feature } from '../../app/feature';
import { deviceCommands } from './device-commands';
import { DeviceInspector } from './device-inspector';
import { DeviceTree } from './device-tree';
import { LineInspector } from './line-inspector';

export const devicesFeature: Feature = {
  id: 'devices',
  screens: [{ id: 'devices', title: 'Devices', icon: 'devices', order: 20, layout: 'workspace', needsProject: true, side: DeviceTree, pinned: [{ kind: 'overview', id: 'overview' }] }],
  inspectors: [
    { kind: 'device', component: DeviceInspector },
    { kind: 'line', component: LineInspector },
  ],
  commands: deviceCommands,
};
