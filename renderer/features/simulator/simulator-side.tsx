import { useState } from 'react';
import { useApp, useSelection } from '../../app/app-context';
import { menuItem } from '../../app/frame/menu-items';
import { useLive } from '../../client/client-context';
import { useAllKeyed } from '../../client/store';
import { Button, IconButton } from '../../components/button/button';
import { Tag } from '../../components/marks/tag';
import { Menu } from '../../components/menu/menu';
import { EmptyState } from '../../components/note/empty-state';
import { Tree, type TreeRow } from '../../components/tree/tree';
import { activeFaults } from './fault-text';
import { SimulatorMark } from './simulator-mark';
import { openSimulator } from './simulator-selection';
import { SimulatorServes } from './simulator-serves';
import { useSimulators } from './use-simulator';
import './simulator.css';

const ROW_MENU = ['simulator.open', 'simulator.toggle', 'simulator.reset', 'simulator.connectDevice', 'simulator.addUnit', 'simulator.duplicate', 'simulator.remove'];

/** The simulators with their units, and what the selected one serves. */
export function SimulatorSide() {
  const app = useApp();
  const { workspace, commands } = app;
  const simulators = useSimulators();
  const statuses = useAllKeyed(useLive().simulators);
  const selection = useSelection();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number } | null>(null);

  const rows: TreeRow[] = simulators.flatMap((simulator) => {
    const status = statuses.find(({ simulatorId }) => simulatorId === simulator.id);
    const expanded = simulator.units.length === 0 ? undefined : !closed.has(simulator.id);
    const head: TreeRow = { id: simulator.id, level: 0, name: simulator.name, icon: 'simulate', expanded, off: !simulator.enabled, mark: <SimulatorMark status={status} faults={activeFaults(simulator).length} /> };
    if (expanded !== true) return [head];
    return [head, ...simulator.units.map((unit): TreeRow => ({ id: unit.id, level: 1, name: unit.name, icon: 'table', off: !simulator.enabled, mark: <span className="state">{unit.points.length}</span> }))];
  });
  const ownerOf = (id: string) => simulators.find((simulator) => simulator.id === id || simulator.units.some((unit) => unit.id === id));
  const selected = selection?.kind === 'simulator' ? (selection.unitId ?? selection.simulatorId) : null;
  const shown = selection?.kind === 'simulator' ? simulators.find(({ id }) => id === selection.simulatorId) : undefined;
  const select = (id: string): void => {
    const simulator = ownerOf(id);
    if (simulator !== undefined) workspace.select({ kind: 'simulator', simulatorId: simulator.id, unitId: id === simulator.id ? null : id, pointIds: [] });
  };
  const open = (id: string): void => {
    const simulator = ownerOf(id);
    if (simulator !== undefined) openSimulator(app, simulator.id, id === simulator.id ? null : id);
  };

  return (
    <>
      <div className="pane-head">
        Simulators
        <span className="grow" />
        <IconButton icon="plus" label="Add a simulator" onClick={() => commands.runById('simulator.add')} />
      </div>
      {simulators.length === 0 ? (
        <EmptyState
          title="No simulators yet"
          actions={
            <Button icon="plus" onClick={() => commands.runById('simulator.add')}>
              Add a simulator
            </Button>
          }
        >
          A simulator answers like a device: from a device&apos;s map, a template, or from what a master asks for.
        </EmptyState>
      ) : (
        <div className="sim-tree">
          <Tree
            label="Simulators"
            rows={rows}
            selected={selected}
            onSelect={(id) => {
              select(id);
              open(id);
            }}
            onOpen={open}
            onToggle={(id, expanded) => {
              const next = new Set(closed);
              if (expanded) next.delete(id);
              else next.add(id);
              setClosed(next);
            }}
            onMenu={(id, at) => {
              select(id);
              setMenu(at);
            }}
          />
        </div>
      )}
      {shown === undefined ? null : <SimulatorServes simulator={shown} />}
      <p className="sim-note">
        Values from a simulator carry the mark <Tag kind="sim">SIM</Tag> wherever they are shown.
      </p>
      {menu ? <Menu label="Simulator" items={ROW_MENU.flatMap((id) => commands.get(id) ?? []).map((command) => menuItem(commands, command))} at={menu} onClose={() => setMenu(null)} /> : null}
    </>
  );
}
