import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../../electron/maps/coverage';
import { shiftPoints } from '../../../electron/engine/edits/shift-points';
import type { AddressSpaceCapability } from '../../../electron/protocols/protocol';
import type { Point } from '../../../shared/domain/point';
import { makeDevice } from '../../support/domain-fixtures';
import { holding, modbus } from './map-fixtures';

const space: AddressSpaceCapability = modbus.addressSpace ?? (() => { throw new Error('Modbus has an address space'); })();
const coverage = (points: readonly Point[], known: ReturnType<AddressSpaceCapability['known']> = []) => coverageOf({ points, space, known, textOf: (point) => modbus.addressTexts(point)[0] ?? '' });
const registers = (points: readonly Point[], known?: ReturnType<AddressSpaceCapability['known']>) => coverage(points, known).tables.find(({ id }) => id === 'holding-register');

describe('the coverage of an address space', () => {
  it('tells used, overlapping, refused and forbidden addresses apart, and the gaps between', () => {
    const table = registers([holding('A', 0, { dataType: 'float32' }), holding('B', 1, { dataType: 'float32' }), holding('C', 10)], [
      { table: 'holding-register', from: 10, count: 1, state: 'refused' },
      { table: 'holding-register', from: 20, count: 5, state: 'forbidden' },
    ]);
    expect(table?.stretches).toEqual([
      { from: 0, count: 1, state: 'used' },
      { from: 1, count: 1, state: 'overlapping' },
      { from: 2, count: 1, state: 'used' },
      { from: 10, count: 1, state: 'refused' },
      { from: 20, count: 5, state: 'forbidden' },
    ]);
    expect(table).toMatchObject({ used: 4, overlapping: 1, refused: 1, forbidden: 5, gaps: [{ from: 3, count: 7 }] });
  });

  it('reads what is refused and forbidden from findings and settings', () => {
    const device = makeDevice([], { settings: { forbidden: '40100-40110, coils 5', addressNotation: 'Modicon' }, findings: [{ kind: 'refused-address', key: 'input-register:21+2', message: '', seenAt: 1 }, { kind: 'read-boundary', key: 'coil:3', message: '', seenAt: 1 }] });
    expect(space.known(device)).toEqual([
      { table: 'input-register', from: 21, count: 2, state: 'refused' },
      { table: 'holding-register', from: 99, count: 11, state: 'forbidden' },
      { table: 'coil', from: 4, count: 1, state: 'forbidden' },
    ]);
  });

  it('takes a status word beside its bits for no trouble, the same bit twice or a bit inside a long value for one', () => {
    const bit = (name: string, address: number, at: number, sensorType = '') => holding(name, address, { dataType: 'boolean', sensorType, address: { bit: at } });
    expect(coverage([holding('Status', 5), bit('On', 5, 0), bit('Fault', 5, 15)]).troubleCount).toBe(0);
    expect(coverage([bit('On', 5, 3), bit('Run', 5, 3, 'x')]).troubles).toMatchObject([{ kind: 'same-address' }]);
    expect(coverage([holding('Energy', 4, { dataType: 'uint32' }), bit('On', 5, 3)]).troubles).toMatchObject([{ kind: 'overlap' }]);
  });

  it('names points of the same name and at the same address', () => {
    const { troubles } = coverage([holding('Flow', 1), holding('Flow', 2), holding('A', 9), holding('B', 9, { sensorType: 'x' })]);
    expect(troubles.map(({ kind, message }) => [kind, message])).toEqual([
      ['same-address', 'A and B have the same address, 9'],
      ['same-name', '2 points are named Flow: 1, 2'],
    ]);
  });

  it('counts every address as often as a plain count does', () => {
    const types = fc.constantFrom('uint16' as const, 'float32' as const, 'float64' as const);
    fc.assert(
      fc.property(fc.array(fc.record({ at: fc.nat(40), type: types }), { maxLength: 20 }), (list) => {
        const points = list.map(({ at, type }, index) => holding(`P${index}`, at, { dataType: type, sensorType: `s${index}` }));
        const taken = new Map<number, number>();
        for (const point of points) {
          const span = space.span(point);
          for (let at = span?.from ?? 0; at < (span?.from ?? 0) + (span?.count ?? 0); at += 1) taken.set(at, (taken.get(at) ?? 0) + 1);
        }
        const table = registers(points);
        expect(table?.used).toBe(taken.size);
        expect(table?.overlapping).toBe([...taken.values()].filter((times) => times > 1).length);
        const shown = new Set(table?.stretches.flatMap(({ from, count }) => Array.from({ length: count }, (_, at) => from + at)));
        expect([...shown].sort((a, b) => a - b)).toEqual([...taken.keys()].sort((a, b) => a - b));
      }),
      { numRuns: 30 },
    );
  });

  it('of 60,000 points at few addresses comes to an end', () => {
    const one = holding('P', 0);
    const points = Array.from({ length: 60_000 }, (_, at): Point => ({ ...one, id: crypto.randomUUID(), name: `P${at}`, address: { ...one.address, address: at % 500 }, dataType: at % 2 === 0 ? 'uint16' : 'float64' }));
    const { troubles, troubleCount } = coverage(points);
    expect(troubles).toHaveLength(1000);
    expect(troubleCount).toBeGreaterThan(1000);
  });
});

describe('moving addresses', () => {
  it('moves all by one and back, with the register of their scale', () => {
    const points = [holding('A', 10), holding('B', 11, { address: { scaleFrom: { address: 20, exponent: 0 } } }), holding('C', 0, { dataType: 'boolean', address: { table: 'coil' } })];
    const device = makeDevice(points);
    const ids = points.map(({ id }) => id);
    const there = shiftPoints(device, modbus, ids, 1);
    expect(there.problems).toEqual([]);
    expect(there.points.get(ids[1] ?? '')?.address).toMatchObject({ address: 12, scaleFrom: { address: 21 } });
    expect(there.examples.map(({ name, before, after }) => [name, before[0], after[0]])).toEqual([['A', '10', '11'], ['C', '0', '1']]);
    const back = shiftPoints({ ...device, points: points.map((point) => there.points.get(point.id) ?? point) }, modbus, ids, -1);
    expect(points.map(({ id }) => back.points.get(id))).toEqual(points);
  });

  it('names the rows that would leave their table', () => {
    const points = [holding('First', 0), holding('Last', 65_534, { dataType: 'uint32' })];
    const device = makeDevice(points);
    expect(shiftPoints(device, modbus, points.map(({ id }) => id), -1).problems).toEqual(['First at 0: would lie outside of its table']);
    expect(shiftPoints(device, modbus, points.map(({ id }) => id), 1).problems).toEqual([expect.stringContaining('Last at 65534: uint32 takes 2 registers')]);
  });
});
