import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import { useApp, useCommands, useNumberFormat } from '../../app/app-context';
import { Store } from '../../client/store';
import { VirtualGrid } from '../../components/grid/virtual-grid';
import { keepExisting, selectOnly } from '../../components/grid/selection-model';
import type { Selection } from '../../components/grid/selection-model';
import { Menu } from '../../components/menu/menu';
import { ImportDialog } from '../point-import/import-dialog';
import { downloadPointList } from '../point-import/download-point-list';
import { AddRowsDialog } from './add-rows-dialog';
import { copyRows } from './copy-rows';
import { DeviceStrip } from './device-strip';
import { fillDown } from './fill-down';
import { useEditOffReason, useSimulated } from '../../app/open-project';
import { columnsToShow, mapColumns, roomFor } from './map-columns';
import type { MapActions, MapNow, MapState } from './map-actions';
import { mapCommands } from './map-commands';
import { MapEmpty } from './map-empty';
import { mapMenuItems } from './map-menu';
import { MapTools } from './map-tools';
import { openWrite, writeOffReason } from './open-write';
import { countingField, duplicatePoints } from './point-series';
import type { PointRow } from './point-row';
import { NO_FILTER } from './row-filter';
import { useCellEditing } from './use-cell-editing';
import { useGridClipboard } from './use-grid-clipboard';
import { useLiveRows } from './use-live-rows';
import { useMapEdits } from './use-map-edits';
import { useMapRows } from './use-map-rows';
import type { MapView } from './use-map-view';
import { useNotation } from './use-notation';
import { useRowHeight } from './use-row-height';
import { useShownRows } from './use-shown-rows';
import { useWidth } from './use-width';
import { selectedIn, selectionOf } from './workspace-selection';
import './register-map.css';

export interface RegisterMapProps {
  readonly device: Device;
  readonly description: ProtocolDescription;
  /** Its pane has the keyboard: commands are its own. */
  readonly active: boolean;
  readonly view: MapView;
  readonly onView: (view: MapView) => void;
}

