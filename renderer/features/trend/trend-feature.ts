import type { Feature } from '../../app/feature';
import { trendCommands } from './trend-commands';
import { TrendDock, TrendDocument } from './trend-dock';

/** Trends: a panel of the lower dock, and tabs. */
export const trendFeature: Feature = {
  id: 'trend',
  documents: [
    {
      kind: 'trend',
      icon: 'chart',
      title: ({ id }, project) => project?.trends.find((trend) => trend.id === id)?.name ?? null,
      component: TrendDocument,
    },
  ],
  dockPanels: [{ id: 'trend', title: 'Trend', icon: 'chart', order: 10, component: TrendDock }],
  commands: trendCommands,
};
