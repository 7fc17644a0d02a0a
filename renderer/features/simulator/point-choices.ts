import type { Device } from '../../../shared/domain/device';
import type { Simulator } from '../../../shared/domain/simulator';
import type { NameOf } from './source-text';

export interface PointChoice {
  readonly id: string;
  /** `Unit 1 / Supply temperature`. */
  readonly label: string;
}

/** The points of a simulator that another one can follow. */
export function ownPoints(simulator: Simulator): PointChoice[] {
  return simulator.units.flatMap((unit) => unit.points.filter(({ dataType }) => dataType !== 'string').map(({ id, name }) => ({ id, label: `${unit.name} / ${name}` })));
}

/** The points of the project's devices. */
export function livePoints(devices: readonly Device[]): PointChoice[] {
  return devices.flatMap((device) => device.points.map(({ id, name }) => ({ id, label: `${device.deviceId} / ${name}` })));
}

/** Names of what a source reads by its id: points of the simulator, points of devices, recordings. */
export function namesIn(simulator: Simulator, devices: readonly Device[]): NameOf {
  const several = simulator.units.length > 1;
  // Built when the first one is asked for: most simulators read nothing.
  let names: Map<string, string> | undefined;
  return (id) => {
    names ??= new Map([
      ...simulator.units.flatMap((unit) => unit.points.map((point) => [point.id, several ? `${unit.name} / ${point.name}` : point.name] as const)),
      ...livePoints(devices).map((choice) => [choice.id, choice.label] as const),
      ...simulator.recordings.map((recording) => [recording.id, recording.name] as const),
    ]);
    return names.get(id) ?? 'gone';
  };
}
