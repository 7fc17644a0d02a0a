import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PointKeys } from '../../../electron/project/point-keys';
import { changedItems } from '../../../shared/domain/changed-items';
import type { Point } from '../../../shared/domain/point';
import { makePoint } from '../../support/domain-fixtures';

const point = (register: number): Point => makePoint({ address: { register } });
const keyOf = (_protocol: string, { address }: Point): string => JSON.stringify(address['register']);

describe('the keys of a device', () => {
  it('names two points that would share one, and goes on from the list before', () => {
    const keys = new PointKeys(keyOf);
    const before = [point(1), point(2), point(3)];
    expect(keys.checkAll('p', before)).toBeNull();
    const refused = [...before, point(2)];
    expect(keys.checkChange('p', before, refused, changedItems(before, refused))).toMatchObject({ key: '2', owner: before[1], point: refused[3] });
    const taken = [...before.slice(1), point(1)];
    expect(keys.checkChange('p', before, taken, changedItems(before, taken))).toBeNull();
  });

  it('gives the same verdict as a look at the whole list, after any series of edits, refusals and returns', () => {
    const step = fc.record({ remove: fc.nat({ max: 5 }), add: fc.array(fc.nat({ max: 12 }), { maxLength: 4 }), back: fc.option(fc.nat({ max: 10 }), { nil: null }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const keys = new PointKeys(keyOf);
        let list: readonly Point[] = [];
        const known: (readonly Point[])[] = [list];
        for (const { remove, add, back } of steps) {
          if (back !== null) list = known[back % known.length] ?? list;
          const next = [...list.filter((_, at) => at !== remove), ...add.map((register) => point(register))];
          const unique = new Set(next.map((each) => keyOf('p', each))).size === next.length;
          expect(keys.checkChange('p', list, next, changedItems(list, next)) === null).toBe(unique);
          if (!unique) continue;
          list = next;
          known.push(list);
        }
      }),
    );
  });
});
