import { deviceSchema, lineSchema, type Device, type DeviceStatus } from '../../../shared/domain/device';
import { pointSchema, type Point } from '../../../shared/domain/point';
import { projectSchema, type Project } from '../../../shared/domain/project';

/** A UUID that ends in a number. */
export const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export function makePoint(number: number, name: string, change: Partial<Point> = {}): Point {
  return pointSchema.parse({ id: id(number), name, address: {}, dataType: 'float32', ...change });
}

export function makeDevice(number: number, deviceId: string, change: Partial<Device> = {}): Device {
  return deviceSchema.parse({ id: id(number), deviceId, protocol: 'modbus', lineId: id(1), settings: {}, enabled: true, ...change });
}

export function makeProject(devices: readonly Device[], lines: readonly (readonly [number, string])[] = [[1, 'Boiler house LAN']]): Project {
  return projectSchema.parse({
    schemaVersion: 2,
    id: id(999),
    name: 'Boiler House 2',
    createdAt: 0,
    lines: lines.map(([number, name]) => lineSchema.parse({ id: id(number), name, protocol: 'modbus', settings: {} })),
    devices,
    trends: [],
    simulators: [],
    protocols: {},
    history: { retentionDays: 30 },
  });
}

export function makeStatus(deviceNumber: number, change: Partial<DeviceStatus> = {}): DeviceStatus {
  return {
    deviceId: id(deviceNumber),
    state: 'connected',
    since: 0,
    reason: '',
    errorId: null,
    roundTripMs: 12,
    nextTryAt: null,
    lastAnswerAt: 0,
    pointsGood: 1,
    pointsBad: 0,
    latePolls: 0,
    ...change,
  };
}
