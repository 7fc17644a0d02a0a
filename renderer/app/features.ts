import { diagnosticsFeature } from '../features/diagnostics/diagnostics-feature';
import { trendFeature } from '../features/trend/trend-feature';
import type { Feature } from './feature';

/** The features of the product, in the order in which their commands stand in the menus. Adding a screen is adding its feature here. */
export const features: readonly Feature[] = [trendFeature, diagnosticsFeature];
