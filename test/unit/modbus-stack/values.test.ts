import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkByteOrder, decodeValue, encodeValue, fieldMask, MODBUS_BYTE_ORDERS, registerCount, setBit, withField, type ModbusValue, type ModbusValueType } from '../../../electron/stacks/modbus';
import { permutations, typeName, VALUE_CASES } from '../../support/modbus-values';

/** What comes back of a value that was written; the reason where it was refused. */
function roundTrip(value: ModbusValue, type: ModbusValueType, order: string): unknown {
  const encoded = encodeValue(value, type, order);
  if (!encoded.ok) return encoded.reason;
  if (encoded.registers.length !== registerCount(type)) return `${encoded.registers.length} registers`;
  const decoded = decodeValue(encoded.registers, type, order);
  return decoded.ok ? decoded.value : decoded.reason;
}

const octetsOf = (type: ModbusValueType): number => registerCount(type) * 2;
const SHORT = VALUE_CASES.filter(([type]) => octetsOf(type) <= 4);
const LONG = VALUE_CASES.filter(([type]) => octetsOf(type) > 4);

describe('the value codec', () => {
  for (const [type, values] of VALUE_CASES) {
    it(`gives back every ${typeName(type)} that it wrote, in each usual order`, () => {
      fc.assert(fc.property(values, fc.constantFrom(...MODBUS_BYTE_ORDERS), (value, order) => {
        expect(roundTrip(value, type, order)).toBe(value);
      }), { numRuns: 300 });
    });
  }

  for (const [type, values] of SHORT) {
    it(`gives back every ${typeName(type)} in each of the orders of its ${octetsOf(type)} octets`, () => {
      for (const order of permutations(octetsOf(type))) fc.assert(fc.property(values, (value) => {
        expect(roundTrip(value, type, order)).toBe(value);
      }), { numRuns: 20 });
    });
  }

  for (const [type, values] of LONG) {
    it(`gives back every ${typeName(type)} in any order of its ${octetsOf(type)} octets`, () => {
      fc.assert(fc.property(values, fc.constantFrom(...permutations(octetsOf(type))), (value, order) => {
        expect(roundTrip(value, type, order)).toBe(value);
      }), { numRuns: 500 });
    });
  }

  it('lays the octets of a value out as the letters of the order say, for each order of 2, 4 and 6 octets', () => {
    const types = [['uint16', 2], ['uint32', 4], ['uint48', 6]] as const;
    for (const [type, octets] of types) {
      const value = Number(BigInt(`0x${'0a0b0c0d0e0f'.slice(0, 2 * octets)}`));
      for (const order of permutations(octets).filter((each) => !MODBUS_BYTE_ORDERS.some((usual) => usual === each) || octets === 4)) {
        const encoded = encodeValue(value, { type }, order);
        const laid = encoded.ok ? [...encoded.registers].map((register) => register.toString(16).padStart(4, '0')).join('') : encoded.reason;
        expect(laid).toBe(Array.from(order).map((letter) => `0${letter.toLowerCase()}`).join(''));
      }
    }
  });

  it('extends the usual orders to 48 and 64 bits by words and by octets', () => {
    const registers = [0x0102, 0x0304, 0x0506, 0x0708];
    expect(MODBUS_BYTE_ORDERS.map((order) => decodeValue(registers, { type: 'uint64' }, order))).toEqual(
      [0x0102030405060708n, 0x0708050603040102n, 0x0201040306050807n, 0x0807060504030201n].map((value) => ({ ok: true, value })),
    );
    expect(MODBUS_BYTE_ORDERS.map((order) => decodeValue(registers, { type: 'uint48' }, order))).toEqual(
      [0x010203040506, 0x050603040102, 0x020104030605, 0x060504030201].map((value) => ({ ok: true, value })),
    );
    const same = (usual: string, letters: string) => expect(decodeValue(registers, { type: 'uint64' }, usual)).toEqual(decodeValue(registers, { type: 'uint64' }, letters));
    same('CDAB', 'GHEFCDAB');
    same('BADC', 'BADCFEHG');
    same('DCBA', 'HGFEDCBA');
  });

  it('arranges text by registers in the usual orders and by groups in the others', () => {
    const laid = (text: string, order: string, registers = 4): string => {
      const encoded = encodeValue(text, { type: 'string', registers }, order);
      return encoded.ok ? Buffer.from(encoded.registers.buffer).swap16().toString('latin1') : encoded.reason;
    };
    expect(laid('ABCDEFGH', 'CDAB')).toBe('ABCDEFGH');
    expect(laid('ABCDEFGH', 'BADC')).toBe('BADCFEHG');
    expect(laid('ABCDEFGH', 'BA')).toBe('BADCFEHG');
    expect(laid('ABCDEFGH', 'CDABGHEF')).toBe('CDABGHEF');
    expect(laid('ABCDEF', 'DABC', 3)).toContain('multiple of 4');
  });

  it('refuses an order that is no permutation, or is for another length', () => {
    for (const order of ['', 'A', 'ABC', 'AABB', 'ABCE', 'abcd', 'ABCDEFGHIJ', 'CD']) expect(checkByteOrder(order), order).toContain('no byte order');
    expect(encodeValue(1, { type: 'uint32' }, 'EFABCD')).toMatchObject({ ok: false });
    expect(decodeValue([1, 2], { type: 'uint32' }, 'ABCC')).toMatchObject({ ok: false });
    expect(decodeValue([1], { type: 'uint16' }, 'ACBD')).toMatchObject({ ok: false });
  });

  it('reads known IEEE 754 values', () => {
    expect(decodeValue([0x42f6, 0xe979], { type: 'float32' })).toEqual({ ok: true, value: Math.fround(123.456) });
    expect(decodeValue([0x7ff0, 0, 0, 0], { type: 'float64' })).toEqual({ ok: true, value: Number.POSITIVE_INFINITY });
    expect(decodeValue([0x7fc0, 0], { type: 'float32' })).toEqual({ ok: true, value: Number.NaN });
  });

  it('reads BCD digit by digit and refuses what is none', () => {
    expect(decodeValue([0x1234], { type: 'bcd16' })).toEqual({ ok: true, value: 1234 });
    expect(decodeValue([0x5678, 0x1234], { type: 'bcd32' }, 'CDAB')).toEqual({ ok: true, value: 12_345_678 });
    expect(decodeValue([0x12a4], { type: 'bcd16' })).toEqual({ ok: false, reason: 'A is no BCD digit' });
    expect(decodeValue([0x1234, 0x567f], { type: 'bcd32' })).toEqual({ ok: false, reason: 'F is no BCD digit' });
  });

  it('reads fixed point by hand-made examples, and writes the nearest that it holds', () => {
    expect(decodeValue([0x0180], { type: 'fixed', bits: 16, signed: true, fraction: 8 })).toEqual({ ok: true, value: 1.5 });
    expect(decodeValue([0xff80], { type: 'fixed', bits: 16, signed: true, fraction: 8 })).toEqual({ ok: true, value: -0.5 });
    expect(decodeValue([0xff80], { type: 'fixed', bits: 16, signed: false, fraction: 8 })).toEqual({ ok: true, value: 255.5 });
    expect(decodeValue([0x8000, 0], { type: 'fixed', bits: 32, signed: true, fraction: 31 })).toEqual({ ok: true, value: -1 });
    expect(encodeValue(0.1, { type: 'fixed', bits: 16, signed: true, fraction: 8 })).toEqual({ ok: true, registers: Uint16Array.of(26) });
    expect(encodeValue(128, { type: 'fixed', bits: 16, signed: true, fraction: 8 })).toEqual({ ok: false, reason: '128 is outside Q7.8 (-128 to 127.99609375)' });
  });

  it('reads the dates of the documented forms', () => {
    const seconds = (text: string): number => Date.parse(`${text}Z`) / 1000;
    // CET PMC-512-D: 26-03, 17th 14 h, 32:06.
    expect(decodeValue([0x1a03, 0x110e, 0x2006], { type: 'date48ymd' })).toEqual({ ok: true, value: seconds('2026-03-17T14:32:06') });
    // Square D PM-620 names this year: 2009 is 109.
    expect(decodeValue([0x0c1f, 0x6d17, 0x3b3b], { type: 'date48mdy' })).toEqual({ ok: true, value: seconds('2009-12-31T23:59:59') });
    // Schneider: weekday and summer time are left aside.
    expect(decodeValue([26, 0x0371, 0x8e20, 6912], { type: 'date64' })).toEqual({ ok: true, value: Date.parse('2026-03-17T14:32:06.912Z') });
  });

  it('refuses what no clock can say', () => {
    const refused: [number[], ModbusValueType['type'] & `date${string}`, string][] = [
      [[0x1a0d, 0x110e, 0x2006], 'date48ymd', '13 is no month'],
      [[0x1a02, 0x1e0e, 0x2006], 'date48ymd', 'month 2 of 2026 has no day 30'],
      [[0x1a03, 0x1118, 0x2006], 'date48ymd', '24 is no hour'],
      [[0x1a03, 0x110e, 0x3c06], 'date48ymd', '60 is no minute'],
      [[0x1a03, 0x110e, 0x203c], 'date48ymd', '60 is no second'],
      [[0x0311, 0xc80e, 0x2006], 'date48mdy', 'the year 2100 is beyond 2099'],
      [[0, 0, 0], 'date48mdy', 'no date: all octets are the same'],
      [[0xffff, 0xffff, 0xffff], 'date48ymd', 'no date: all octets are the same'],
      [[26, 0x0371, 0x0ea0, 6912], 'date64', 'the device says that its time is invalid'],
    ];
    for (const [registers, type, reason] of refused) expect(decodeValue(registers, { type })).toEqual({ ok: false, reason });
    expect(decodeValue([0x7fff, 0, 0, 0], { type: 'unix64' })).toMatchObject({ ok: false });
    expect(decodeValue([0x8000, 0, 0, 0], { type: 'unix64ms' })).toMatchObject({ ok: false });
  });

  it('refuses what does not fit instead of wrapping it', () => {
    const refused: [ModbusValue, ModbusValueType][] = [
      [32_768, { type: 'int16' }],
      [-1, { type: 'uint16' }],
      [65_536, { type: 'uint16' }],
      [2 ** 31, { type: 'int32' }],
      [-1, { type: 'uint32' }],
      [2 ** 47, { type: 'int48' }],
      [2 ** 48, { type: 'uint48' }],
      [2n ** 63n, { type: 'int64' }],
      [2n ** 64n, { type: 'uint64' }],
      [2 ** 60, { type: 'int64' }],
      [1.5, { type: 'int16' }],
      [Number.NaN, { type: 'uint32' }],
      [1e39, { type: 'float32' }],
      ['12', { type: 'uint16' }],
      [10_000, { type: 'bcd16' }],
      [-1, { type: 'bcd16' }],
      [1.5, { type: 'bcd32' }],
      [256, { type: 'fixed', bits: 16, signed: false, fraction: 8 }],
      [Number.NaN, { type: 'fixed', bits: 16, signed: false, fraction: 8 }],
      [1, { type: 'fixed', bits: 16, signed: false, fraction: 17 }],
      [-1, { type: 'unix32' }],
      [8.65e12, { type: 'unix64' }],
      [Date.UTC(1999, 11, 31) / 1000, { type: 'date48ymd' }],
      [Date.UTC(2100, 0, 1) / 1000, { type: 'date48mdy' }],
      [Date.UTC(2128, 0, 1), { type: 'date64' }],
      [1, { type: 'bit', bit: 3 }],
      [true, { type: 'bit', bit: 16 }],
      [8, { type: 'bits', bit: 4, count: 3, signed: false }],
      [-5, { type: 'bits', bit: 4, count: 3, signed: true }],
      [0, { type: 'bits', bit: 12, count: 5, signed: false }],
      [0, { type: 'bits', bit: 12, count: 0, signed: false }],
      ['too long', { type: 'string', registers: 2 }],
      ['€', { type: 'string', registers: 2 }],
      [1n, { type: 'float64' }],
    ];
    for (const [value, type] of refused) expect(encodeValue(value, type), `${String(value)} as ${typeName(type)}`).toMatchObject({ ok: false });
  });

  it('says when there are too few registers', () => {
    expect(decodeValue([1], { type: 'uint32' })).toMatchObject({ ok: false });
    expect(decodeValue([1, 2, 3], { type: 'uint32' }, 'ABCD', 2)).toMatchObject({ ok: false });
  });

  it('changes a field of a register and leaves the other bits', () => {
    const field = fc.integer({ min: 0, max: 15 }).chain((bit) => fc.record({ bit: fc.constant(bit), count: fc.integer({ min: 1, max: 16 - bit }) }));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff }), field, fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(...MODBUS_BYTE_ORDERS, 'AB', 'BA'), (register, { bit, count }, some, order) => {
        const value = some & (2 ** count - 1);
        const type = { type: 'bits', bit, count, signed: false } as const;
        const encoded = encodeValue(value, type, order);
        if (!encoded.ok) throw new Error(encoded.reason);
        const changed = withField(register, fieldMask(bit, count, order), encoded.registers[0] ?? 0);
        expect(decodeValue([changed], type, order)).toEqual({ ok: true, value });
        const others = Array.from({ length: 16 }, (_, other) => other).filter((other) => other < bit || other >= bit + count);
        const bits = (of: number) => others.map((other) => decodeValue([of], { type: 'bit', bit: other }, order));
        expect(bits(changed)).toEqual(bits(register));
        expect(setBit(register, bit, true, order)).toBe(withField(register, fieldMask(bit, 1, order), 0xffff));
      }),
    );
  });
});
