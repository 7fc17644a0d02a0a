import { useState } from 'react';
import { useStore, useStorePart } from '../../client/store';
import { IconButton } from '../../components/button/button';
import { Splitter } from '../../components/splitter/splitter';
import { Tabs } from '../../components/tabs/tabs';
import { useApp, useKeysOf, useWorkspace } from '../app-context';
import { DOCK_HEIGHT } from '../workspace/workspace';
import { DockToolsContext } from './dock-tools';

/** Trend, diagnostics, log, problems; its height is remembered for each screen. */
export function LowerDock() {
  const { features, appearance } = useApp();
  const { workspace, state } = useWorkspace();
  const dockKeys = useKeysOf('view.dock');
  const { low, below } = useStore(appearance.viewport);
  const [toolsPlace, setToolsPlace] = useState<HTMLElement | null>(null);
  const density = useStorePart(appearance.settings, (settings) => settings.density);
  const roomForTools = !below.includes(820) && density !== 'gloves';
  const panel = features.dockPanels.find((one) => one.id === state.dockPanel) ?? features.dockPanels[0];
  if (!panel) return null;
  const height = state.dockHeights[state.screen] ?? DOCK_HEIGHT;
  const full = low || state.dockMaximized;
  const Body = panel.component;
  return (
    <>
      {full ? null : (
        <Splitter label="Height of the lower dock" orientation="horizontal" size={height} minimum={96} maximum={720} reversed onResize={(size) => workspace.setDockHeight(size)} />
      )}
      <section className={full ? 'dock dock-full' : 'dock'} style={full ? undefined : { height, maxHeight: '70%' }} aria-label="Lower dock" data-region="Lower dock">
        <Tabs
          label="Lower dock"
          size="low"
          panelId="dock-panel"
          items={features.dockPanels.map((one) => {
            const Badge = one.badge;
            return { id: one.id, label: one.title, icon: one.icon, ...(Badge ? { badge: <Badge /> } : {}) };
          })}
          selected={panel.id}
          onSelect={(id) => workspace.showDock(id)}
          end={
            <>
              {roomForTools ? <span className="dock-tools" ref={setToolsPlace} /> : null}
              {low ? null : <IconButton icon={state.dockMaximized ? 'minus' : 'max'} label={state.dockMaximized ? 'Give the work area its room back' : 'Over the whole work area'} onClick={() => workspace.set({ dockMaximized: !state.dockMaximized })} />}
              <IconButton icon="close" label="Close the lower dock" keys={dockKeys} onClick={() => workspace.set({ dockVisible: false, dockMaximized: false })} />
            </>
          }
        />
        <div className="dock-panel" id="dock-panel" role="tabpanel" aria-label={panel.title}>
          <DockToolsContext value={roomForTools ? toolsPlace : undefined}>
            <Body />
          </DockToolsContext>
        </div>
      </section>
    </>
  );
}
