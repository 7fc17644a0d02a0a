import type { Feature } from '../../app/feature';
import { PointsInspector } from './points-inspector';

/** The selected point, whole: value, octets, every other reading of them, limits, who uses it. */
export const inspectorFeature: Feature = {
  id: 'point-inspector',
  inspectors: [{ kind: 'points', component: PointsInspector }],
};
