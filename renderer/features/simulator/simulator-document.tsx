import { useEffect, useMemo, useState } from 'react';
import { z } from 'zod';
import type { DocumentProps } from '../../app/feature';
import { useApp, useCommands, useNumberFormat, useSelection, useViewState } from '../../app/app-context';
import { useProtocol } from '../../app/open-project';
import { Store, useStorePart } from '../../client/store';
import { formatCount } from '../../components/format/number';
import { EmptyState } from '../../components/note/empty-state';
import { Tabs, type TabItem } from '../../components/tabs/tabs';
import { AskedPanel } from './asked-panel';
import { ConnectionsPanel } from './connections-panel';
import { FilesPanel } from './files-panel';
import { FaultBanner } from './fault-banner';
import { activeFaults } from './fault-text';
import { FaultsPanel } from './faults-panel';
import { LearnPanel } from './learn-panel';
import { SimulatedPoints } from './simulated-points';
import { SettingsPanel } from './settings-panel';
import { SimulatorTools } from './simulator-tools';
import { SwitchesPanel } from './switches-panel';
import { SimulatorTrouble } from './simulator-trouble';
import { useFeed, useServerDescription, useSimulator, useSimulatorStatus } from './use-simulator';
import { WritesPanel } from './writes-panel';
import './simulator.css';

const panels = ['points', 'switches', 'writes', 'files', 'faults', 'asked', 'learn', 'connections', 'settings'] as const;
const panelSchema = z.enum(panels);
type Panel = z.infer<typeof panelSchema>;
const unitSchema = z.string().max(64);

/** A simulator as a tab: its points with live values, what clients did, what goes wrong on purpose. */
export function SimulatorDocument({ document, active }: DocumentProps) {
  const app = useApp();
  const numbers = useNumberFormat();
  const simulator = useSimulator(document.id);
  const status = useSimulatorStatus(document.id);
  const description = useServerDescription(simulator?.protocol);
  const protocol = useProtocol(simulator?.protocol);
  const selection = useSelection();
  const feed = useFeed(document.id);
  const [panel, setPanel] = useViewState(document, 'panel', panelSchema, 'points');
  const [keptUnit, setKeptUnit] = useViewState(document, 'unit', unitSchema, '');
  const writes = useStorePart(feed.writes, (list) => list.length);

  const named = selection?.kind === 'simulator' && selection.simulatorId === document.id ? selection.unitId : null;
  useEffect(() => {
    if (named !== null && named !== keptUnit) setKeptUnit(named);
  }, [named, keptUnit, setKeptUnit]);
  // Coming from another screen, the inspector leaves what was selected there.
  const elsewhere = selection?.kind !== 'simulator';
  useEffect(() => {
    if (active && elsewhere) app.workspace.select({ kind: 'simulator', simulatorId: document.id, unitId: null, pointIds: [] });
  }, [app, active, elsewhere, document.id]);
  const since = status?.since;
  const running = status !== undefined && status.state !== 'off';
  useEffect(() => {
    if (!running) feed.forget();
  }, [feed, running, since]);
  // The setter is another at each drawing: commands that change with it would be registered anew each time.
  const [show] = useState(() => new Store({ panel: setPanel }));
  useEffect(() => show.set({ panel: setPanel }), [show, setPanel]);
  const commands = useMemo(() => panels.map((each) => ({ id: `simulator.show.${each}`, title: `Show ${PANEL_TITLES[each].toLowerCase()} of the simulator`, run: () => show.get().panel(each) })), [show]);
  useCommands(active ? commands : null);

  if (simulator === undefined) return <EmptyState title="The simulator is gone">It was removed from the project. Undo brings it back.</EmptyState>;
  if (description === undefined || protocol === undefined) return <EmptyState title={simulator.name}>What its protocol can do is being asked for.</EmptyState>;
  const unit = simulator.units.find(({ id }) => id === (named ?? keptUnit)) ?? simulator.units[0];
  const counts: Readonly<Record<Panel, number | null>> = {
    points: unit?.points.length ?? null,
    switches: status === undefined || status.switchesOn.length === 0 ? null : status.switchesOn.length,
    writes: writes === 0 ? null : writes,
    files: null,
    faults: simulator.faults.length === 0 ? null : simulator.faults.length,
    asked: null,
    learn: null,
    connections: status === undefined || status.clients.length === 0 ? null : status.clients.length,
    settings: null,
  };
  const items: TabItem[] = panels
    .filter((each) => (each !== 'learn' || description.learns) && (each !== 'switches' || description.switches.length > 0) && (each !== 'files' || description.keepsFiles))
    .map((each) => ({ id: each, label: PANEL_TITLES[each], ...(counts[each] === null ? {} : { badge: formatCount(counts[each], numbers) }) }));
  const shared = { simulator, description, status, running };
  const selectUnit = (unitId: string): void => app.workspace.select({ kind: 'simulator', simulatorId: simulator.id, unitId, pointIds: [] });

  return (
    <div className="pane sim">
      <SimulatorTools {...shared} />
      <SimulatorTrouble {...shared} onPorts={() => setPanel('settings')} />
      <FaultBanner simulator={simulator} description={description} status={status} faults={activeFaults(simulator)} onShow={panel === 'faults' ? null : () => setPanel('faults')} />
      <Tabs label={`Parts of ${simulator.name}`} size="low" items={items} selected={panel} panelId="sim-panel" onSelect={(id) => setPanel(panelSchema.catch('points').parse(id))} />
      <div className="sim-panel" id="sim-panel" role="tabpanel" aria-label={PANEL_TITLES[panel]}>
        {panel === 'points' ? <SimulatedPoints key={unit?.id ?? ''} {...shared} protocol={protocol} unit={unit} feed={feed} active={active} onUnit={selectUnit} /> : null}
        {panel === 'switches' ? <SwitchesPanel key={unit?.id ?? ''} {...shared} unit={unit} onUnit={selectUnit} /> : null}
        {panel === 'writes' ? <WritesPanel simulator={simulator} protocol={protocol} feed={feed} /> : null}
        {panel === 'files' ? <FilesPanel {...shared} /> : null}
        {panel === 'faults' ? <FaultsPanel {...shared} /> : null}
        {panel === 'asked' ? <AskedPanel {...shared} /> : null}
        {panel === 'learn' ? <LearnPanel {...shared} protocol={protocol} onTaken={() => setPanel('points')} /> : null}
        {panel === 'connections' ? <ConnectionsPanel {...shared} /> : null}
        {panel === 'settings' ? <SettingsPanel {...shared} /> : null}
      </div>
    </div>
  );
}

const PANEL_TITLES: Readonly<Record<Panel, string>> = { points: 'Points', switches: 'Switches', writes: 'Writes', files: 'Files', faults: 'Faults', asked: 'Asked', learn: 'Learn a map', connections: 'Connections', settings: 'Settings' };
