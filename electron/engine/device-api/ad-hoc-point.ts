import { randomUUID } from 'node:crypto';
import type { DataType } from '../../../shared/domain/data-type';
import type { Opaque, Point } from '../../../shared/domain/point';

/** A point that is no part of the project: what the raw routes read and write. */
export function adHocPoint(name: string, address: Opaque, dataType: DataType, access: Point['access']): Point {
  return {
    id: randomUUID(),
    name,
    description: '',
    address,
    dataType,
    access,
    scale: 1,
    offset: 0,
    unit: '',
    ucum: null,
    decimals: null,
    enumeration: [],
    sensorType: '',
    pollIntervalMs: null,
    deadband: 0,
    low: null,
    high: null,
    staleAfterMs: null,
    tags: [],
  };
}
