import * as fc from 'fast-check';
import type { ModbusValue, ModbusValueType } from '../../electron/stacks/modbus';

const integer = (least: bigint, greatest: bigint) => fc.oneof(fc.bigInt({ min: least, max: greatest }), fc.constantFrom(least, greatest));
const number = (least: number, greatest: number) => fc.oneof(fc.integer({ min: least, max: greatest }), fc.constantFrom(least, greatest, Math.max(0, least), Math.max(1, least)));
const wide = (least: number, greatest: number) => fc.oneof(fc.maxSafeInteger().filter((value) => value >= least && value <= greatest), fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => Math.max(least, value)), fc.constantFrom(least, greatest));
const fixed = (bits: 16 | 32, signed: boolean, fraction: number): readonly [ModbusValueType, fc.Arbitrary<ModbusValue>] => [
  { type: 'fixed', bits, signed, fraction },
  number(signed ? -(2 ** (bits - 1)) : 0, 2 ** (signed ? bits - 1 : bits) - 1).map((steps) => steps / 2 ** fraction),
];

/** Every type of the codec, with the values that it holds exactly. */
export const VALUE_CASES: readonly (readonly [ModbusValueType, fc.Arbitrary<ModbusValue>])[] = [
  [{ type: 'int16' }, number(-32_768, 32_767)],
  [{ type: 'uint16' }, number(0, 65_535)],
  [{ type: 'int32' }, number(-(2 ** 31), 2 ** 31 - 1)],
  [{ type: 'uint32' }, number(0, 2 ** 32 - 1)],
  [{ type: 'int48' }, number(-(2 ** 47), 2 ** 47 - 1)],
  [{ type: 'uint48' }, number(0, 2 ** 48 - 1)],
  [{ type: 'int64' }, fc.oneof(integer(-(2n ** 63n), 2n ** 63n - 1n), fc.constant(2n ** 53n + 1n))],
  [{ type: 'uint64' }, fc.oneof(integer(0n, 2n ** 64n - 1n), fc.constant(2n ** 53n + 1n))],
  [{ type: 'float32' }, fc.float()],
  [{ type: 'float64' }, fc.double()],
  [{ type: 'bcd16' }, number(0, 9999)],
  [{ type: 'bcd32' }, number(0, 99_999_999)],
  fixed(16, true, 8),
  fixed(16, true, 15),
  fixed(16, false, 8),
  fixed(16, false, 16),
  fixed(32, true, 16),
  fixed(32, true, 31),
  fixed(32, false, 1),
  fixed(32, false, 32),
  [{ type: 'unix32' }, number(0, 2 ** 32 - 1)],
  [{ type: 'unix64' }, wide(-8.64e12, 8.64e12)],
  [{ type: 'unix64ms' }, wide(-8.64e15, 8.64e15)],
  [{ type: 'time32' }, number(-(2 ** 31), 2 ** 31 - 1)],
  [{ type: 'utime32' }, number(0, 2 ** 32 - 1)],
  [{ type: 'date48ymd' }, number(Date.UTC(2000, 0, 1) / 1000, Date.UTC(2128, 0, 1) / 1000 - 1)],
  [{ type: 'date48mdy' }, number(Date.UTC(1900, 0, 1) / 1000, Date.UTC(2100, 0, 1) / 1000 - 1)],
  [{ type: 'date64' }, number(Date.UTC(2000, 0, 1), Date.UTC(2128, 0, 1) - 1)],
  [{ type: 'bit', bit: 0 }, fc.boolean()],
  [{ type: 'bit', bit: 11 }, fc.boolean()],
  [{ type: 'bits', bit: 4, count: 3, signed: false }, number(0, 7)],
  [{ type: 'bits', bit: 6, count: 10, signed: true }, number(-512, 511)],
  [{ type: 'bits', bit: 0, count: 16, signed: false }, number(0, 65_535)],
  [{ type: 'string', registers: 4 }, fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 8 })],
];

/** All orders of the first letters: 2 of 2 octets, 24 of 4, 720 of 6, 40,320 of 8. */
export function permutations(octets: number): string[] {
  const extend = (begun: string, left: string): string[] => (left === '' ? [begun] : Array.from(left).flatMap((letter) => extend(begun + letter, left.replace(letter, ''))));
  return extend('', 'ABCDEFGH'.slice(0, octets));
}

/** A case as a test's name has it. */
export function typeName(type: ModbusValueType): string {
  switch (type.type) {
    case 'fixed':
      return `${type.signed ? 'Q' : 'UQ'} of ${type.bits} bits, ${type.fraction} after the point`;
    case 'bit':
      return `bit ${type.bit}`;
    case 'bits':
      return `${type.count} bits from ${type.bit}${type.signed ? ' with a sign' : ''}`;
    default:
      return type.type;
  }
}