/** A device's points as rows: live values, edited in place, filled from spreadsheets, written from. */
export function RegisterMap({ device, description, active, view, onView }: RegisterMapProps) {
  const app = useApp();
  const numbers = useNumberFormat();
  const simulated = useSimulated(device);
  const editOff = useEditOffReason();
  const rowHeight = useRowHeight();
  const [notation, setNotation] = useNotation(device, description);
  const edits = useMapEdits(device);
  const [pane, setPane] = useState<HTMLDivElement | null>(null);
  const width = useWidth(pane);
  const [filter, setFilter] = useState(NO_FILTER);
  const [selection, setSelection] = useState<Selection>(() => selectionOf(selectedIn(app.workspace.state.get().selection, device.id)));
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number } | null>(null);

  const polls = description.capabilities.includes('poll');
  const defaultIntervalMs = polls ? (device.pollIntervalMs ?? description.defaultPollIntervalMs) : null;
  // A value that stays may be polled so much less often: it is not stale for that.
  const slowest = device.adaptivePolling?.slowest ?? 1;
  const intervalOf = useCallback((point: Point) => (defaultIntervalMs === null ? null : (point.pollIntervalMs ?? defaultIntervalMs) * slowest), [defaultIntervalMs, slowest]);
  const intervalOfId = useCallback((pointId: string) => {
    const point = device.points.find((each) => each.id === pointId);
    return point === undefined ? defaultIntervalMs : intervalOf(point);
  }, [device.points, defaultIntervalMs, intervalOf]);

  const rows = useMapRows(device, description);
  const shown = useShownRows(rows, filter, view.sort, { description, notation, intervalOf: intervalOfId });
  const { value: valueRoom, address: addressRoom, name: nameRoom } = useMemo(() => roomFor(rows), [rows]);
  const allColumns = useMemo(
    () => mapColumns({ description, deviceSettings: device.settings, notation, simulated, room: { value: valueRoom, address: addressRoom, name: nameRoom }, defaultIntervalMs }),
    [description, device.settings, notation, simulated, valueRoom, addressRoom, nameRoom, defaultIntervalMs],
  );
  const columns = useMemo(() => columnsToShow(allColumns, view.columns, width, nameRoom), [allColumns, view.columns, width, nameRoom]);
  const live = useLiveRows(intervalOf);

  const keys = useMemo(() => shown.rows.map((row) => row.key), [shown.rows]);
  const [keysBefore, setKeysBefore] = useState(keys);
  if (keysBefore !== keys) {
    setKeysBefore(keys);
    setSelection(keepExisting(selection, keys, keysBefore));
  }
  const selected = useMemo(() => shown.rows.filter((row) => selection.selected.has(row.key)), [shown.rows, selection.selected]);
  const focusGrid = useCallback(() => pane?.querySelector<HTMLElement>('[role="grid"]')?.focus(), [pane]);
  const focusFilter = useCallback(() => pane?.querySelector<HTMLElement>('.map-filter > input')?.focus(), [pane]);
  const { editing, begin } = useCellEditing({
    rows: shown.rows,
    columns,
    description,
    notation,
    numbers,
    edits,
    offReason: editOff,
    onLeave: (key, columnId) => {
      setSelection({ ...selectOnly(selection, key), column: Math.max(0, columns.findIndex((column) => column.id === columnId)) });
      requestAnimationFrame(focusGrid);
    },
  });

  // The inspector follows the rows that are selected in the pane that was used last.
  const chosen = [...selection.selected].join(' ');
  const pushed = useRef(chosen);
  useEffect(() => {
    pushed.current = chosen;
    if (active) app.workspace.select(chosen === '' ? { kind: 'device', deviceId: device.id } : { kind: 'points', deviceId: device.id, pointIds: chosen.split(' ') });
  }, [app, active, chosen, device.id]);
  // And these rows follow when something else (the palette, a link, the way back) names points of this device.
  useEffect(
    () =>
      app.workspace.state.subscribe(() => {
        const named = selectedIn(app.workspace.state.get().selection, device.id);
        if (named.length === 0 || named.join(' ') === pushed.current) return;
        pushed.current = named.join(' ');
        setFilter(NO_FILTER);
        setSelection(selectionOf(named));
      }),
    [app, device.id],
  );

  const canWrite = description.capabilities.includes('write');
  const addressOf = (pointId: string): string => rows.find((row) => row.key === pointId)?.addresses[notation] ?? '';
  const writeOff = writeOffReason(selected.map((row) => row.point), canWrite, description.pointListTitle);
  const write = (): void => {
    app.dismiss('write-off');
    openWrite(app, device, selected.map((row) => row.point), addressOf);
  };
  const focused = shown.rows.find((row) => row.key === selection.focus);
  const focusedColumn = columns[Math.min(selection.column, columns.length - 1)];
  const editOrWrite = (): void => {
    if (focused !== undefined && focusedColumn !== undefined && begin(focused, focusedColumn.id)) return;
    if (writeOff === '') write();
    else app.notify({ id: 'write-off', kind: 'plain', title: writeOff, detail: '' });
  };
  const paste = (text: string): void => {
    if (editOff !== '') return;
    app.openDialog((close) => <ImportDialog device={device} description={description} source={{ kind: 'clipboard', text }} onClose={close} />);
  };
  const importFile = (): void => app.openDialog((close) => <ImportDialog device={device} description={description} source={{ kind: 'choose' }} onClose={close} />);
  const addRows = (): void => app.openDialog((close) => (
    <AddRowsDialog device={device} description={description} after={focused?.point ?? device.points.at(-1) ?? null} edits={edits} onClose={close} onAdded={(ids) => setSelection((before) => (ids[0] === undefined ? before : selectOnly(before, ids[0])))} />
  ));
  const remove = (): void => {
    if (editOff === '' && selected.length > 0) void edits.remove(selected.map((row) => row.key));
  };
  const duplicate = (): void => {
    void edits.add(duplicatePoints(selected.map((row) => row.point), device.points, countingField(description.addressFields), () => crypto.randomUUID()));
  };
  const fill = (): void => {
    const field = columns[selection.column]?.field;
    if (field !== undefined) void edits.update(fillDown(selected.map((row) => row.point), field));
  };
  const doExport = (format: string): void => {
    void downloadPointList(app, device, format);
  };
  const copy = (): void => {
    focusGrid();
    // The copy event that follows is answered below; there is no other way that asks for no permission.
    document.execCommand('copy');
  };
  const readNow = (): void => {
    void app.attempt(`${device.deviceId} could not be read`, () => app.client.call('device.readNow', { deviceId: device.id }));
  };
  const actions: MapActions = { write, editOrWrite, addRows, importFile, remove, duplicate, fill, doExport, copy, focusFilter, readNow, command: (id) => app.commands.runById(id), keysOf: (id) => app.commands.keysById(id) };
  const state: MapState = { selected, editOff, writeOff, canWrite, hasWordBits: description.capabilities.includes('word-bits'), fillColumn: columns[selection.column], deviceLabel: device.deviceId };
  const [now] = useState(() => new Store<MapNow | null>(null));
  useEffect(() => {
    now.set({ actions, state });
  });
  const commands = useMemo(() => mapCommands(now.get, device.deviceId, canWrite, description.mapFiles), [now, device.deviceId, canWrite, description.mapFiles]);
  useCommands(active ? commands : null);

  useGridClipboard(pane, active, () => (selected.length === 0 ? '' : copyRows(selected, description, (id) => app.samples.samples.get(id))), paste);
  const onKey = (event: KeyboardEvent): boolean => {
    if (event.key === 'F2' && !event.ctrlKey) editOrWrite();
    else if (event.key === 'Delete' && !event.ctrlKey && !event.shiftKey) remove();
    else if (event.key === '/' && !event.ctrlKey) focusFilter();
    else return false;
    event.stopPropagation();
    return true;
  };
  const sortBy = (columnId: string): void => {
    const sort = view.sort;
    const next = sort?.columnId !== columnId ? { columnId, descending: false } : sort.descending ? null : { columnId, descending: true };
    onView({ ...view, sort: next });
  };

  /** Runs a command of the device that this list is of, whatever is selected elsewhere. */
  const runForDevice = (id: string): void => {
    app.workspace.select({ kind: 'device', deviceId: device.id });
    app.commands.runById(id);
  };
  return (
    <div ref={setPane} className="pane">
      <MapTools
        description={description}
        rows={rows}
        shown={shown.rows.length}
        filter={filter}
        onFilter={setFilter}
        onFilterDown={focusGrid}
        notation={notation}
        onNotation={setNotation}
        columns={allColumns}
        isShown={(id) => columns.some((column) => column.id === id)}
        onColumn={(id, isShown) => onView({ ...view, columns: { ...view.columns, [id]: isShown } })}
        outdated={shown.outdated}
        onRefresh={shown.refresh}
        editOffReason={editOff}
        writeOffReason={writeOff}
        canWrite={canWrite}
        onImport={importFile}
        onExport={doExport}
        onAddRows={addRows}
        onWrite={write}
      />
      <DeviceStrip device={device} />
      <VirtualGrid<PointRow>
        label={`${description.pointListTitle} of ${device.deviceId}`}
        columns={columns}
        items={shown.items}
        nameOf={(row) => row.point.name}
        rowHeight={rowHeight}
        selection={selection}
        onSelection={setSelection}
        rowClass={(row) => (row.depth === 1 ? 'bit' : '')}
        attachRow={live.attach}
        onShown={live.onShown}
        editing={editing}
        sort={view.sort}
        onSort={sortBy}
        onOpen={(row, columnId) => {
          if (!begin(row, columnId) && writeOffReason([row.point], canWrite, description.pointListTitle) === '') openWrite(app, device, [row.point], addressOf);
        }}
        onKey={onKey}
        onMenu={(_, at) => setMenu(at)}
        empty={<MapEmpty filtered={rows.length > 0} title={description.pointListTitle} offReason={editOff} onAll={() => setFilter(NO_FILTER)} onPasted={paste} onImport={importFile} onAddRows={addRows} onTemplate={() => runForDevice('template.takeInto')} onDescribe={description.capabilities.includes('describe-itself') ? () => runForDevice('device.describe') : null} />}
      />
      {menu === null ? null : <Menu label="Row" at={menu} items={mapMenuItems(actions, state)} onClose={() => setMenu(null)} />}
    </div>
  );
}
