import type { ComponentType } from 'react';
import type { ProtocolDescription } from '../../shared/contract/devices';
import type { Device } from '../../shared/domain/device';
import type { Project } from '../../shared/domain/project';
import type { IconName } from '../components/icon';
import type { TabKey } from './commands/tab-key';
import type { Selection } from './workspace/selection';
import type { WorkDocument } from './workspace/layout';

/** A screen of the activity bar. Adding one is adding an entry to a feature. */
export interface ScreenEntry {
  readonly id: string;
  readonly title: string;
  readonly icon: IconName;
  /** Order in the activity bar; from 900 on it stands at the foot. */
  readonly order: number;
  /** `page`: one component fills the screen. `workspace`: side panel, tabs, inspector and lower dock. */
  readonly layout: 'page' | 'workspace';
  /** True when it makes sense only with a project. */
  readonly needsProject: boolean;
  /** Neither inspector nor lower dock: its tabs show the chosen thing whole. */
  readonly bare?: boolean;
  readonly page?: ComponentType;
  readonly side?: ComponentType;
  /** Tabs that are always there, first. */
  readonly pinned?: readonly WorkDocument[];
}

/** What a tab shows. */
export interface DocumentProps {
  readonly document: WorkDocument;
  /** Its group has the keyboard: commands and the inspector follow it. */
  readonly active: boolean;
}

export interface DocumentKind {
  readonly kind: string;
  readonly icon: IconName;
  /** The tab's title; null when the thing is gone, which closes the tab. */
  readonly title: (document: WorkDocument, project: Project | null, protocols: readonly ProtocolDescription[]) => string | null;
  /** How the palette lists it for a device; left out: not listed. */
  readonly forDevice?: (device: Device, protocols: readonly ProtocolDescription[]) => { readonly title: string } | null;
  readonly component: ComponentType<DocumentProps>;
}

/** A panel of the lower dock. */
export interface DockPanel {
  readonly id: string;
  readonly title: string;
  readonly icon?: IconName;
  readonly order: number;
  readonly component: ComponentType;
  /** A count behind the title. */
  readonly badge?: ComponentType;
}

/** What the inspector shows for a selection of one kind. */
export interface InspectorKind {
  readonly kind: Selection['kind'];
  readonly component: ComponentType<{ readonly selection: Selection }>;
}

/** What a feature shows. */
export interface FeatureEntries {
  readonly id: string;
  readonly screens?: readonly ScreenEntry[];
  readonly documents?: readonly DocumentKind[];
  readonly dockPanels?: readonly DockPanel[];
  readonly inspectors?: readonly InspectorKind[];
  /** Commands with keys that only an open tab brings (`useCommands`), for the settings of keys. */
  readonly tabKeys?: readonly TabKey[];
}
