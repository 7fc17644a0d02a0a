import { checkOrderFor, octetPlaces } from './octet-order';
import type { ModbusByteOrder } from './octet-order';
import { readBcd, writeBcd } from './value-bcd';
import { readField, writeField } from './value-bits';
import { readFixed, writeFixed } from './value-fixed';
import { readFloat, writeFloat } from './value-float';
import { readInteger, writeInteger } from './value-integer';
import { readText, writeText } from './value-text';
import { readTime, writeTime } from './value-time';
import type { ModbusValue, ModbusValueType, ValueDecoded, ValueEncoded } from './value-types';

const REGISTERS = {
  int16: 1, uint16: 1, bcd16: 1, bit: 1, bits: 1,
  int32: 2, uint32: 2, float32: 2, bcd32: 2, unix32: 2, time32: 2, utime32: 2,
  int48: 3, uint48: 3, date48ymd: 3, date48mdy: 3,
  int64: 4, uint64: 4, float64: 4, unix64: 4, unix64ms: 4, date64: 4,
} as const;

/** Registers that a value of this type takes. */
export function registerCount(type: ModbusValueType): number {
  if (type.type === 'string') return type.registers;
  return type.type === 'fixed' ? type.bits / 16 : REGISTERS[type.type];
}

/**
 * Reads a value out of registers, from `offset` on. Octets that the type does not know (a BCD digit above 9, a month 13)
 * are a failure with its reason, never a number; NaN and infinities are values.
 */
export function decodeValue(registers: ArrayLike<number>, type: ModbusValueType, order: ModbusByteOrder = 'ABCD', offset = 0): ValueDecoded {
  const problem = checkValueType(type, order);
  if (problem !== undefined) return { ok: false, reason: problem };
  const count = registerCount(type);
  if (offset < 0 || offset + count > registers.length) {
    return { ok: false, reason: `${type.type} needs ${count} registers from offset ${offset}, there are ${registers.length}` };
  }
  const view = new DataView(new ArrayBuffer(count * 2));
  const places = octetPlaces(order, count * 2, type.type === 'string');
  for (let at = 0; at < count; at += 1) {
    const register = registers[offset + at] ?? 0;
    view.setUint8(places[2 * at] ?? 0, register >> 8);
    view.setUint8(places[2 * at + 1] ?? 0, register);
  }
  return readValue(view, type);
}

/**
 * Puts a value into registers. A value outside the type's range, of the wrong kind, or a fraction for an integer is
 * refused with a reason: nothing wraps, and only float32 and fixed point take the nearest that they can hold.
 * A bit or a field of bits is encoded on its own with the other bits 0: use `setField` to change it in a register.
 */
export function encodeValue(value: ModbusValue, type: ModbusValueType, order: ModbusByteOrder = 'ABCD'): ValueEncoded {
  const problem = checkValueType(type, order);
  if (problem !== undefined) return { ok: false, reason: problem };
  const count = registerCount(type);
  const view = new DataView(new ArrayBuffer(count * 2));
  const refused = writeValue(view, value, type);
  if (refused !== undefined) return { ok: false, reason: refused };
  const registers = new Uint16Array(count);
  const places = octetPlaces(order, count * 2, type.type === 'string');
  for (let at = 0; at < count; at += 1) {
    registers[at] = (view.getUint8(places[2 * at] ?? 0) << 8) | view.getUint8(places[2 * at + 1] ?? 0);
  }
  return { ok: true, registers };
}

/** What is wrong with a type or with an order for it, in plain words; undefined when nothing is. */
export function checkValueType(type: ModbusValueType, order: ModbusByteOrder): string | undefined {
  return checkType(type) ?? checkOrderFor(order, registerCount(type) * 2, type.type === 'string');
}

function checkType(type: ModbusValueType): string | undefined {
  switch (type.type) {
    case 'bit':
    case 'bits': {
      const last = type.type === 'bit' ? type.bit : type.bit + type.count - 1;
      const whole = Number.isInteger(type.bit) && Number.isInteger(last);
      return whole && type.bit >= 0 && last <= 15 && last >= type.bit ? undefined : `a register has bits 0 to 15, not ${type.bit}${last === type.bit ? '' : ` to ${last}`}`;
    }
    case 'string':
      return within(type.registers, 1, 125) ? undefined : `a string takes 1 to 125 registers, not ${type.registers}`;
    case 'fixed':
      return within(type.fraction, 0, type.bits) ? undefined : `${type.bits} bits have 0 to ${type.bits} after the point, not ${type.fraction}`;
    default:
      return undefined;
  }
}

function within(value: number, least: number, greatest: number): boolean {
  return Number.isInteger(value) && value >= least && value <= greatest;
}

function readValue(view: DataView, type: ModbusValueType): ValueDecoded {
  switch (type.type) {
    case 'float32':
    case 'float64':
      return { ok: true, value: readFloat(view, type.type) };
    case 'bcd16':
    case 'bcd32':
      return readBcd(view);
    case 'fixed':
      return { ok: true, value: readFixed(view, type) };
    case 'bit':
      return { ok: true, value: readField(view, type.bit, 1, false) === 1 };
    case 'bits':
      return { ok: true, value: readField(view, type.bit, type.count, type.signed) };
    case 'string':
      return { ok: true, value: readText(view) };
    case 'int16':
    case 'uint16':
    case 'int32':
    case 'uint32':
    case 'int48':
    case 'uint48':
    case 'int64':
    case 'uint64':
      return { ok: true, value: readInteger(view, type.type) };
    default:
      return readTime(view, type.type);
  }
}

function writeValue(view: DataView, value: ModbusValue, type: ModbusValueType): string | undefined {
  switch (type.type) {
    case 'float32':
    case 'float64':
      return writeFloat(view, value, type.type);
    case 'bcd16':
    case 'bcd32':
      return writeBcd(view, value, type.type);
    case 'fixed':
      return writeFixed(view, value, type);
    case 'bit':
      return typeof value === 'boolean' ? writeField(view, value ? 1 : 0, type.bit, 1, false) : `a bit takes true or false, not ${String(value)}`;
    case 'bits':
      return writeField(view, value, type.bit, type.count, type.signed);
    case 'string':
      return writeText(view, value, type.registers);
    case 'int16':
    case 'uint16':
    case 'int32':
    case 'uint32':
    case 'int48':
    case 'uint48':
    case 'int64':
    case 'uint64':
      return writeInteger(view, value, type.type);
    default:
      return writeTime(view, value, type.type);
  }
}
