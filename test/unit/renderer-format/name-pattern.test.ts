import { describe, expect, it } from 'vitest';
import { isPattern, namesOfPattern } from '../../../renderer/components/format/name-pattern';

const names = (pattern: string): readonly string[] => {
  const result = namesOfPattern(pattern);
  return result.ok ? result.names : [result.problem];
};

describe('a pattern of names', () => {
  it('counts up, down, by steps, below nothing, and with leading zeros', () => {
    expect(names('Pump {1..3}')).toEqual(['Pump 1', 'Pump 2', 'Pump 3']);
    expect(names('{3..1}')).toEqual(['3', '2', '1']);
    expect(names('{0..9..4}')).toEqual(['0', '4', '8']);
    expect(names('{9..0..-4}')).toEqual(['9', '5', '1']);
    expect(names('{-1..1}')).toEqual(['-1', '0', '1']);
    expect(names('{08..10}')).toEqual(['08', '09', '10']);
    expect(names('{1..010}').slice(-2)).toEqual(['009', '010']);
    expect(names('{-01..01}')).toEqual(['-01', '00', '01']);
    expect(names('{0..2}')).toEqual(['0', '1', '2']);
  });

  it('goes through letters and words', () => {
    expect(names('Feeder {C..A}')).toEqual(['Feeder C', 'Feeder B', 'Feeder A']);
    expect(names('{a..c}')).toEqual(['a', 'b', 'c']);
    expect(names('{speed, current} of M1')).toEqual(['speed of M1', 'current of M1']);
  });

  it('counts several series like digits, the last one quickest', () => {
    expect(names('P{1..2} {speed,current}')).toEqual(['P1 speed', 'P1 current', 'P2 speed', 'P2 current']);
    expect(names('{A..B}{1..2}')).toEqual(['A1', 'A2', 'B1', 'B2']);
  });

  it('leaves a text without a series as it is', () => {
    expect(names('Setpoint')).toEqual(['Setpoint']);
    expect(names('a } b { c')).toEqual(['a } b { c']);
  });

  it('says what is no series', () => {
    expect(names('P{x}')).toEqual(['{x} is no series. Write {1..8}, {A..D} or {speed,current}.']);
    expect(names('P{}')).toEqual(['{} is no series. Write {1..8}, {A..D} or {speed,current}.']);
    expect(names('{a..D}')).toEqual(['{a..D} goes from small letters to capitals.']);
    expect(names('{D..a}')).toEqual(['{D..a} goes from capitals to small letters.']);
    expect(names('{1..5..0}')).toEqual(['{1..5..0} never gets from 1 to 5.']);
  });

  it('refuses more names than a map can have, before it makes them', () => {
    expect(names('{1..100000}')).toHaveLength(100_000);
    expect(names('{1..100001}')).toEqual(['{1..100001} stands for more than 100,000 numbers.']);
    expect(names('{1..99999999999999999999}')).toEqual(['{1..99999999999999999999} stands for more than 100,000 numbers.']);
    expect(names('{1..1000}{1..1000}')).toEqual(['The pattern stands for more than 100,000 names.']);
  });

  it('is told from a plain name', () => {
    expect(['P{1..2}', '{a,b}', 'P{1}', 'P 1..2', '{a'].map(isPattern)).toEqual([true, true, false, false, false]);
  });
});
