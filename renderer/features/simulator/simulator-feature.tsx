import type { Feature } from '../../app/feature';
import { simulatorCommands } from './simulator-commands';
import { SimulatorDocument } from './simulator-document';
import { SimulatorInspector } from './simulator-inspector';
import { SIMULATOR_DOCUMENT, SIMULATORS_SCREEN } from './simulator-selection';
import { SimulatorSide } from './simulator-side';
import { SimulatorsOverview } from './simulators-overview';

const OVERVIEW = 'simulators-overview';

/** Simulated devices: what they serve, how their values move, what goes wrong on purpose, who asks for what. */
export const simulatorFeature: Feature = {
  id: 'simulator',
  screens: [{ id: SIMULATORS_SCREEN, title: 'Simulate', icon: 'simulate', order: 80, layout: 'workspace', needsProject: true, side: SimulatorSide, pinned: [{ kind: OVERVIEW, id: 'overview' }] }],
  documents: [
    { kind: OVERVIEW, icon: 'list', title: () => 'All simulators', component: SimulatorsOverview },
    { kind: SIMULATOR_DOCUMENT, icon: 'simulate', title: ({ id }, project) => project?.simulators.find((each) => each.id === id)?.name ?? null, component: SimulatorDocument },
  ],
  inspectors: [{ kind: 'simulator', component: SimulatorInspector }],
  commands: simulatorCommands,
};
