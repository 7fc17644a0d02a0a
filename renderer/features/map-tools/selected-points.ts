import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import type { AppServices } from '../../app/app-services';
import { currentDevice } from '../devices/device-commands';

/** What a bulk edit may be for. */
export interface ChosenPoints {
  readonly device: Device;
  /** Selected rows of the device, in the order of its list. */
  readonly selected: readonly Point[];
}

/** The device whose rows or whose tab the person is at, and its selected rows; null where there is none. */
export function chosenPoints(app: AppServices): ChosenPoints | null {
  const device = currentDevice(app);
  if (device === undefined) return null;
  const { selection } = app.workspace.state.get();
  const ids = new Set(selection?.kind === 'points' && selection.deviceId === device.id ? selection.pointIds : []);
  return { device, selected: ids.size === 0 ? [] : device.points.filter(({ id }) => ids.has(id)) };
}
