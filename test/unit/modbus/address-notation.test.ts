import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, NOTATIONS, parseAddress, parseBits } from '../../../electron/protocols/modbus/address-notation';
import { TABLES } from '../../../electron/protocols/modbus/point-address';

const noBits = { bit: null, bitCount: null };
const bits = fc.integer({ min: 0, max: 15 }).chain((bit) => fc.record({ bit: fc.constant(bit), bitCount: bit === 15 ? fc.constant(null) : fc.option(fc.integer({ min: 2, max: 16 - bit })) }));
const place = fc
  .tuple(fc.constantFrom(...TABLES), fc.integer({ min: 0, max: 65_535 }), fc.oneof(fc.constant(noBits), bits))
  .map(([table, address, some]) => ({ table, address, ...some }));

describe('addresses in the notations of people', () => {
  it('say the same address in each of them', () => {
    fc.assert(
      fc.property(place, fc.constantFrom(...NOTATIONS), (given, notation) => {
        const parsed = parseAddress(formatAddress({ ...given, byteOrder: null, length: null }, notation), notation);
        expect(parsed).toEqual({ ok: true, table: notation === 'Modicon' ? given.table : null, address: given.address, bit: given.bit, bitCount: given.bitCount });
      }),
    );
  });

  it('know register 0 as 300001, and 40001 as 400001', () => {
    expect(formatAddress({ table: 'input-register', address: 0, bit: null, bitCount: null, byteOrder: null, length: null }, 'Modicon')).toBe('300001');
    expect(parseAddress('40001', 'Modicon')).toEqual(parseAddress('400001', 'Modicon'));
    expect(parseAddress('4x0001', 'Modicon')).toMatchObject({ table: 'holding-register', address: 0 });
    expect(parseAddress('465536', 'Modicon')).toMatchObject({ address: 65_535 });
    expect(parseAddress('00001', 'Modicon')).toMatchObject({ table: 'coil', address: 0 });
    expect(parseAddress('300019.6', 'Modicon')).toMatchObject({ address: 18, bit: 6 });
  });

  it('take a range of bits in either direction, and alone', () => {
    expect(parseAddress('400021.4-7', 'Modicon')).toMatchObject({ address: 20, bit: 4, bitCount: 4 });
    expect(parseBits('7..4')).toEqual({ bit: 4, bitCount: 4 });
    expect(parseBits('7:4')).toEqual({ bit: 4, bitCount: 4 });
    expect(parseBits('9')).toEqual({ bit: 9, bitCount: null });
    for (const text of ['16', '4-16', '-1', '4-', '']) expect(parseBits(text), text).toBeNull();
  });

  it('refuse what is no address, in words', () => {
    for (const [text, notation] of [['0', '1-based'], ['65536', '0-based'], ['20001', 'Modicon'], ['400000', 'Modicon'], ['465537', 'Modicon'], ['', '0-based'], ['1.16', '0-based'], ['1.4-16', '0-based'], ['-1', '0-based'], ['4 0001', 'Modicon']] as const) {
      expect(parseAddress(text, notation), `${text} ${notation}`).toMatchObject({ ok: false });
    }
  });
});
