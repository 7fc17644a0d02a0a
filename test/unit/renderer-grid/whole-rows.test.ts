import { describe, expect, it } from 'vitest';
import { TypeAhead } from '../../../renderer/components/grid/grid-keys';
import { restingPlace } from '../../../renderer/components/grid/whole-rows';

describe('A grid that was scrolled', () => {
  it('rests at the next whole row in the direction of the movement', () => {
    expect(restingPlace(100, 24, true)).toBe(120);
    expect(restingPlace(100, 24, false)).toBe(96);
  });

  it('stays where a whole row is at the top, fractions of a pixel aside', () => {
    expect(restingPlace(96, 24, true)).toBe(96);
    expect(restingPlace(95.6, 24, false)).toBe(95.6);
    expect(restingPlace(0, 24, false)).toBe(0);
  });
});

describe('Letters typed in a grid', () => {
  const names = [
    { key: '1', name: 'Pump' },
    { key: '2', name: 'Supply' },
    { key: '3', name: 'Tank' },
  ];

  it('make one prefix, which a key that is no letter ends', () => {
    const search = new TypeAhead();
    expect(search.type('s', 0, names, '1')).toBe('2');
    expect(search.type('t', 100, names, '2')).toBeNull();
    search.end();
    expect(search.type('t', 200, names, '2')).toBe('3');
  });
});
