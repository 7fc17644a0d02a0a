import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { Device } from '../../../shared/domain/device';
import type { Point } from '../../../shared/domain/point';
import type { Project, Trend } from '../../../shared/domain/project';
import { nextPen } from './pen-style';

/** A pen of a trend with the point and the device that it follows. */
export interface TrendPoint {
  readonly point: Point;
  readonly device: Device;
  readonly pen: number;
}

/** The pens whose points still exist, in the trend's order. */
export function penPoints(project: Project, trend: Trend): TrendPoint[] {
  const wanted = new Map(trend.pens.map((pen) => [pen.pointId, pen.pen]));
  const found = new Map<string, TrendPoint>();
  for (const device of project.devices) {
    for (const point of device.points) {
      const pen = wanted.get(point.id);
      if (pen !== undefined) found.set(point.id, { point, device, pen });
    }
  }
  return trend.pens.flatMap((pen) => found.get(pen.pointId) ?? []);
}

/** The trend with more points, each with the least used pen; those already in it stay as they are. */
export function withPoints(trend: Trend, pointIds: readonly string[]): Trend {
  const pens = [...trend.pens];
  for (const pointId of pointIds) {
    if (pens.some((pen) => pen.pointId === pointId)) continue;
    pens.push({ pointId, pen: nextPen(pens.map((pen) => pen.pen)) });
  }
  return { ...trend, pens };
}

export function withoutPoint(trend: Trend, pointId: string): Trend {
  return { ...trend, pens: trend.pens.filter((pen) => pen.pointId !== pointId) };
}

/** True where a line between two samples would claim values that never were. */
export function isStepped(point: Point): boolean {
  return point.dataType === 'boolean' || point.enumeration.length > 0 || point.access !== 'read';
}

/** True where the device tells changes alone, so that a value is in force until the next one comes. */
export function holdsValues(device: Device, protocols: readonly Pick<ProtocolDescription, 'name' | 'capabilities'>[]): boolean {
  const description = protocols.find(({ name }) => name === device.protocol);
  return description !== undefined && description.capabilities.includes('subscribe');
}
