import type { Feature } from '../../app/feature';
import { OverviewTab } from './overview-tab';

export const overviewFeature: Feature = {
  id: 'overview',
  documents: [{ kind: 'overview', icon: 'start', title: () => 'Overview', component: OverviewTab }],
};
