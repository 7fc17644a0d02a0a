import { z } from 'zod';
import type { AppServices } from '../app-services';
import { personalLayoutSchema, projectLayoutSchema } from '../workspace/workspace';

const PERSONAL = 'layout';
const jsonSchema = z.json();

/** Bars and sizes are the person's; tabs, splits and what they show come back with the project. */
export function keepLayout(app: AppServices): void {
  const { workspace, preferences, client, live } = app;
  /** Undefined until a project's tabs were taken up; null while none is open. */
  let projectId: string | null | undefined;
  /** The project whose tabs are on their way. */
  let loadingId: string | undefined;
  let begun = false;
  let personalLoaded = false;

  const loadPersonal = (): void => {
    if (personalLoaded || client.link.get() !== 'connected') return;
    void app.attempt('The window layout could not be read', async () => {
      const kept = await preferences.get(PERSONAL, personalLayoutSchema);
      if (kept) workspace.set(kept);
      personalLoaded = true;
    });
  };

  const takeProject = (): void => {
    const open = live.project.get();
    const id = open === undefined ? undefined : (open?.project.id ?? null);
    if (id === undefined) return;
    if (id === projectId) {
      if (open) closeGone(open.project);
      return;
    }
    if (id === loadingId) return;
    projectId = undefined;
    loadingId = undefined;
    app.notices.set([]);
    if (id === null) {
      projectId = null;
      workspace.restore(null);
      if (app.features.screen(workspace.state.get().screen)?.needsProject === true) workspace.openScreen('start');
      return;
    }
    loadingId = id;
    void app.attempt('The tabs of the project could not be read', async () => {
      const kept = await preferences.get(`tabs:${id}`, projectLayoutSchema);
      if (live.project.get()?.project.id !== id) return;
      workspace.restore(kept);
      // A first start finds an empty project open: what can be done is on the start page. Later, opening goes to the work.
      if (begun || open?.project.devices.length !== 0) workspace.openScreen('devices');
      begun = true;
      projectId = id;
      loadingId = undefined;
    });
  };

  const closeGone = (project: NonNullable<ReturnType<typeof live.project.get>>['project']): void => {
    workspace.closeWhere((document) => {
      const kind = app.features.documents.get(document.kind);
      return !kind || kind.title(document, project, app.session.protocols.get()) === null;
    });
  };

  const keep = (): void => {
    if (personalLoaded) {
      preferences.set(PERSONAL, () => {
        const { sideVisible, sideWidth, inspectorVisible, inspectorWidth, dockVisible, dockPanel, dockHeights } = workspace.state.get();
        return { sideVisible, sideWidth, inspectorVisible, inspectorWidth, dockVisible, dockPanel, dockHeights: { ...dockHeights } };
      });
    }
    const id = projectId;
    if (id === null || id === undefined) return;
    preferences.set(`tabs:${id}`, () =>
      jsonSchema.parse({ layouts: workspace.state.get().layouts, viewStates: Object.fromEntries([...workspace.viewStates].filter(([, value]) => value !== undefined)) }),
    );
  };

  client.link.subscribe(loadPersonal);
  loadPersonal();
  live.project.subscribe(takeProject);
  workspace.state.subscribe(keep);
  workspace.viewStateVersion.subscribe(keep);
}

