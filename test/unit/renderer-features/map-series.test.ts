import { describe, expect, it } from 'vitest';
import { countingFieldOf, seriesOver, type SeriesOverRows } from '../../../renderer/features/map-tools/series';
import { createModbusProtocol } from '../../../electron/protocols/modbus';
import { makePoint } from '../../support/domain-fixtures';

const ADDRESS = countingFieldOf(createModbusProtocol().description.addressFields);
const ROWS = ['A', 'B', 'C'].map((name, at) => makePoint({ name, address: { table: 'holding-register', address: at } }));
const series = (change: Partial<SeriesOverRows>, points = ROWS) => seriesOver(points, { pattern: '', start: null, step: 1, counting: ADDRESS, ...change });
const pairs = (change: Partial<SeriesOverRows>) => {
  const result = series(change);
  return result.ok ? result.points.map(({ name, address }) => [name, address['address']]) : result.problem;
};

describe('a series over rows', () => {
  it('counts on the first whole number of an address', () => {
    expect(ADDRESS?.key).toBe('address');
    expect(countingFieldOf([])).toBeNull();
  });

  it('numbers names, addresses or both, in the order of the rows', () => {
    expect(pairs({ pattern: 'P{2..4}' })).toEqual([['P2', 0], ['P3', 1], ['P4', 2]]);
    expect(pairs({ start: 100, step: 10 })).toEqual([['A', 100], ['B', 110], ['C', 120]]);
    expect(pairs({ pattern: 'P{1..9}', start: 10, step: -2 })).toEqual([['P1', 10], ['P2', 8], ['P3', 6]]);
  });

  it('leaves the rest of an address and the rows that were given as they are', () => {
    const result = series({ start: 7 });
    expect(result.ok ? result.points[0] : null).toEqual({ ...ROWS[0], address: { table: 'holding-register', address: 7 } });
    expect(ROWS.map(({ address }) => address['address'])).toEqual([0, 1, 2]);
  });

  it('leaves addresses alone where a protocol has none that count', () => {
    expect(pairs({ pattern: 'T{1..3}', start: 5, counting: null })).toEqual([['T1', 0], ['T2', 1], ['T3', 2]]);
  });

  it('says why it can not be', () => {
    expect(pairs({})).toBe('Give a pattern of names or a first address.');
    expect(pairs({ pattern: 'P{1..2}' })).toBe('The pattern gives 2 names for 3 rows.');
    expect(pairs({ pattern: 'P' })).toBe('The pattern gives 1 name for 3 rows.');
    expect(pairs({ pattern: 'P{}' })).toContain('is no series');
  });

  it('stays within the table: the last address is looked at as the first is', () => {
    expect(pairs({ start: 65_533 })).toEqual([['A', 65_533], ['B', 65_534], ['C', 65_535]]);
    expect(pairs({ start: 65_534 })).toBe(`${ADDRESS?.label ?? ''} 65536 would be outside of 0 to 65535.`);
    expect(pairs({ start: 3, step: -2 })).toBe(`${ADDRESS?.label ?? ''} -1 would be outside of 0 to 65535.`);
  });
});
