import type { ModbusByteOrder, ModbusValue, ModbusValueType, ValueDecoded, ValueEncoded } from './value-types';

const REGISTERS = { int16: 1, uint16: 1, bit: 1, int32: 2, uint32: 2, float32: 2, int64: 4, uint64: 4, float64: 4 } as const;

/** Registers that a value of this type takes. */
export function registerCount(type: ModbusValueType): number {
  return type.type === 'string' ? type.registers : REGISTERS[type.type];
}

/**
 * Reads a value out of registers, from `offset` on. Total: any octets decode (NaN and infinities included); the only
 * failures are too few registers and a type that is itself out of range.
 */
export function decodeValue(registers: ArrayLike<number>, type: ModbusValueType, order: ModbusByteOrder = 'ABCD', offset = 0): ValueDecoded {
  const count = registerCount(type);
  const typeProblem = checkType(type);
  if (typeProblem !== undefined) return { ok: false, reason: typeProblem };
  if (offset < 0 || offset + count > registers.length) {
    return { ok: false, reason: `${type.type} needs ${count} registers from offset ${offset}, there are ${registers.length}` };
  }
  const view = new DataView(new ArrayBuffer(count * 2));
  for (let i = 0; i < count; i += 1) {
    view.setUint16(2 * placeOf(i, count, type, order), registers[offset + i] ?? 0, swapsOctets(order));
  }
  return { ok: true, value: readValue(view, type) };
}

function readValue(view: DataView, type: ModbusValueType): ModbusValue {
  switch (type.type) {
    case 'int16':
      return view.getInt16(0);
    case 'uint16':
      return view.getUint16(0);
    case 'int32':
      return view.getInt32(0);
    case 'uint32':
      return view.getUint32(0);
    case 'float32':
      return view.getFloat32(0);
    case 'int64':
      return view.getBigInt64(0);
    case 'uint64':
      return view.getBigUint64(0);
    case 'float64':
      return view.getFloat64(0);
    case 'bit':
      return ((view.getUint16(0) >> type.bit) & 1) === 1;
    default:
      return readText(view);
  }
}

/**
 * Puts a value into registers. A value outside the type's range, of the wrong kind, or a fraction for an integer is
 * refused with a reason: nothing wraps and nothing is rounded, but float32, which takes the nearest it can hold and
 * refuses what is too large for it.
 * A bit is encoded on its own with the other bits 0: use `setBit` to change one bit of a register that was read.
 */
export function encodeValue(value: ModbusValue, type: ModbusValueType, order: ModbusByteOrder = 'ABCD'): ValueEncoded {
  const typeProblem = checkType(type);
  if (typeProblem !== undefined) return { ok: false, reason: typeProblem };
  const count = registerCount(type);
  const view = new DataView(new ArrayBuffer(count * 2));
  const problem = writeValue(view, value, type);
  if (problem !== undefined) return { ok: false, reason: problem };
  const registers = new Uint16Array(count);
  for (let i = 0; i < count; i += 1) {
    registers[i] = view.getUint16(2 * placeOf(i, count, type, order), swapsOctets(order));
  }
  return { ok: true, registers };
}

/** The register with one bit (0 the least significant) set or cleared. In BADC and DCBA the octets are swapped first. */
export function setBit(register: number, bit: number, value: boolean, order: ModbusByteOrder = 'ABCD'): number {
  const position = swapsOctets(order) ? bit ^ 8 : bit;
  const mask = 1 << position;
  return (value ? register | mask : register & ~mask) & 0xffff;
}

function swapsOctets(order: ModbusByteOrder): boolean {
  return order === 'BADC' || order === 'DCBA';
}

/** Which word of the value the i-th register is. Strings are read in the order of the registers. */
function placeOf(i: number, count: number, type: ModbusValueType, order: ModbusByteOrder): number {
  const reversed = (order === 'CDAB' || order === 'DCBA') && type.type !== 'string';
  return reversed ? count - 1 - i : i;
}

function checkType(type: ModbusValueType): string | undefined {
  if (type.type === 'bit' && !(Number.isInteger(type.bit) && type.bit >= 0 && type.bit <= 15)) return `a register has bits 0 to 15, not ${type.bit}`;
  if (type.type === 'string' && !(Number.isInteger(type.registers) && type.registers >= 1 && type.registers <= 125)) {
    return `a string takes 1 to 125 registers, not ${type.registers}`;
  }
  return undefined;
}

function readText(view: DataView): string {
  let text = '';
  for (let i = 0; i < view.byteLength; i += 1) {
    const octet = view.getUint8(i);
    if (octet === 0) break;
    text += String.fromCharCode(octet);
  }
  return text;
}

const INTEGER_RANGES = {
  int16: [-(2n ** 15n), 2n ** 15n - 1n],
  uint16: [0n, 2n ** 16n - 1n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
} as const;

function writeValue(view: DataView, value: ModbusValue, type: ModbusValueType): string | undefined {
  if (type.type === 'string') return writeText(view, value, type.registers);
  if (type.type === 'float32' || type.type === 'float64') return writeFloat(view, value, type.type);
  if (type.type !== 'bit') return writeInteger(view, value, type.type);
  if (typeof value !== 'boolean') return `a bit takes true or false, not ${describe(value)}`;
  view.setUint16(0, value ? 1 << type.bit : 0);
  return undefined;
}

function writeInteger(view: DataView, value: ModbusValue, type: keyof typeof INTEGER_RANGES): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'bigint') return `${type} takes an integer, not ${describe(value)}`;
  if (typeof value === 'number' && !Number.isInteger(value)) return `${type} takes an integer, not ${value}`;
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return `${value} is beyond 2^53 and may be inexact; give it as a bigint`;
  const exact = BigInt(value);
  const [least, greatest] = INTEGER_RANGES[type];
  if (exact < least || exact > greatest) return `${exact} is outside ${type} (${least} to ${greatest})`;
  if (view.byteLength === 2) view.setInt16(0, Number(exact));
  else if (view.byteLength === 4) view.setInt32(0, Number(exact));
  else view.setBigInt64(0, BigInt.asIntN(64, exact));
  return undefined;
}

function writeFloat(view: DataView, value: ModbusValue, type: 'float32' | 'float64'): string | undefined {
  if (typeof value !== 'number') return `${type} takes a number, not ${describe(value)}`;
  if (type === 'float64') {
    view.setFloat64(0, value);
    return undefined;
  }
  if (Number.isFinite(value) && !Number.isFinite(Math.fround(value))) return `${value} is outside float32 (about -3.4e38 to 3.4e38)`;
  view.setFloat32(0, value);
  return undefined;
}

function writeText(view: DataView, value: ModbusValue, registers: number): string | undefined {
  if (typeof value !== 'string') return `a string takes text, not ${describe(value)}`;
  if (value.length > registers * 2) return `the text has ${value.length} characters, ${registers} registers hold ${registers * 2}`;
  for (let i = 0; i < value.length; i += 1) {
    const octet = value.charCodeAt(i);
    if (octet === 0 || octet > 255) return `character ${i + 1} of the text cannot be written: one octet a character, no NUL`;
    view.setUint8(i, octet);
  }
  return undefined;
}

function describe(value: ModbusValue): string {
  return typeof value === 'string' ? `the text "${value}"` : String(value);
}
