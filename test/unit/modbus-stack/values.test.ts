import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeValue, encodeValue, MODBUS_BYTE_ORDERS, registerCount, setBit, type ModbusValue, type ModbusValueType } from '../../../electron/stacks/modbus';

const integer = (least: bigint, greatest: bigint) => fc.bigInt({ min: least, max: greatest });
const small = (least: number, greatest: number) => fc.oneof(fc.integer({ min: least, max: greatest }), fc.constantFrom(least, greatest, 0, 1));

const VALUES: readonly (readonly [ModbusValueType, fc.Arbitrary<ModbusValue>])[] = [
  [{ type: 'int16' }, small(-32_768, 32_767)],
  [{ type: 'uint16' }, small(0, 65_535)],
  [{ type: 'int32' }, small(-(2 ** 31), 2 ** 31 - 1)],
  [{ type: 'uint32' }, small(0, 2 ** 32 - 1)],
  [{ type: 'int64' }, fc.oneof(integer(-(2n ** 63n), 2n ** 63n - 1n), fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n, 2n ** 53n + 1n))],
  [{ type: 'uint64' }, fc.oneof(integer(0n, 2n ** 64n - 1n), fc.constantFrom(2n ** 64n - 1n, 2n ** 53n + 1n))],
  [{ type: 'float32' }, fc.float()],
  [{ type: 'float64' }, fc.double()],
  [{ type: 'bit', bit: 0 }, fc.boolean()],
  [{ type: 'bit', bit: 11 }, fc.boolean()],
  [{ type: 'string', registers: 5 }, fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 10 })],
];

describe('the value codec', () => {
  for (const [type, values] of VALUES) {
    for (const order of MODBUS_BYTE_ORDERS) {
      it(`gives back every ${type.type}${type.type === 'bit' ? ` ${type.bit}` : ''} that it wrote, in order ${order}`, () => {
        fc.assert(
          fc.property(values, (value) => {
            const encoded = encodeValue(value, type, order);
            if (!encoded.ok) throw new Error(encoded.reason);
            expect(encoded.registers).toHaveLength(registerCount(type));
            expect(decodeValue(encoded.registers, type, order)).toEqual({ ok: true, value });
          }),
        );
      });
    }
  }

  it('lays the octets of 32 bits out as the four orders are named', () => {
    const layouts = MODBUS_BYTE_ORDERS.map((order) => {
      const encoded = encodeValue(0x0a0b0c0d, { type: 'uint32' }, order);
      return encoded.ok ? [...encoded.registers] : [];
    });
    expect(layouts).toEqual([
      [0x0a0b, 0x0c0d],
      [0x0c0d, 0x0a0b],
      [0x0b0a, 0x0d0c],
      [0x0d0c, 0x0b0a],
    ]);
  });

  it('extends the orders to 64 bits by words and by octets', () => {
    const registers = [0x0102, 0x0304, 0x0506, 0x0708];
    const read = MODBUS_BYTE_ORDERS.map((order) => decodeValue(registers, { type: 'uint64' }, order));
    expect(read).toEqual([
      { ok: true, value: 0x0102030405060708n },
      { ok: true, value: 0x0708050603040102n },
      { ok: true, value: 0x0201040306050807n },
      { ok: true, value: 0x0807060504030201n },
    ]);
  });

  it('reads known IEEE 754 values', () => {
    expect(decodeValue([0x42f6, 0xe979], { type: 'float32' })).toEqual({ ok: true, value: Math.fround(123.456) });
    expect(decodeValue([0x7ff0, 0, 0, 0], { type: 'float64' })).toEqual({ ok: true, value: Number.POSITIVE_INFINITY });
    expect(decodeValue([0x7fc0, 0], { type: 'float32' })).toEqual({ ok: true, value: Number.NaN });
  });

  it('refuses what does not fit instead of wrapping it', () => {
    const refused: [ModbusValue, ModbusValueType][] = [
      [32_768, { type: 'int16' }],
      [-1, { type: 'uint16' }],
      [65_536, { type: 'uint16' }],
      [2 ** 31, { type: 'int32' }],
      [-1, { type: 'uint32' }],
      [2n ** 63n, { type: 'int64' }],
      [2n ** 64n, { type: 'uint64' }],
      [2 ** 60, { type: 'int64' }],
      [1.5, { type: 'int16' }],
      [Number.NaN, { type: 'uint32' }],
      [1e39, { type: 'float32' }],
      ['12', { type: 'uint16' }],
      [1, { type: 'bit', bit: 3 }],
      [true, { type: 'bit', bit: 16 }],
      ['too long', { type: 'string', registers: 2 }],
      ['€', { type: 'string', registers: 2 }],
      [1n, { type: 'float64' }],
    ];
    for (const [value, type] of refused) expect(encodeValue(value, type), `${String(value)} as ${type.type}`).toMatchObject({ ok: false });
  });

  it('says when there are too few registers', () => {
    expect(decodeValue([1], { type: 'uint32' })).toMatchObject({ ok: false });
    expect(decodeValue([1, 2, 3], { type: 'uint32' }, 'ABCD', 2)).toMatchObject({ ok: false });
  });

  it('changes one bit of a register and leaves the others', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0, max: 15 }), fc.boolean(), fc.constantFrom(...MODBUS_BYTE_ORDERS), (register, bit, value, order) => {
        const changed = setBit(register, bit, value, order);
        expect(decodeValue([changed], { type: 'bit', bit }, order)).toEqual({ ok: true, value });
        const others = Array.from({ length: 16 }, (_, other) => other).filter((other) => other !== bit);
        const bits = (of: number) => others.map((other) => decodeValue([of], { type: 'bit', bit: other }, order));
        expect(bits(changed)).toEqual(bits(register));
      }),
    );
  });
});
