import { z } from 'zod';
import { Store } from '../../client/store';
import { closeDocuments, documentKey, emptyLayout, layoutSchema, openDocument, resizeSplit, splitGroup, stepTab, activeDocument, type Layout, type SplitNode, type WorkDocument } from './layout';
import { sameSelection, type Selection } from './selection';

export interface WorkspaceState {
  readonly screen: string;
  /** Tabs by screen. */
  readonly layouts: Readonly<Record<string, Layout>>;
  readonly selection: Selection | null;
  readonly sideVisible: boolean;
  readonly sideWidth: number;
  readonly inspectorVisible: boolean;
  readonly inspectorWidth: number;
  readonly dockVisible: boolean;
  readonly dockPanel: string;
  /** Height by screen. */
  readonly dockHeights: Readonly<Record<string, number>>;
  readonly dockMaximized: boolean;
  /** What lies over the work area where the window is too narrow for it. */
  readonly overlay: 'side' | 'inspector' | null;
}

/** What is kept over restarts: bars and sizes for the person, tabs for the project. */
export const personalLayoutSchema = z.object({
  sideVisible: z.boolean(),
  sideWidth: z.number().min(120).max(800),
  inspectorVisible: z.boolean(),
  inspectorWidth: z.number().min(160).max(900),
  dockVisible: z.boolean(),
  dockPanel: z.string().max(64),
  dockHeights: z.record(z.string().max(64), z.number().min(60).max(2000)),
});
export const projectLayoutSchema = z.object({ layouts: z.record(z.string().max(64), layoutSchema), viewStates: z.record(z.string().max(200), z.json()) });

interface Place {
  readonly screen: string;
  readonly document: WorkDocument | null;
  readonly selection: Selection | null;
}

const MOST_PLACES = 100;
export const DOCK_HEIGHT = 272;
export const SIDE_WIDTH = 244;
export const INSPECTOR_WIDTH = 292;

const initial: WorkspaceState = {
  screen: 'start',
  layouts: {},
  selection: null,
  sideVisible: true,
  sideWidth: SIDE_WIDTH,
  inspectorVisible: true,
  inspectorWidth: INSPECTOR_WIDTH,
  dockVisible: true,
  dockPanel: 'trend',
  dockHeights: {},
  dockMaximized: false,
  overlay: null,
};

/** Where the person is: screen, tabs, selection, bars; and the way back. */
export class Workspace {
  readonly state = new Store<WorkspaceState>(initial);
  /** What open documents remember of themselves (scroll, filter, columns), by `<document key>/<name>`. */
  readonly viewStates = new Map<string, unknown>();
  /** Raised when a document's own state changed, so that it is kept. */
  readonly viewStateVersion = new Store(0);
  readonly history = new Store<{ readonly back: number; readonly forward: number }>({ back: 0, forward: 0 });
  readonly #places: Place[] = [];
  #at = -1;

  /** @param pinned tabs that a screen always has */
  constructor(private readonly pinned: (screen: string) => readonly WorkDocument[]) {}

  layout(screen = this.state.get().screen): Layout {
    return this.state.get().layouts[screen] ?? emptyLayout(this.pinned(screen));
  }

  openScreen(screen: string): void {
    if (screen === this.state.get().screen) return;
    this.#patch({ screen });
    this.#arrived();
  }

  /** Shows a document as a tab, on the screen whose tabs these are. */
  open(document: WorkDocument, screen = 'devices'): void {
    this.#setLayout(screen, openDocument(this.layout(screen), document));
    this.#patch({ screen, overlay: null });
    this.#arrived();
  }

