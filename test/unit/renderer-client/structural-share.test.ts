import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { structuralShare } from '../../../renderer/client/structural-share';

describe('structural sharing', () => {
  it('answers the old object when nothing changed', () => {
    const before = { devices: [{ id: 'a', points: [1, 2] }] };
    expect(structuralShare(before, structuredClone(before))).toBe(before);
  });

  it('keeps what did not change beside what did', () => {
    const before = { devices: [{ id: 'a' }, { id: 'b' }], name: 'x' };
    const after = structuralShare(before, { devices: [{ id: 'a' }, { id: 'c' }], name: 'x' });
    expect(after.devices).not.toBe(before.devices);
    expect(after.devices[0]).toBe(before.devices[0]);
    expect(after.devices[1]).toEqual({ id: 'c' });
  });

  it('sees a key that is gone, an array that is shorter, and a value that became null', () => {
    expect(structuralShare<unknown>({ a: 1, b: undefined }, { a: 1 })).toEqual({ a: 1 });
    expect(structuralShare([1, 2], [1])).toEqual([1]);
    expect(structuralShare<unknown>({ a: { b: 1 } }, { a: null })).toEqual({ a: null });
  });

  it('always equals what came', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
        expect(structuralShare<unknown>(before, after)).toEqual(after);
      }),
    );
  });
});
