import { isDeepStrictEqual } from 'node:util';
import type { Device, Line } from '../../shared/domain/device';
import type { PlannedDevice } from './plan-devices';

export interface BuiltDevices {
  readonly devices: Device[];
  readonly lines: Line[];
  readonly added: number;
  readonly changed: number;
}

export interface BuildRequest {
  readonly devices: readonly Device[];
  readonly lines: readonly Line[];
  readonly planned: readonly PlannedDevice[];
  /** `<protocol> <key>` of a line. */
  readonly keyOf: (line: Line) => string;
  readonly newId: () => string;
}

/**
 * The project's devices and lines with the planned ones in their places. A device whose line gets another key takes its
 * line along where everybody on it goes the same way and there is no line of the new key; else it moves to the line of
 * that key, found or made. Lines that nobody is on any more go. What does not change stays the same object.
 */
export function buildDevices({ devices, lines, planned, keyOf, newId }: BuildRequest): BuiltDevices {
  const byKey = new Map(lines.map((line) => [keyOf(line), line]));
  const goingTo = new Map<string, Set<string>>();
  const plannedById = new Map(planned.flatMap((plan) => (plan.read.existing === null ? [] : [[plan.read.existing.id, plan] as const])));
  const linesById = new Map(lines.map((line) => [line.id, line]));
  for (const device of devices) {
    const own = linesById.get(device.lineId);
    const key = plannedById.get(device.id)?.lineKey ?? (own === undefined ? '' : keyOf(own));
    goingTo.set(device.lineId, (goingTo.get(device.lineId) ?? new Set()).add(key));
  }
  const named = new Map(planned.flatMap(({ lineKey, read }) => (read.lineName === null ? [] : [[lineKey, read.lineName] as const])));
  const wanted = new Map<string, Line>();
  for (const { lineKey, lineSettings, protocol, read } of planned) {
    if (wanted.has(lineKey)) continue;
    const own = read.existing === null ? undefined : linesById.get(read.existing.lineId);
    const takesAlong = own !== undefined && goingTo.get(own.id)?.size === 1 && !Array.from(wanted.values()).some(({ id }) => id === own.id);
    const line = byKey.get(lineKey) ?? (takesAlong ? own : undefined);
    const label = protocol.lineLabel(lineSettings);
    const hadLabel = line !== undefined && line.name === protocol.lineLabel(line.settings);
    const name = named.get(lineKey) ?? (line === undefined || hadLabel ? label : line.name);
    if (line !== undefined && line.name === name && isDeepStrictEqual(line.settings, lineSettings)) wanted.set(lineKey, line);
    else wanted.set(lineKey, { id: line?.id ?? newId(), name, protocol: protocol.description.name, settings: lineSettings });
  }
  const now = devices.map((device) => withPlan(device, plannedById.get(device.id), wanted));
  const added = planned.filter(({ read }) => read.existing === null).map((plan) => newDevice(plan, wanted, newId));
  const all = [...now, ...added];
  const used = new Set(all.map(({ lineId }) => lineId));
  const changedLines = new Map(Array.from(wanted.values(), (line) => [line.id, line]));
  const kept = lines.map((line) => changedLines.get(line.id) ?? line);
  const fresh = [...changedLines.values()].filter(({ id }) => !linesById.has(id));
  return { devices: all, lines: [...kept, ...fresh].filter(({ id }) => used.has(id)), added: added.length, changed: now.filter((device, at) => device !== devices[at]).length };
}

function withPlan(device: Device, plan: PlannedDevice | undefined, lines: ReadonlyMap<string, Line>): Device {
  if (plan === undefined) return device;
  const settings = isDeepStrictEqual(device.settings, plan.settings) ? device.settings : plan.settings;
  const { description, enabled, pollIntervalMs, adaptivePolling = null } = plan.read.device;
  const next: Device = { ...device, description, enabled, pollIntervalMs, settings, lineId: lines.get(plan.lineKey)?.id ?? device.lineId, ...(plan.points === null ? {} : { points: [...plan.points] }) };
  if (!isDeepStrictEqual(device.adaptivePolling ?? null, adaptivePolling)) next.adaptivePolling = adaptivePolling;
  return isDeepStrictEqual(device, next) ? device : next;
}

function newDevice({ read, protocol, settings, lineKey, points }: PlannedDevice, lines: ReadonlyMap<string, Line>, newId: () => string): Device {
  return { id: newId(), deviceId: read.deviceId, ...read.device, protocol: protocol.description.name, lineId: lines.get(lineKey)?.id ?? '', settings, points: [...(points ?? [])], findings: [] };
}