  close(document: WorkDocument): void {
    const { screen } = this.state.get();
    const key = documentKey(document);
    if (this.pinned(screen).some((pin) => documentKey(pin) === key)) return;
    this.#setLayout(
      screen,
      closeDocuments(this.layout(screen), (other) => documentKey(other) === key),
    );
    for (const name of this.viewStates.keys()) if (name.startsWith(`${key}/`)) this.viewStates.delete(name);
  }

  /** Closes the tabs of things that are gone, on every screen. */
  closeWhere(goes: (document: WorkDocument) => boolean): void {
    for (const [screen, layout] of Object.entries(this.state.get().layouts)) {
      const next = closeDocuments(layout, goes);
      if (next !== layout) this.#setLayout(screen, next);
    }
  }

  activeDocument(): WorkDocument | null {
    return activeDocument(this.layout());
  }

  focusGroup(groupId: string): void {
    const { screen } = this.state.get();
    const layout = this.layout(screen);
    if (layout.activeGroup !== groupId) this.#setLayout(screen, { ...layout, activeGroup: groupId });
  }

  split(direction: 'right' | 'down'): void {
    const { screen } = this.state.get();
    const layout = this.layout(screen);
    this.#setLayout(screen, splitGroup(layout, layout.activeGroup, direction));
  }

  resizeSplit(node: SplitNode, ratio: number): void {
    const { screen } = this.state.get();
    this.#setLayout(screen, resizeSplit(this.layout(screen), node, ratio));
  }

  stepTab(step: 1 | -1): void {
    const { screen } = this.state.get();
    this.#setLayout(screen, stepTab(this.layout(screen), step));
    this.#arrived();
  }

  select(selection: Selection | null): void {
    if (sameSelection(selection, this.state.get().selection)) return;
    this.#patch({ selection });
    const place = this.#places[this.#at];
    if (place) this.#places[this.#at] = { ...place, selection };
  }

  /** Changes bars and sizes. */
  set(change: Partial<Omit<WorkspaceState, 'screen' | 'layouts' | 'selection'>>): void {
    this.#patch(change);
  }

  /** Opens the lower dock with a panel. */
  showDock(panel: string): void {
    this.#patch({ dockVisible: true, dockPanel: panel });
  }

  setDockHeight(height: number): void {
    const { screen, dockHeights } = this.state.get();
    this.#patch({ dockHeights: { ...dockHeights, [screen]: height } });
  }

  back(): void {
    this.#go(this.#at - 1);
  }

  forward(): void {
    this.#go(this.#at + 1);
  }

  viewStateChanged(): void {
    this.viewStateVersion.update((version) => version + 1);
  }

  /** Takes up what a project kept, or begins anew. */
  restore(kept: z.infer<typeof projectLayoutSchema> | null): void {
    this.viewStates.clear();
    for (const [name, value] of Object.entries(kept?.viewStates ?? {})) this.viewStates.set(name, value);
    this.#places.length = 0;
    this.#at = -1;
    this.#patch({ layouts: kept?.layouts ?? {}, selection: null });
    this.#tellHistory();
  }

  #setLayout(screen: string, layout: Layout): void {
    this.#patch({ layouts: { ...this.state.get().layouts, [screen]: layout } });
  }

  #patch(change: Partial<WorkspaceState>): void {
    this.state.update((before) => ({ ...before, ...change }));
  }

  #arrived(): void {
    const { screen, selection } = this.state.get();
    const document = activeDocument(this.layout(screen));
    const here = this.#places[this.#at];
    if (here?.screen === screen && keyOf(here.document) === keyOf(document)) return;
    this.#places.splice(this.#at + 1);
    this.#places.push({ screen, document, selection });
    if (this.#places.length > MOST_PLACES) this.#places.shift();
    this.#at = this.#places.length - 1;
    this.#tellHistory();
  }

  #go(to: number): void {
    const place = this.#places[to];
    if (!place) return;
    this.#at = to;
    if (place.document) this.#setLayout(place.screen, openDocument(this.layout(place.screen), place.document));
    this.#patch({ screen: place.screen, selection: place.selection });
    this.#tellHistory();
  }

  #tellHistory(): void {
    this.history.set({ back: Math.max(0, this.#at), forward: Math.max(0, this.#places.length - 1 - this.#at) });
  }
}

const keyOf = (document: WorkDocument | null): string => (document ? documentKey(document) : '');
