import { describe, expect, it } from 'vitest';
import { Database, type PointConfig, type PointEvent, type PointType } from '../../../electron/stacks/dnp3';

describe('the database of an outstation', () => {
  it.each<[string, PointType, PointConfig[], RegExp]>([
    ['an index twice', 'binary', [{ index: 1 }, { index: 1 }], /comes twice/],
    ['an index that is none', 'binary', [{ index: 65_536 }], /outside 0 to 65535/],
    ['an index with a fraction', 'analog', [{ index: 0.5 }], /outside/],
    ['a static variation that is not there', 'binary', [{ index: 0, staticVariation: 3 }], /Group 1 has no variation 3/],
    ['an event variation that is not there', 'analog', [{ index: 0, eventVariation: 9 }], /Group 32 has no variation 9/],
    ['a variation that means any', 'analog', [{ index: 0, staticVariation: 0 }], /no variation 0/],
    ['a delta counter', 'counter', [{ index: 0, staticVariation: 3 }], /no variation 3/],
  ])('refuses %s', (_name, type, config, message) => {
    expect(() => new Database({ [type]: config })).toThrow(message);
  });

  it('keeps its points in the order of their indexes, also where there are gaps', () => {
    const database = new Database({ binary: [{ index: 9 }, { index: 2 }, { index: 300 }] });
    expect(database.points('binary').map(({ index }) => index)).toEqual([2, 9, 300]);
    expect(database.point('binary', 9)?.index).toBe(9);
    expect(database.point('binary', 3)).toBeUndefined();
    expect(database.points('analog')).toEqual([]);
  });

  it.each(['octet-string', 'virtual-terminal'] as const)('takes no %s without its 1 to 255 octets', (type) => {
    const database = new Database({ [type]: [{ index: 0 }] });
    const heard: PointEvent[] = [];
    database.listen((event) => heard.push(event));
    expect([undefined, new Uint8Array(0), new Uint8Array(256)].map((octets) => database.update(type, 0, { value: 0, flags: 0, ...(octets === undefined ? {} : { octets }) }, 0))).toEqual([false, false, false]);
    expect(heard).toEqual([]);
    expect(database.update(type, 0, { value: 0, flags: 0, octets: new Uint8Array(255) }, 0)).toBe(true);
  });

  it('tells its listeners of events until they stop listening', () => {
    const database = new Database({ binary: [{ index: 0, eventClass: 2, eventVariation: 2 }] });
    const heard: PointEvent[] = [];
    const stop = database.listen((event) => heard.push(event));
    database.update('binary', 0, { value: 1, flags: 1, time: 5 }, 0);
    stop();
    database.update('binary', 0, { value: 0, flags: 1 }, 0);
    expect(heard).toEqual([{ group: 2, type: 'binary', index: 0, state: { value: 1, flags: 1, time: 5 }, eventClass: 2, variation: 2 }]);
  });

  it('measures the deadband from the value that was reported last, so that a slow drift is reported', () => {
    const database = new Database({ analog: [{ index: 0, deadband: 10, initial: { value: 0, flags: 1 } }] });
    const heard: number[] = [];
    database.listen(({ state }) => heard.push(state.value));
    for (let value = 1; value <= 35; value += 1) database.update('analog', 0, { value, flags: 1 }, 0);
    expect(heard).toEqual([11, 22, 33]);
  });
});
