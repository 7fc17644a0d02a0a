import type { Point } from '../../../shared/domain/point';
import { fixedPointOf, isFixedPoint } from '../../../shared/domain/data-type';
import type { DataType } from '../../../shared/domain/data-type';
import { checkValueType, MAX_READ_REGISTERS, registerCount } from '../../stacks/modbus';
import type { ModbusByteOrder, ModbusValueType } from '../../stacks/modbus';
import { addressOf, isBitTable, tableName } from './point-address';
import type { PointAddress } from './point-address';

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
export function layoutOf(point: Point, deviceOrder: ModbusByteOrder): { layout: PointLayout } | { problem: string } {
  const address = addressOf(point);
  if (address === null) return { problem: 'The point has no Modbus address: choose a table and an address from 0 to 65535' };
  const type = typeOf(point, address);
  if (typeof type === 'string') return { problem: type };
  const count = type === null ? 1 : registerCount(type);
  if (address.address + count > 65_536) {
    return { problem: `${point.dataType} takes ${count} registers, and from address ${address.address} that is past the last one, 65535` };
  }
  const order = address.byteOrder ?? deviceOrder;
  const problem = type === null ? undefined : checkValueType(type, order);
  if (problem !== undefined) return { problem: `${problem.charAt(0).toUpperCase()}${problem.slice(1)}` };
  return { layout: { point, address, count, type, order } };
}

/** How the registers are read as a value; null for a single bit; a text says what does not go together. */
function typeOf(point: Point, address: PointAddress): ModbusValueType | null | string {
  const { dataType } = point;
  if (isBitTable(address.table)) {
    const table = tableName(address.table);
    if (dataType !== 'boolean') return `A ${table} holds one bit: its type is boolean, not ${dataType}`;
    return address.bit === null && address.bitCount === null ? null : `A ${table} has no bits of its own: leave the bit empty`;
  }
  if (dataType === 'boolean' || address.bit !== null || address.bitCount !== null) return bitsOf(dataType, address);
  if (dataType === 'string') return address.length === null ? `A string needs its length, 1 to ${MAX_READ_REGISTERS} registers` : { type: 'string', registers: address.length };
  return valueTypeOf(dataType);
}

/** One bit of a register is a boolean, several are a number. */
function bitsOf(dataType: DataType, { table, bit, bitCount }: PointAddress): ModbusValueType | string {
  const register = table === 'input-register' ? 'an input register' : 'a holding register';
  if (dataType === 'boolean') {
    if (bit === null) return `A boolean in ${register} needs its bit, 0 to 15`;
    return bitCount === null || bitCount === 1 ? { type: 'bit', bit } : `A boolean is one bit, not ${bitCount}: a field of bits is uint16 or int16`;
  }
  if (bit === null) return `A field of bits needs its lowest bit, 0 to 15`;
  if (bitCount === null) return `Bit ${bit} of ${register} is a boolean, not ${dataType}; a field of several bits needs their number`;
  if (dataType !== 'uint16' && dataType !== 'int16') return `Bits of ${register} are boolean, uint16 or int16, not ${dataType}`;
  return { type: 'bits', bit, count: bitCount, signed: dataType === 'int16' };
}

/** The codec's type for a type that takes whole registers. */
export function valueTypeOf(dataType: Exclude<DataType, 'boolean' | 'string'>): ModbusValueType {
  return isFixedPoint(dataType) ? { type: 'fixed', ...fixedPointOf(dataType) } : { type: dataType };
}
