import type { MapFile } from '../../../shared/contract/devices';
import type { Command } from '../../app/commands/command-registry';
import type { TabKey } from '../../app/commands/tab-key';
import { fillOffReason, rowsOffReason } from './map-actions';
import type { MapActions, MapNow, MapState } from './map-actions';

/** Those of them that have keys, for every device. */
export const MAP_TAB_KEYS: readonly TabKey[] = [
  { id: 'rows.filter', title: 'Filter the rows', menu: 'Edit', keys: 'Ctrl+F' },
  { id: 'rows.fill', title: 'Fill down', menu: 'Edit', keys: 'Ctrl+Alt+Down' },
  { id: 'device.readNow', title: 'Read all points of the device now', menu: 'Device', keys: 'F5' },
  { id: 'point.write', title: 'Write the selected points', menu: 'Device', keys: 'F2' },
];

const NOT_THERE = 'The list is not open.';

/** The commands of the point list that has the keyboard. `now` gives its actions and state at that moment. */
export function mapCommands(now: () => MapNow | null, deviceLabel: string, canWrite: boolean, mapFiles: readonly MapFile[] = []): readonly Command[] {
  const run = (act: (actions: MapActions) => void) => (): void => {
    const present = now();
    if (present !== null) act(present.actions);
  };
  const off = (reason: (state: MapState) => string) => (): string => {
    const present = now();
    return present === null ? NOT_THERE : reason(present.state);
  };
  const commands: Command[] = [
    { id: 'rows.filter', title: 'Filter the rows', menu: 'Edit', group: 'rows', keys: 'Ctrl+F', icon: 'filter', run: run((actions) => actions.focusFilter()) },
    { id: 'rows.add', title: `Add rows to ${deviceLabel}`, menu: 'Edit', group: 'rows', icon: 'plus', offReason: off((state) => state.editOff), run: run((actions) => actions.addRows()) },
    { id: 'rows.duplicate', title: 'Duplicate the selected rows', menu: 'Edit', group: 'rows', offReason: off((state) => rowsOffReason(state)), run: run((actions) => actions.duplicate()) },
    { id: 'rows.fill', title: 'Fill down', menu: 'Edit', group: 'rows', keys: 'Ctrl+Alt+Down', offReason: off(fillOffReason), run: run((actions) => actions.fill()) },
    { id: 'rows.remove', title: 'Delete the selected rows', menu: 'Edit', group: 'rows', offReason: off((state) => rowsOffReason(state)), run: run((actions) => actions.remove()) },
    { id: 'rows.import', title: `Import rows into ${deviceLabel}`, menu: 'File', group: 'rows', icon: 'import', offReason: off((state) => state.editOff), run: run((actions) => actions.importFile()) },
    { id: 'rows.exportCsv', title: `Export the rows of ${deviceLabel} as CSV`, menu: 'File', group: 'rows', icon: 'export', run: run((actions) => actions.doExport('csv')) },
    { id: 'rows.exportXlsx', title: `Export the rows of ${deviceLabel} as XLSX`, menu: 'File', group: 'rows', icon: 'export', run: run((actions) => actions.doExport('xlsx')) },
    ...mapFiles.map(({ id, title }): Command => ({ id: `rows.export.${id}`, title: `Export the rows of ${deviceLabel} as ${title}`, menu: 'File', group: 'rows', icon: 'export', run: run((actions) => actions.doExport(id)) })),
    { id: 'device.readNow', title: `Read ${deviceLabel} now`, menu: 'Device', group: 'device', keys: 'F5', icon: 'refresh', run: run((actions) => actions.readNow()) },
  ];
  if (!canWrite) return commands;
  return [
    ...commands,
    { id: 'point.write', title: 'Write the selected points', menu: 'Device', group: 'point', keys: 'F2', icon: 'write', offReason: off((state) => state.writeOff), run: run((actions) => actions.write()) },
  ];
}
