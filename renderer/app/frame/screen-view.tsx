import { useStore } from '../../client/store';
import { Button } from '../../components/button/button';
import { EmptyState } from '../../components/note/empty-state';
import { Splitter } from '../../components/splitter/splitter';
import { useOpenProject } from '../../client/hooks';
import { useApp, useKeysOf, useWorkspace } from '../app-context';
import { Notices } from './notices';
import { InspectorPane } from './inspector-pane';
import { LowerDock } from './lower-dock';
import { RunningJobs } from './running-jobs';
import { WorkArea } from './work-area';

/** The screen that is chosen in the activity bar. */
export function ScreenView() {
  const { features } = useApp();
  const { state } = useWorkspace();
  const open = useOpenProject();
  const screen = features.screen(state.screen) ?? features.screens[0];
  if (!screen) return null;
  const Page = screen.page;
  return (
    <main className="screen" aria-label={screen.title}>
      <Notices />
      {screen.needsProject && !open ? <NoProject /> : Page ? <div className="screen-page" data-region={screen.title}><Page /></div> : <WorkScreen />}
    </main>
  );
}

function NoProject() {
  const { commands } = useApp();
  return (
    <EmptyState
      title="No project is open"
      actions={
        <>
          <Button variant="primary" keys={useKeysOf('project.new')} onClick={() => commands.runById('project.new')}>
            New project
          </Button>
          <Button keys={useKeysOf('project.open')} onClick={() => commands.runById('project.open')}>
            Open project
          </Button>
          <Button onClick={() => commands.runById('demo.start')}>Start the demonstration plant</Button>
        </>
      }
    >
      Devices, their points and trends belong to a project. Everything in it is saved at once.
    </EmptyState>
  );
}

function WorkScreen() {
  const { features, appearance } = useApp();
  const { workspace, state } = useWorkspace();
  const { below, low } = useStore(appearance.viewport);
  const narrow = below.includes(1400);
  const sideOver = below.includes(820);
  const inspectorOver = below.includes(1100);
  const shown = features.screen(state.screen);
  const Side = shown?.side;
  const bare = shown?.bare === true;
  const sideWidth = narrow ? Math.min(state.sideWidth, 224) : state.sideWidth;
  const inspectorWidth = narrow ? Math.min(state.inspectorWidth, 268) : state.inspectorWidth;
  const sideShown = Side && (sideOver ? state.overlay === 'side' : state.sideVisible);
  const inspectorShown = !bare && (inspectorOver ? state.overlay === 'inspector' : state.inspectorVisible);
  const dockVisible = !bare && state.dockVisible;
  const dockOnly = dockVisible && (state.dockMaximized || (low && state.overlay === null && state.dockPanel !== '' && state.dockMaximized));
  const closeOverlay = (event: { key: string }): void => {
    if (event.key === 'Escape') workspace.set({ overlay: null });
  };

  return (
    <div className="screen-work">
      <h1 className="visually-hidden">{shown?.title}</h1>
      {sideShown ? (
        <>
          <section className={sideOver ? 'side overlay overlay-left' : 'side'} style={{ width: sideWidth }} aria-label="Side panel" data-region="Side panel" onKeyDown={sideOver ? closeOverlay : undefined}>
            <Side />
            <RunningJobs />
          </section>
          {sideOver ? null : <Splitter label="Width of the side panel" orientation="vertical" size={sideWidth} minimum={160} maximum={480} onResize={(size) => workspace.set({ sideWidth: size })} />}
        </>
      ) : null}
      <div className="work">
        {dockOnly ? null : <WorkArea />}
        {dockVisible && (!low || state.dockMaximized) ? <LowerDock /> : null}
      </div>
      {inspectorShown ? (
        <>
          {inspectorOver ? null : (
            <Splitter label="Width of the inspector" orientation="vertical" size={inspectorWidth} minimum={200} maximum={560} reversed onResize={(size) => workspace.set({ inspectorWidth: size })} />
          )}
          <section
            className={inspectorOver ? 'inspector overlay overlay-right' : 'inspector'}
            style={{ width: inspectorWidth }}
            aria-label="Inspector"
            data-region="Inspector"
            onKeyDown={inspectorOver ? closeOverlay : undefined}
          >
            <InspectorPane />
          </section>
        </>
      ) : null}
    </div>
  );
}
