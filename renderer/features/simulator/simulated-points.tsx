import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { SimulatedUnit } from '../../../shared/domain/simulator';
import { useApp, useNumberFormat } from '../../app/app-context';
import { useEditOffReason } from '../../app/open-project';
import { Button } from '../../components/button/button';
import { Select } from '../../components/field/select';
import { TextField } from '../../components/field/text-field';
import { counted } from '../../components/format/number';
import { keepExisting, NO_SELECTION, selectAll, selectOnly, type Selection } from '../../components/grid/selection-model';
import { VirtualGrid } from '../../components/grid/virtual-grid';
import { Menu, type MenuItems } from '../../components/menu/menu';
import { EmptyState } from '../../components/note/empty-state';
import { AddRowsDialog } from '../register-map/add-rows-dialog';
import { buildRows, withHeadings } from '../register-map/build-rows';
import { columnsToShow } from '../register-map/map-columns';
import type { PointRow } from '../register-map/point-row';
import { useCellEditing } from '../register-map/use-cell-editing';
import { useNotation } from '../register-map/use-notation';
import { useRowHeight } from '../register-map/use-row-height';
import { useWidth } from '../register-map/use-width';
import type { PanelProps } from './panel-props';
import { openFaultDialog } from './fault-dialog';
import { scopeOfPoints } from './fault-scope';
import { namesIn } from './point-choices';
import { simulatedColumns } from './simulated-columns';
import type { SimulatorFeed } from './simulator-feed';
import { useUnitAddresses } from './use-simulator';
import { useUnitEdits } from './use-unit-edits';

export interface SimulatedPointsProps extends PanelProps {
  readonly protocol: ProtocolDescription;
  /** Undefined: the simulator has none. */
  readonly unit: SimulatedUnit | undefined;
  readonly feed: SimulatorFeed;
  readonly active: boolean;
  readonly onUnit: (unitId: string) => void;
}

const NO_COLUMNS_CHOSEN = {};

