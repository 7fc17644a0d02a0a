import type { MenuItems } from '../../components/menu/menu';
import { fillOffReason, rowsOffReason } from './map-actions';
import type { MapActions, MapState } from './map-actions';

/** The menu of a row: what the commands do, in the same words. */
export function mapMenuItems(actions: MapActions, state: MapState): MenuItems {
  const rows = state.selected.length === 1 ? 'row' : `${state.selected.length} rows`;
  return [
    ...(state.canWrite ? [{ id: 'write', label: 'Write', icon: 'write' as const, keys: actions.keysOf('point.write'), offReason: state.writeOff, onSelect: actions.write }] : []),
    { id: 'copy', label: `Copy ${rows}`, keys: 'Ctrl+C', offReason: state.selected.length === 0 ? 'Select a row first.' : '', onSelect: actions.copy },
    null,
    { id: 'add', label: 'Add rows', icon: 'plus', offReason: state.editOff, onSelect: actions.addRows },
    { id: 'duplicate', label: `Duplicate ${rows}`, offReason: rowsOffReason(state), onSelect: actions.duplicate },
    { id: 'fill', label: `Fill down ${state.fillColumn?.choiceTitle.toLowerCase() ?? ''}`.trim(), keys: actions.keysOf('rows.fill'), offReason: fillOffReason(state), onSelect: actions.fill },
    { id: 'replace', label: 'Find and replace', keys: actions.keysOf('rows.replace'), offReason: state.editOff, onSelect: () => actions.command('rows.replace') },
    { id: 'series', label: 'Number as a series', offReason: rowsOffReason(state, 2), onSelect: () => actions.command('rows.series') },
    { id: 'shift', label: 'Move addresses', offReason: rowsOffReason(state), onSelect: () => actions.command('rows.shift') },
    ...(state.hasWordBits ? [{ id: 'nameBits', label: 'Name bits', offReason: rowsOffReason(state) || (state.selected.length > 1 ? 'Select one word, or one of its bits.' : ''), onSelect: () => actions.command('rows.nameBits') }] : []),
    { id: 'remove', label: `Delete ${rows}`, keys: 'Delete', offReason: rowsOffReason(state), onSelect: actions.remove },
    null,
    { id: 'compare', label: 'Compare the map', icon: 'split', onSelect: () => actions.command('map.compare') },
    { id: 'coverage', label: 'Address space', icon: 'list', onSelect: () => actions.command('map.coverage') },
  ];
}
