import { swapsOctets } from './octet-order';
import type { ModbusByteOrder } from './octet-order';
import { exactInteger } from './value-integer';
import type { ModbusValue } from './value-types';

/** Reads `count` bits of a register from `bit` on (0 the least significant) as an integer. */
export function readField(view: DataView, bit: number, count: number, signed: boolean): number {
  const field = (view.getUint16(0) >> bit) & (2 ** count - 1);
  return signed && field >= 2 ** (count - 1) ? field - 2 ** count : field;
}

/** Writes an integer into the bits of a register, the others 0; answers why it does not fit. */
export function writeField(view: DataView, value: ModbusValue, bit: number, count: number, signed: boolean): string | undefined {
  const exact = exactInteger(value, `a field of ${count} bits`);
  if (typeof exact === 'string') return exact;
  const least = signed ? -(2 ** (count - 1)) : 0;
  const greatest = 2 ** (signed ? count - 1 : count) - 1;
  if (exact < least || exact > greatest) return `${exact} does not fit into ${count} ${count === 1 ? 'bit' : 'bits'} (${least} to ${greatest})`;
  view.setUint16(0, (Number(exact) & (2 ** count - 1)) << bit);
  return undefined;
}

/**
 * The bits of a register, as it is on the wire, that a field takes: `count` from `bit` on. In an order that swaps the
 * octets of a register the positions are counted after the swap.
 */
export function fieldMask(bit: number, count: number, order: ModbusByteOrder = 'ABCD'): number {
  const mask = ((2 ** count - 1) << bit) & 0xffff;
  return swapsOctets(order) ? ((mask << 8) | (mask >> 8)) & 0xffff : mask;
}

/** The register with the bits of a mask taken from another one. */
export function withField(register: number, mask: number, field: number): number {
  return ((register & ~mask) | (field & mask)) & 0xffff;
}

/** The register with one bit (0 the least significant) set or cleared. In BADC and DCBA the octets are swapped first. */
export function setBit(register: number, bit: number, value: boolean, order: ModbusByteOrder = 'ABCD'): number {
  return withField(register, fieldMask(bit, 1, order), value ? 0xffff : 0);
}
