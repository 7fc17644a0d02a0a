import { putInteger } from './value-integer';
import { describeValue } from './value-text';
import type { ModbusValue, ModbusValueType } from './value-types';

type Fixed = Extract<ModbusValueType, { type: 'fixed' }>;

/** Reads a fixed point number; exact, since a double holds 53 bits. */
export function readFixed(view: DataView, { bits, signed, fraction }: Fixed): number {
  const whole = bits === 16 ? (signed ? view.getInt16(0) : view.getUint16(0)) : signed ? view.getInt32(0) : view.getUint32(0);
  return whole / 2 ** fraction;
}

/** Writes the nearest that the type can hold, halves up; refuses what is outside its range. */
export function writeFixed(view: DataView, value: ModbusValue, { bits, signed, fraction }: Fixed): string | undefined {
  const name = fixedName({ bits, signed, fraction });
  if (typeof value !== 'number' || !Number.isFinite(value)) return `${name} takes a number, not ${describeValue(value)}`;
  const steps = Math.round(value * 2 ** fraction);
  const least = signed ? -(2 ** (bits - 1)) : 0;
  const greatest = 2 ** (signed ? bits - 1 : bits) - 1;
  if (steps < least || steps > greatest) return `${value} is outside ${name} (${least / 2 ** fraction} to ${greatest / 2 ** fraction})`;
  putInteger(view, BigInt(steps));
  return undefined;
}

function fixedName({ bits, signed, fraction }: Omit<Fixed, 'type'>): string {
  return `${signed ? 'Q' : 'UQ'}${bits - fraction - (signed ? 1 : 0)}.${fraction}`;
}
