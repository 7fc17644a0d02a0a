import type { Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import type { ProcedureInput } from '../../shared/contract';
import { type Point, type PointInput, pointSchema } from '../../shared/domain/point';
import { callEngine } from './engine-calls';

/** A point on a holding register, uint16 unless told otherwise. */
export function newPoint(name: string, register: number, other: Partial<PointInput> = {}): Point {
  return pointSchema.parse({ id: randomUUID(), name, address: { table: 'holding-register', address: register, bit: null, byteOrder: null, length: null }, dataType: 'uint16', ...other });
}

/** What a device is made of; the rest has its defaults. */
export interface DeviceToMake {
  readonly name: string;
  readonly lineSettings: ProcedureInput<'device.add'>['lineSettings'];
  readonly settings?: ProcedureInput<'device.add'>['settings'];
  readonly pollIntervalMs?: number;
  readonly points: readonly Point[];
  readonly connected?: boolean;
}

/** Makes a project with one device over the contract, for specs whose matter begins after that. @returns the device's id */
export async function makeProject(page: Page, projectName: string, device: DeviceToMake): Promise<string> {
  await callEngine(page, 'project.create', { name: projectName });
  const { id } = await callEngine(page, 'device.add', {
    deviceId: device.name,
    description: '',
    protocol: 'modbus',
    lineName: null,
    lineSettings: device.lineSettings,
    settings: device.settings ?? {},
    pollIntervalMs: device.pollIntervalMs ?? null,
    enabled: device.connected ?? true,
  });
  await callEngine(page, 'points.add', { deviceId: id, points: [...device.points] });
  return id;
}
