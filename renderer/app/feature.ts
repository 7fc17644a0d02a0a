import type { AppServices } from './app-services';
import type { Command } from './commands/command-registry';
import type { FeatureEntries } from './feature-entries';

export type { DockPanel, DocumentKind, DocumentProps, InspectorKind, ScreenEntry } from './feature-entries';

/** What a folder of features/ offers. It is taken up by its entry in app/features.ts. */
export interface Feature extends FeatureEntries {
  /** Commands that are there all the time; those of an open tab come from `useCommands`. */
  readonly commands?: (app: AppServices) => readonly Command[];
}
