import { randomUUID } from 'node:crypto';
import { deviceSchema } from '../../shared/domain/device';
import { pointSchema } from '../../shared/domain/point';
import type { Device, DeviceInput } from '../../shared/domain/device';
import type { Point, PointInput } from '../../shared/domain/point';

/** A point with whatever the test does not care about filled in. */
export function makePoint(fields: Partial<PointInput> = {}): Point {
  return pointSchema.parse({ id: randomUUID(), name: 'T', address: {}, dataType: 'float32', ...fields });
}

export function makeDevice(points: readonly Point[], fields: Partial<DeviceInput> = {}): Device {
  return deviceSchema.parse({ id: randomUUID(), deviceId: 'DEV-01', protocol: 'modbus', lineId: randomUUID(), settings: {}, points, ...fields });
}
