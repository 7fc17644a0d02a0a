import type { Feature } from '../../app/feature';
import { LogPanel } from './log-panel';

export const logFeature: Feature = {
  id: 'log',
  dockPanels: [{ id: 'log', title: 'Log', order: 30, component: LogPanel }],
};
