import type { Feature } from '../../app/feature';
import { DecodeDocument } from './decode-document';
import { trafficCommands } from './traffic-commands';
import { TrafficDocument } from './traffic-document';
import { TrafficSide } from './traffic-side';
import { TRAFFIC_TAB_KEYS } from './traffic-tab-keys';
import { ALL_SOURCES, DECODE_DOCUMENT, TRAFFIC_DOCUMENT, TRAFFIC_SCREEN, testOf } from './traffic-view';

/** Frames on the wire: as they come, taken apart layer by layer, saved for other programs. */
export const trafficFeature: Feature = {
  id: 'traffic',
  screens: [{ id: TRAFFIC_SCREEN, title: 'Traffic', icon: 'traffic', order: 40, layout: 'workspace', needsProject: true, bare: true, side: TrafficSide, pinned: [{ kind: TRAFFIC_DOCUMENT, id: ALL_SOURCES }] }],
  documents: [
    {
      kind: TRAFFIC_DOCUMENT,
      icon: 'traffic',
      title: ({ id }, project) => {
        if (id === ALL_SOURCES) return 'All sources';
        if (testOf(id) !== null) return 'Connection test Traffic';
        const device = project?.devices.find((each) => each.id === id);
        if (device !== undefined) return `${device.deviceId} Traffic`;
        const line = project?.lines.find((each) => each.id === id);
        const source = line ?? project?.simulators.find((each) => each.id === id);
        return source === undefined ? null : `${source.name} Traffic`;
      },
      forDevice: (device) => ({ title: `${device.deviceId} Traffic` }),
      component: TrafficDocument,
    },
    { kind: DECODE_DOCUMENT, icon: 'search', title: () => 'Decode octets', component: DecodeDocument },
  ],
  commands: trafficCommands,
  tabKeys: TRAFFIC_TAB_KEYS,
};
