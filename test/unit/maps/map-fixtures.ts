import { createModbusProtocol } from '../../../electron/protocols/modbus';
import type { Point, PointInput } from '../../../shared/domain/point';
import { makePoint } from '../../support/domain-fixtures';

export const modbus = createModbusProtocol();

/** A point of a holding register whose address has its defaults, as the engine keeps it. */
export function holding(name: string, address: number, fields: Partial<PointInput> = {}): Point {
  const point = makePoint({ name, dataType: 'uint16', ...fields });
  return { ...point, address: modbus.pointAddress.parse({ table: 'holding-register', address, ...fields.address }) };
}
