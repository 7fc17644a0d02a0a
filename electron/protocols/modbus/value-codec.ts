import type { Value } from '../../../shared/domain/value';
import { decodeValue, encodeValue } from '../../stacks/modbus';
import type { PointLayout } from './point-layout';

/** A point's value as the wire gives it, and its own octets. */
export interface DecodedPoint {
  /** Null where the octets are none of the type. */
  readonly value: Value;
  readonly raw: Uint8Array;
  /** Why the octets are no value of the type (`A is no BCD digit`); empty when they are. */
  readonly problem: string;
}

/** Registers as octets, in the order of the wire. */
export function octetsOf(registers: ArrayLike<number>): Uint8Array {
  const octets = new Uint8Array(registers.length * 2);
  for (let i = 0; i < registers.length; i += 1) {
    const register = registers[i] ?? 0;
    octets[2 * i] = register >> 8;
    octets[2 * i + 1] = register & 0xff;
  }
  return octets;
}

/** The inverse of {@link octetsOf}; an odd last octet is left out. */
export function registersOf(octets: Uint8Array): Uint16Array {
  const registers = new Uint16Array(octets.length >> 1);
  for (let i = 0; i < registers.length; i += 1) registers[i] = ((octets[2 * i] ?? 0) << 8) | (octets[2 * i + 1] ?? 0);
  return registers;
}

/** Reads a register point out of a block's registers at `offset`. Null when the registers are too few. */
export function decodeRegisters(layout: PointLayout, registers: Uint16Array, offset: number): DecodedPoint | null {
  if (layout.type === null || offset + layout.count > registers.length) return null;
  const decoded = decodeValue(registers, layout.type, layout.order, offset);
  const raw = octetsOf(registers.subarray(offset, offset + layout.count));
  return decoded.ok ? { value: decoded.value, raw, problem: '' } : { value: null, raw, problem: decoded.reason };
}

/** Registers of a value, or in plain words why the type does not hold it. Octets go into a string's registers as they are. */
export function encodeRegisters(layout: PointLayout, value: Value): { registers: Uint16Array } | { problem: string } {
  if (value instanceof Uint8Array && layout.type?.type === 'string' && value.length === layout.count * 2) return { registers: registersOf(value) };
  if (layout.type === null || value === null || value instanceof Uint8Array) return { problem: `${layout.point.dataType} takes no such value` };
  const encoded = encodeValue(value, layout.type, layout.order);
  return encoded.ok ? { registers: encoded.registers } : { problem: encoded.reason };
}
