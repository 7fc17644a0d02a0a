import type { Feature } from '../../app/feature';
import { ProblemCount, ProblemsPanel } from './problems-panel';

export const problemsFeature: Feature = {
  id: 'problems',
  dockPanels: [{ id: 'problems', title: 'Problems', order: 40, component: ProblemsPanel, badge: ProblemCount }],
};
