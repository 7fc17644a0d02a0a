import type { Point } from '../../../shared/domain/point';
import { MAX_READ_REGISTERS, registerCount } from '../../stacks/modbus';
import type { ModbusByteOrder, ModbusValueType } from '../../stacks/modbus';
import { addressOf, isBitTable, tableName } from './point-address';
import type { PointAddress } from './point-address';
import type { ByteOrder } from './device-settings';

/** Where and how a point is read: its table, first address, how many, and as what. */
export interface PointLayout {
  readonly point: Point;
  readonly address: PointAddress;
  /** Registers, or 1 for a coil or discrete input. */
  readonly count: number;
  /** Null for coils and discrete inputs. */
  readonly type: ModbusValueType | null;
  readonly order: ModbusByteOrder;
}

/** How a point lies in the device, or in plain words why it can't. */
export function layoutOf(point: Point, deviceOrder: ByteOrder): { layout: PointLayout } | { problem: string } {
  const address = addressOf(point);
  if (address === null) return { problem: 'The point has no Modbus address: choose a table and an address from 0 to 65535' };
  const type = typeOf(point, address);
  if (typeof type === 'string') return { problem: type };
  const count = type === null ? 1 : registerCount(type);
  if (address.address + count > 65_536) {
    return { problem: `${point.dataType} takes ${count} registers, and from address ${address.address} that is past the last one, 65535` };
  }
  return { layout: { point, address, count, type, order: address.byteOrder ?? deviceOrder } };
}

/** How the registers are read as a value; null for a single bit; a text says what does not go together. */
function typeOf(point: Point, address: PointAddress): ModbusValueType | null | string {
  const table = tableName(address.table);
  if (isBitTable(address.table)) {
    if (point.dataType !== 'boolean') return `A ${table} holds one bit: its type is boolean, not ${point.dataType}`;
    return address.bit === null ? null : `A ${table} has no bits of its own: leave the bit empty`;
  }
  if (point.dataType === 'boolean') {
    return address.bit === null ? `A boolean in an ${table} needs its bit, 0 to 15`.replace('an holding', 'a holding') : { type: 'bit', bit: address.bit };
  }
  if (address.bit !== null) return `Bit ${address.bit} of a ${table} is a boolean, not ${point.dataType}`.replace('a input', 'an input');
  if (point.dataType !== 'string') return { type: point.dataType };
  if (address.length === null) return `A string needs its length, 1 to ${MAX_READ_REGISTERS} registers`;
  return { type: 'string', registers: address.length };
}
