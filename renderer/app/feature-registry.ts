import type { DockPanel, DocumentKind, FeatureEntries, InspectorKind, ScreenEntry } from './feature-entries';
import type { TabKey } from './commands/tab-key';
import type { WorkDocument } from './workspace/layout';
import type { Selection } from './workspace/selection';

/** What the features offer, looked up by kind. */
export class FeatureRegistry {
  readonly screens: readonly ScreenEntry[];
  readonly dockPanels: readonly DockPanel[];
  readonly tabKeys: readonly TabKey[];
  readonly documents: ReadonlyMap<string, DocumentKind>;
  readonly #inspectors: ReadonlyMap<string, InspectorKind>;

  constructor(features: readonly FeatureEntries[]) {
    this.screens = features.flatMap((feature) => feature.screens ?? []).sort((a, b) => a.order - b.order);
    this.dockPanels = features.flatMap((feature) => feature.dockPanels ?? []).sort((a, b) => a.order - b.order);
    this.tabKeys = features.flatMap((feature) => feature.tabKeys ?? []);
    this.documents = new Map(features.flatMap((feature) => feature.documents ?? []).map((kind) => [kind.kind, kind] as const));
    this.#inspectors = new Map(features.flatMap((feature) => feature.inspectors ?? []).map((kind) => [kind.kind, kind] as const));
  }

  screen(id: string): ScreenEntry | undefined {
    return this.screens.find((screen) => screen.id === id);
  }

  pinned(screen: string): readonly WorkDocument[] {
    return this.screen(screen)?.pinned ?? [];
  }

  inspector(selection: Selection | null): InspectorKind | undefined {
    return selection === null ? undefined : this.#inspectors.get(selection.kind);
  }
}
