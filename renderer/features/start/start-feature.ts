import type { Feature } from '../../app/feature';
import { StartPage } from './start-page';

export const startFeature: Feature = {
  id: 'start',
  screens: [{ id: 'start', title: 'Start', icon: 'start', order: 10, layout: 'page', needsProject: false, page: StartPage }],
};
