import { isDeepStrictEqual } from 'node:util';
import type { Device, Line } from '../../shared/domain/device';
import type { Project } from '../../shared/domain/project';

/** What must be done so that what runs is what the project says; everything that is not named goes on undisturbed. */
export interface Changes {
  readonly linesRemoved: readonly string[];
  /** Lines that are new or whose settings are others now; devices on the latter are among `devicesRemade`. */
  readonly linesMade: readonly Line[];
  readonly devicesRemoved: readonly string[];
  /** Devices that are new or need a new driver: their settings, their line or their protocol are others now. */
  readonly devicesRemade: readonly Device[];
  /** Devices whose points, interval, label or wish to be connected are others: the driver stays. */
  readonly devicesChanged: readonly Device[];
}

type Running = Pick<Project, 'lines' | 'devices'>;

/** Compares two states of a project; `before` is null when nothing runs yet. */
export function reconcile(before: Running | null, after: Running): Changes {
  const linesBefore = new Map(before?.lines.map((line) => [line.id, line]));
  const devicesBefore = new Map(before?.devices.map((device) => [device.id, device]));
  const linesAfter = new Set(after.lines.map(({ id }) => id));
  const devicesAfter = new Set(after.devices.map(({ id }) => id));

  const linesMade = after.lines.filter((line) => !sameLine(linesBefore.get(line.id), line));
  const remadeLines = new Set(linesMade.map(({ id }) => id));
  const devicesRemade: Device[] = [];
  const devicesChanged: Device[] = [];
  for (const device of after.devices) {
    const known = devicesBefore.get(device.id);
    if (known === device && !remadeLines.has(device.lineId)) continue;
    if (known === undefined || remadeLines.has(device.lineId) || !sameDriver(known, device)) devicesRemade.push(device);
    else if (!sameBehaviour(known, device)) devicesChanged.push(device);
  }
  return {
    linesRemoved: [...linesBefore.keys()].filter((id) => !linesAfter.has(id)),
    linesMade,
    devicesRemoved: [...devicesBefore.keys()].filter((id) => !devicesAfter.has(id)),
    devicesRemade,
    devicesChanged,
  };
}

/** A line's name is a label: only its protocol and settings make it another. */
function sameLine(before: Line | undefined, after: Line): boolean {
  if (before === undefined) return false;
  return before === after || (before.protocol === after.protocol && isDeepStrictEqual(before.settings, after.settings));
}

function sameDriver(before: Device, after: Device): boolean {
  // Findings come from the driver itself and change nothing for it; fewer of them mean that it shall try again.
  const forgotten = after.findings.length < before.findings.length;
  return !forgotten && before.protocol === after.protocol && before.lineId === after.lineId && isDeepStrictEqual(before.settings, after.settings);
}

function sameBehaviour(before: Device, after: Device): boolean {
  return (
    before.points === after.points &&
    before.enabled === after.enabled &&
    before.pollIntervalMs === after.pollIntervalMs &&
    isDeepStrictEqual(before.adaptivePolling ?? null, after.adaptivePolling ?? null) &&
    before.deviceId === after.deviceId
  );
}
