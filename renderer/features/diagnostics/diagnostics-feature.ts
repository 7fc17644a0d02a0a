import type { Feature } from '../../app/feature';
import { DiagnosticsDock, DiagnosticsDocument } from './diagnostics-views';

/** Counters and round trips of a device and of its line: a tab of the device, and a panel of the lower dock. */
export const diagnosticsFeature: Feature = {
  id: 'diagnostics',
  documents: [
    {
      kind: 'diagnostics',
      icon: 'doctor',
      title: ({ id }, project) => {
        const device = project?.devices.find((candidate) => candidate.id === id);
        return device === undefined ? null : `${device.deviceId} Diagnostics`;
      },
      forDevice: (device) => ({ title: `${device.deviceId} Diagnostics` }),
      component: DiagnosticsDocument,
    },
  ],
  dockPanels: [{ id: 'diagnostics', title: 'Diagnostics', order: 20, component: DiagnosticsDock }],
};
