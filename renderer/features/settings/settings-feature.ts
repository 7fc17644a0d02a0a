import type { Feature } from '../../app/feature';
import { SettingsPage } from './settings-page';

export const settingsFeature: Feature = {
  id: 'settings',
  screens: [{ id: 'settings', title: 'Settings', icon: 'settings', order: 900, layout: 'page', needsProject: false, page: SettingsPage }],
};
