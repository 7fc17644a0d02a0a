import type { MapColumn } from './map-columns';
import type { PointRow } from './point-row';

/** What can be done with the rows of a point list: by key, menu, tools and palette alike. */
export interface MapActions {
  readonly write: () => void;
  /** F2: edits the cell of the cursor where it can be edited, else writes. */
  readonly editOrWrite: () => void;
  readonly addRows: () => void;
  readonly importFile: () => void;
  readonly remove: () => void;
  readonly duplicate: () => void;
  readonly fill: () => void;
  readonly copy: () => void;
  readonly doExport: (format: string) => void;
  readonly focusFilter: () => void;
  readonly readNow: () => void;
  /** Runs a command for this device and the selected rows. */
  readonly command: (id: string) => void;
  /** The keys that a command has now. */
  readonly keysOf: (id: string) => string | undefined;
}

export interface MapState {
  readonly selected: readonly PointRow[];
  /** Why nothing can be edited; empty when it can. */
  readonly editOff: string;
  readonly writeOff: string;
  readonly canWrite: boolean;
  /** The protocol knows words whose bits are points. */
  readonly hasWordBits: boolean;
  /** The column of the cursor, by which is filled down. */
  readonly fillColumn: MapColumn | undefined;
  readonly deviceLabel: string;
}

/** Actions and state as they are now: commands outlive a drawing of the screen. */
export interface MapNow {
  readonly actions: MapActions;
  readonly state: MapState;
}

/** Why an action on the selected rows is off; empty when it is on. */
export function rowsOffReason(state: MapState, least = 1): string {
  if (state.editOff !== '') return state.editOff;
  if (state.selected.length < least) return least === 1 ? 'Select a row first.' : 'Select several rows first.';
  return '';
}

export function fillOffReason(state: MapState): string {
  if (state.fillColumn?.field === undefined) return 'Put the cursor into a column that can be edited.';
  return rowsOffReason(state, 2);
}
