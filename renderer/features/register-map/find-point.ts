import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import type { Project } from '../../../shared/domain/project';
import { useStorePart } from '../../client/store';
import { useLive } from '../../client/client-context';

export interface FoundPoint {
  readonly device: Device;
  readonly point: Point;
}

/** A point of the open project with its device; null when it is gone. */
export function findPoint(project: Project | null | undefined, pointId: string): FoundPoint | null {
  for (const device of project?.devices ?? []) {
    const point = device.points.find((each) => each.id === pointId);
    if (point !== undefined) return { device, point };
  }
  return null;
}

/** The device of the open project; undefined when it is gone. Renders again only when this device changes. */
export function useDevice(deviceId: string): Device | undefined {
  return useStorePart(useLive().project, (open) => open?.project.devices.find((device) => device.id === deviceId));
}

/** True where the project's values are simulated. */
export function useSimulated(): boolean {
  return useStorePart(useLive().project, (open) => open?.project.simulated ?? false);
}

/** Why the project can't be edited; empty when it can. */
export function useEditOffReason(): string {
  return useStorePart(useLive().project, (open) => (open?.readOnly === true ? open.readOnlyReason || 'The project is open read-only.' : ''));
}
