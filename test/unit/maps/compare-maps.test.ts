import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adoptDifferences } from '../../../electron/maps/adopt-differences';
import { compareMaps } from '../../../electron/maps/compare-maps';
import { differentFields } from '../../../electron/maps/map-fields';
import type { Point } from '../../../shared/domain/point';
import { holding, modbus } from './map-fixtures';

const compare = (before: readonly Point[], after: readonly Point[], matchBy: 'address' | 'name' | 'both' = 'both') => compareMaps({ before, after, matchBy, protocol: modbus, told: null });

describe('two maps', () => {
  it('match by address first, and differ field by field', async () => {
    const before = [holding('Flow', 10, { unit: 'm³/h' }), holding('Old', 20)];
    const after = [holding('Flow rate', 10, { unit: 'l/s', scale: 0.1 }), holding('New', 30)];
    const { same, differences } = await compare(before, after);
    expect(same).toBe(0);
    expect(differences.map(({ kind, matchedBy }) => [kind, matchedBy])).toEqual([['changed', 'address'], ['removed', null], ['added', null]]);
    expect(differences[0]?.fields.map(({ field, before: old, after: now }) => [field, old, now])).toEqual([['name', 'Flow', 'Flow rate'], ['scale', '1', '0.1'], ['unit', 'm³/h', 'l/s']]);
  });

  it('match by name what moved, unless only addresses count', async () => {
    const before = [holding('Flow', 10)];
    const after = [holding('Flow', 11)];
    expect((await compare(before, after)).differences).toMatchObject([{ kind: 'changed', matchedBy: 'name', fields: [{ field: 'address', before: '10', after: '11' }] }]);
    expect((await compare(before, after, 'address')).differences.map(({ kind }) => kind)).toEqual(['removed', 'added']);
    expect((await compare([holding('A', 1)], [holding('B', 1)], 'name')).differences.map(({ kind }) => kind)).toEqual(['removed', 'added']);
  });

  it('keep a coil and a register of the same number apart, and a name that two have unmatched', async () => {
    const coil = holding('Run', 5, { dataType: 'boolean', address: { table: 'coil' } });
    expect((await compare([coil], [holding('Speed', 5)], 'address')).differences.map(({ kind }) => kind)).toEqual(['removed', 'added']);
    expect((await compare([holding('X', 1)], [holding('X', 2), holding('X', 3)])).differences.map(({ kind }) => kind)).toEqual(['removed', 'added', 'added']);
  });

  it('say nothing of fields that the other one does not tell', async () => {
    const told = new Set(['name', 'table', 'address']);
    expect(await compareMaps({ before: [holding('Flow', 10, { unit: 'kW' })], after: [holding('Flow', 10)], matchBy: 'both', protocol: modbus, told })).toEqual({ same: 1, differences: [] });
  });

  it('of 60,000 points are compared without walking one for each of the other', async () => {
    const one = holding('P', 0);
    const many = (offset: number): Point[] => Array.from({ length: 60_000 }, (_, at) => ({ ...one, id: crypto.randomUUID(), name: `P${at}`, address: { ...one.address, address: at }, unit: at % 1000 === offset ? 'kW' : '' }));
    const found = await compare(many(1), many(2));
    expect(found.same).toBe(60_000 - 120);
    expect(found.differences).toHaveLength(120);
  });
});

describe('adopting differences', () => {
  it('makes the maps the same where all are chosen, and keeps the identity of points', async () => {
    const name = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F');
    const made = fc.uniqueArray(fc.record({ at: fc.nat(30), name, unit: fc.constantFrom('', 'kW', 'm³/h'), scale: fc.constantFrom(1, 0.1, -2), order: fc.constantFrom(null, 'CDAB') }), { selector: ({ at }) => at, maxLength: 8 });
    const points = (list: { at: number; name: string; unit: string; scale: number; order: string | null }[]): Point[] => list.map(({ at, name: label, unit, scale, order }) => holding(label, at * 2, { unit, scale, dataType: 'float32', address: { byteOrder: order } }));
    await fc.assert(
      fc.asyncProperty(made, made, fc.constantFrom<'address' | 'name' | 'both'>('address', 'name', 'both'), async (ours, theirs, matchBy) => {
        const before = points(ours);
        const after = points(theirs);
        const { differences } = await compare(before, after, matchBy);
        const adopted = adoptDifferences(differences, differences.map(({ key }) => ({ key, fields: null })), modbus, () => crypto.randomUUID());
        expect(adopted.problems).toEqual([]);
        const result = [...before.filter(({ id }) => !adopted.removed.has(id)).map((point) => adopted.changed.get(point.id) ?? point), ...adopted.added];
        const byPlace = (list: readonly Point[]): readonly Point[] => [...list].sort((a, b) => Number(a.address['address']) - Number(b.address['address']));
        expect(result).toHaveLength(after.length);
        for (const [at, point] of byPlace(result).entries()) expect(differentFields(point, byPlace(after)[at] ?? point, modbus, null)).toEqual([]);
        const known = new Set(before.map(({ id }) => id));
        for (const point of adopted.changed.values()) expect(known.has(point.id)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('takes one field of several, and says what does not go', async () => {
    const before = [holding('Flow', 10)];
    const { differences } = await compare(before, [holding('Other', 10, { unit: 'kW' })]);
    const key = differences[0]?.key ?? '';
    const adopted = adoptDifferences(differences, [{ key, fields: ['unit'] }, { key: 'changed:gone', fields: null }], modbus, () => crypto.randomUUID());
    expect([...adopted.changed.values()]).toEqual([{ ...before[0], unit: 'kW' }]);
    expect(adopted.problems).toEqual([expect.stringContaining('compare again')]);
  });
});
