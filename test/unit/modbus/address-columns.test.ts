import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressColumns } from '../../../electron/protocols/modbus/address-columns';
import { TABLES } from '../../../electron/protocols/modbus/point-address';
import { makePoint } from '../../support/domain-fixtures';
import { permutations } from '../../support/modbus-values';

const address = fc.record({
  table: fc.constantFrom(...TABLES),
  address: fc.integer({ min: 0, max: 65_535 }),
  byteOrder: fc.option(fc.constantFrom(...[2, 4, 6].flatMap(permutations), 'BADCFEHG', 'HGFEDCBA', 'EFABGHCD')),
  bit: fc.option(fc.integer({ min: 0, max: 15 })),
  bitCount: fc.option(fc.integer({ min: 1, max: 16 })),
  length: fc.option(fc.integer({ min: 1, max: 125 })),
});

describe('the address columns of point lists', () => {
  it('lose nothing on the way round', () => {
    fc.assert(
      fc.property(address, (given) => {
        expect(addressColumns.parse(addressColumns.format(makePoint({ address: given })))).toEqual({ address: given });
      }),
    );
  });

  it('take Modicon where no table is given, and any notation that is named', () => {
    expect(addressColumns.parse({ address: '40001' })).toMatchObject({ address: { table: 'holding-register', address: 0 } });
    expect(addressColumns.parse({ address: '300019.6' })).toMatchObject({ address: { table: 'input-register', address: 18, bit: 6 } });
    expect(addressColumns.parse({ table: 'Holding Registers', address: '5', notation: '1-based' })).toMatchObject({ address: { table: 'holding-register', address: 4 } });
    expect(addressColumns.parse({ table: 'HR', address: '0x10' })).toMatchObject({ address: { address: 16 } });
    expect(addressColumns.parse({ table: 'coil', address: '1', notation: 'Modicon' })).toMatchObject({ address: { table: 'coil', address: 0 } });
  });

  it('take ranges of bits and the words of lists for byte orders', () => {
    expect(addressColumns.parse({ table: 'HR', address: '7', bit: '4-7', byte_order: 'Word swap' })).toMatchObject({ address: { bit: 4, bitCount: 4, byteOrder: 'CDAB' } });
    expect(addressColumns.parse({ table: 'HR', address: '7', byte_order: 'efabcd' })).toMatchObject({ address: { byteOrder: 'EFABCD' } });
    expect(addressColumns.parse({ table: 'HR', address: '7', byte_order: 'Little endian' })).toMatchObject({ address: { byteOrder: 'DCBA' } });
  });

  it('name each cell that is wrong', () => {
    const wrong = (cells: Record<string, string>): string[] => {
      const parsed = addressColumns.parse(cells);
      return 'problems' in parsed ? parsed.problems.map(({ column }) => column) : [];
    };
    expect(wrong({ table: 'coil', address: 'x', bit: '16', byte_order: 'ABAB', bit_count: '17', length: '0' })).toEqual(['address', 'byte_order', 'bit', 'bit_count', 'length']);
    expect(wrong({ table: 'relay', address: '1' })).toEqual(['table']);
    expect(wrong({ address: '' })).toEqual(['address']);
    expect(wrong({ table: 'coil', address: '40001', notation: 'Modicon' })).toEqual([]);
    expect(wrong({ table: 'coil', address: '400001', notation: 'Modicon' })).toEqual(['address']);
    expect(wrong({ table: 'coil', address: '1', notation: 'octal' })).toEqual(['notation']);
  });
});
