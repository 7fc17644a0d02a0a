import type { Selection as WorkspaceSelection } from '../../app/workspace/selection';
import { NO_SELECTION } from '../../components/grid/selection-model';
import type { Selection } from '../../components/grid/selection-model';

/** The points of a device that the workspace has selected; none when it has selected something else. */
export function selectedIn(selection: WorkspaceSelection | null, deviceId: string): readonly string[] {
  return selection?.kind === 'points' && selection.deviceId === deviceId ? selection.pointIds : [];
}

/** The same as a grid keeps it: the cursor stands on the first. */
export function selectionOf(pointIds: readonly string[]): Selection {
  const first = pointIds[0];
  return first === undefined ? NO_SELECTION : { selected: new Set(pointIds), anchor: first, focus: first, column: 0 };
}
