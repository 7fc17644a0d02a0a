import { aboutFeature } from '../features/about/about-feature';
import { deviceFilesFeature } from '../features/device-files/device-files-feature';
import { deviceEditorFeature } from '../features/device-editor/device-editor-feature';
import { devicesFeature } from '../features/devices/devices-feature';
import { diagnosticsFeature } from '../features/diagnostics/diagnostics-feature';
import { eventPathFeature } from '../features/event-path/event-path-feature';
import { inspectorFeature } from '../features/inspector/inspector-feature';
import { logFeature } from '../features/log/log-feature';
import { mapToolsFeature } from '../features/map-tools/map-tools-feature';
import { overviewFeature } from '../features/overview/overview-feature';
import { problemsFeature } from '../features/problems/problems-feature';
import { projectFeature } from '../features/project/project-feature';
import { rawRequestFeature } from '../features/raw-request/raw-request-feature';
import { registerMapFeature } from '../features/register-map/register-map-feature';
import { settingsFeature } from '../features/settings/settings-feature';
import { snapshotsFeature } from '../features/snapshots/snapshots-feature';
import { simulatorFeature } from '../features/simulator/simulator-feature';
import { startFeature } from '../features/start/start-feature';
import { templatesFeature } from '../features/templates/templates-feature';
import { trafficFeature } from '../features/traffic/traffic-feature';
import { trendFeature } from '../features/trend/trend-feature';
import type { Feature } from './feature';
import { viewFeature } from './frame/view-feature';

/** The features of the product, in the order in which their commands stand in the menus. Adding a screen is adding its feature here. */
export const features: readonly Feature[] = [startFeature, projectFeature, viewFeature, devicesFeature, overviewFeature, registerMapFeature, deviceEditorFeature, templatesFeature, mapToolsFeature, snapshotsFeature, inspectorFeature, trendFeature, diagnosticsFeature, eventPathFeature, deviceFilesFeature, rawRequestFeature, trafficFeature, simulatorFeature, logFeature, problemsFeature, settingsFeature, aboutFeature];
