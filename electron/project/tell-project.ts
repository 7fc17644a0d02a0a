import type { DeviceStep, ProjectStep } from '../../shared/contract/project-steps';
import type { Device } from '../../shared/domain/device';
import type { Project } from '../../shared/domain/project';
import type { Simulator } from '../../shared/domain/simulator';
import { tellList, type ToldItem, type ToldList } from './tell-list';

/** Items (points, devices, lines, trends) in one step: some 1 MB of JSON, and a pause that nobody notices. */
const MOST_ITEMS = 2000;

export type ToldProject = Pick<ProjectStep, 'rest' | 'lines' | 'trends' | 'simulators' | 'devices' | 'complete'>;

/** The project of a reader who has none yet. */
type Known = Pick<Project, 'lines' | 'trends' | 'simulators' | 'devices'> & Partial<Project>;
const NOTHING: Known = { lines: [], trends: [], simulators: [], devices: [] };

/**
 * What leads a reader from the project that it has to the present one, or a part of the way where that is long.
 * @param before the project that the reader has, as this function gave it; null where it has none
 * @returns the step, and the project that the reader has after it: `after` itself where the step is complete
 */
export function tellProject(before: Project | null, after: Project, mostItems = MOST_ITEMS): { readonly step: ToldProject; readonly reached: Project } {
  const known = before ?? NOTHING;
  let left = mostItems;
  const tellItem = <T>(item: T): ToldItem<T, T> | null => {
    if (left <= 0) return null;
    left -= 1;
    return { told: item, reached: item };
  };
  // Told whole, for there are few of them; one may hold as many points as a device.
  const tellSimulator = (simulator: Simulator): ToldItem<Simulator, Simulator> | null => {
    const told = tellItem(simulator);
    for (const { points } of simulator.units) left -= points.length;
    return told;
  };
  const devicesKnown = new Map<string, Device>();
  // The first one of an id: a device that was told in part stands before the one that it was.
  for (const device of known.devices) if (known.devices !== after.devices && !devicesKnown.has(device.id)) devicesKnown.set(device.id, device);
  const tellDevice = (device: Device): ToldItem<Device, DeviceStep> | null => {
    if (left <= 0) return null;
    const { points, ...alone } = device;
    const told = tellList(devicesKnown.get(device.id)?.points ?? [], points, tellItem);
    // After its points: a device that took the last of what may be told would come without one of them again and again.
    left -= 1;
    return { told: { device: alone, points: told.stretches }, reached: told.reached === points ? device : { ...device, points: [...told.reached] } };
  };

  const lines = tellList(known.lines, after.lines, tellItem);
  const trends = tellList(known.trends, after.trends, tellItem);
  const simulators = tellList(known.simulators, after.simulators, tellSimulator);
  const devices: ToldList<Device, DeviceStep> = tellList(known.devices, after.devices, tellDevice);
  const complete = lines.reached === after.lines && trends.reached === after.trends && simulators.reached === after.simulators && devices.reached === after.devices;
  const { lines: _lines, trends: _trends, simulators: _simulators, devices: _devices, ...rest } = after;
  const sameRest = Object.entries(rest).every(([key, value]) => Reflect.get(known, key) === value);
  return {
    step: { complete, rest: sameRest ? null : rest, lines: lines.stretches, trends: trends.stretches, simulators: simulators.stretches, devices: devices.stretches },
    reached: complete ? after : { ...rest, lines: [...lines.reached], trends: [...trends.reached], simulators: [...simulators.reached], devices: [...devices.reached] },
  };
}