/** The points of one unit with their live values and what makes them. The inspector edits what is selected. */
export function SimulatedPoints({ simulator, description, protocol, unit, feed, active, running, onUnit }: SimulatedPointsProps) {
  const app = useApp();
  const numbers = useNumberFormat();
  const editOff = useEditOffReason();
  const rowHeight = useRowHeight();
  const edits = useUnitEdits(simulator, unit);
  const [pane, setPane] = useState<HTMLDivElement | null>(null);
  const width = useWidth(pane);
  const [text, setText] = useState('');
  const [selection, setSelection] = useState<Selection>(NO_SELECTION);
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const [notation] = useNotation(undefined, protocol);
  const addresses = useUnitAddresses(simulator.id, unit);
  const points = unit?.points;
  const rows = useMemo(() => buildRows(points ?? [], addresses, protocol), [points, addresses, protocol]);
  const shown = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return wanted === '' ? rows : rows.filter((row) => [row.point.name, row.addresses[notation] ?? '', row.point.unit].some((part) => part.toLowerCase().includes(wanted)));
  }, [rows, text, notation]);
  const items = useMemo(() => withHeadings(shown, protocol).map((row) => (row.kind === 'group' ? { heading: row } : { row })), [shown, protocol]);
  const nameOf = useMemo(() => namesIn(simulator, app.live.project.get()?.project.devices ?? []), [simulator, app]);
  const columns = useMemo(
    () => (unit === undefined ? [] : columnsToShow(simulatedColumns({ protocol, unit, unitSettings: unit.settings, notation, numbers, nameOf, feed }), NO_COLUMNS_CHOSEN, width)),
    [protocol, unit, notation, numbers, nameOf, feed, width],
  );

  const keys = useMemo(() => shown.map((row) => row.key), [shown]);
  const [keysBefore, setKeysBefore] = useState(keys);
  if (keysBefore !== keys) {
    setKeysBefore(keys);
    setSelection(keepExisting(selection, keys, keysBefore));
  }
  const focusGrid = useCallback(() => pane?.querySelector<HTMLElement>('[role="grid"]')?.focus(), [pane]);
  const { editing, begin } = useCellEditing({
    rows: shown,
    columns,
    description: protocol,
    notation,
    numbers,
    edits,
    offReason: editOff,
    onLeave: (key, columnId) => {
      setSelection({ ...selectOnly(selection, key), column: Math.max(0, columns.findIndex((column) => column.id === columnId)) });
      requestAnimationFrame(focusGrid);
    },
  });

  // The inspector follows the rows that are selected here.
  const chosen = [...selection.selected].join(' ');
  const unitId = unit?.id ?? null;
  const told = useRef('');
  useEffect(() => {
    if (!active || told.current === `${unitId} ${chosen}`) return;
    told.current = `${unitId} ${chosen}`;
    if (chosen !== '') app.workspace.select({ kind: 'simulator', simulatorId: simulator.id, unitId, pointIds: chosen.split(' ') });
  }, [app, active, chosen, simulator.id, unitId]);

  if (unit === undefined) return <NoUnits onAdd={() => app.commands.runById('simulator.addUnit')} editOff={editOff} />;
  const selected = shown.filter((row) => selection.selected.has(row.key));
  const addRows = (): void =>
    app.openDialog((close) => (
      <AddRowsDialog device={{ deviceId: unit.name }} description={protocol} after={selected.at(-1)?.point ?? unit.points.at(-1) ?? null} edits={edits} onClose={close} onAdded={(ids) => setSelection((before) => (ids[0] === undefined ? before : selectOnly(before, ids[0])))} />
    ));
  const remove = (): void => {
    if (editOff === '' && selected.length > 0) void edits.remove(selected.map((row) => row.key));
  };
  const editBehaviour = (): void => {
    if (app.appearance.viewport.get().below.includes(1100)) app.workspace.set({ overlay: 'inspector' });
    else app.workspace.set({ inspectorVisible: true });
    // The inspector draws itself first.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('.sim-behaviour select')?.focus());
  };
  const release = (): void => {
    void app.attempt('The points were not given back', async () => {
      for (const row of selected) await app.client.call('simulator.setValue', { simulatorId: simulator.id, pointId: row.key, value: null });
    });
  };
  const faultHere = (): void => {
    openFaultDialog(app, { simulator, description, fault: null, scope: scopeOfPoints(selected.map((row) => row.point), unit, description, protocol), running });
  };
  const none = selected.length === 0 ? 'No point is selected' : '';
  const menuItems: MenuItems = [
    { id: 'behaviour', label: selected.length > 1 ? `Behaviour of ${selected.length} points` : 'Behaviour', icon: 'simulate', keys: 'F2', offReason: none, onSelect: editBehaviour },
    { id: 'release', label: 'Give back to the behaviour', icon: 'undo', offReason: none || (running ? '' : 'It does not run'), onSelect: release },
    { id: 'fault', label: 'A fault for these addresses', icon: 'warn', offReason: none || editOff, onSelect: faultHere },
    null,
    { id: 'all', label: 'Select all', keys: 'Ctrl+A', onSelect: () => setSelection(selectAll(selection, keys)) },
    { id: 'add', label: 'Add rows', icon: 'plus', offReason: editOff, onSelect: addRows },
    { id: 'remove', label: selected.length > 1 ? `Delete ${selected.length} points` : 'Delete the point', icon: 'close', keys: 'Delete', offReason: none || editOff, onSelect: remove },
  ];
  const onKey = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.altKey) return false;
    if (event.key === 'F2') editBehaviour();
    else if (event.key === 'Delete' && !event.shiftKey) remove();
    else if (event.key === '/') pane?.querySelector<HTMLElement>('.map-filter > input')?.focus();
    else return false;
    event.stopPropagation();
    return true;
  };

  return (
    <div ref={setPane} className="pane">
      <div className="tools">
        {simulator.units.length < 2 ? <b className="strong ell">{unit.name}</b> : <Select label={description.unitTitle} hiddenLabel value={unit.id} choices={simulator.units.map(({ id, name }) => ({ value: id, label: name }))} onChange={onUnit} />}
        <TextField label="Filter points" hiddenLabel icon="filter" type="search" placeholder="Filter points" width={16} value={text} onChange={setText} />
        <span className="dim ell map-shown">{text.trim() === '' ? counted(rows.length, 'point') : `${shown.length} of ${counted(rows.length, 'point')}`}</span>
        <span className="grow" />
        <Button variant="quiet" icon="simulate" keys="F2" offReason={none} onClick={editBehaviour}>
          Behaviour
        </Button>
        <Button variant="quiet" icon="plus" offReason={editOff} onClick={addRows}>
          Add rows
        </Button>
      </div>
      <VirtualGrid<PointRow>
        label={`Points of ${simulator.name} ${unit.name}`}
        columns={columns}
        items={items}
        nameOf={(row) => row.point.name}
        rowHeight={rowHeight}
        selection={selection}
        onSelection={setSelection}
        rowClass={(row) => (row.depth === 1 ? 'bit' : '')}
        onShown={(ids) => feed.show(ids)}
        editing={editing}
        onOpen={(row, columnId) => {
          if (!begin(row, columnId)) editBehaviour();
        }}
        onKey={onKey}
        onMenu={(_, at) => setMenu(at)}
        empty={
          rows.length > 0 ? (
            <EmptyState title={`No point fits ${text}`}>Names, addresses and units are looked through.</EmptyState>
          ) : (
            <EmptyState
              title="No points yet"
              actions={
                <Button variant="primary" offReason={editOff} onClick={addRows}>
                  Add rows
                </Button>
              }
            >
              Points can be typed in, or learned from what a master asks for: see Learn a map.
            </EmptyState>
          )
        }
      />
      {menu === null ? null : <Menu label="Point" at={menu} items={menuItems} onClose={() => setMenu(null)} />}
    </div>
  );
}

function NoUnits({ onAdd, editOff }: { readonly onAdd: () => void; readonly editOff: string }) {
  return (
    <EmptyState
      title="Nothing is served yet"
      actions={
        <Button variant="primary" offReason={editOff} onClick={onAdd}>
          Add a unit
        </Button>
      }
    >
      A unit is what a master addresses: give it a device&apos;s map, a template&apos;s, or none. Or let a master ask, and take what it asked for from Learn a map.
    </EmptyState>
  );
}
