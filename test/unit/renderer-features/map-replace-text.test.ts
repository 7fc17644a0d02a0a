import { describe, expect, it } from 'vitest';
import { replaceText, type ReplaceRequest } from '../../../renderer/features/map-tools/replace-text';
import { makePoint } from '../../support/domain-fixtures';

const PUMP = makePoint({ name: 'Pump 1 speed', description: 'pump in the cellar', unit: 'rpm', sensorType: 'speed', tags: ['pump', 'north'] });
const FAN = makePoint({ name: 'Fan 1 (speed)', unit: 'rpm' });
const REQUEST: ReplaceRequest = { find: 'pump', replace: 'Fan', fields: ['name'], regular: false, matchCase: false, whole: false };

const replaced = (change: Partial<ReplaceRequest>, points = [PUMP, FAN]) => {
  const result = replaceText(points, { ...REQUEST, ...change });
  if (!result.ok) throw new Error(result.problem);
  return result.replacements;
};
const problem = (change: Partial<ReplaceRequest>): string => {
  const result = replaceText([PUMP, FAN], { ...REQUEST, ...change });
  return result.ok ? '' : result.problem;
};
const names = (change: Partial<ReplaceRequest>): string[] => replaced(change).map(({ point }) => point.name);

describe('find and replace', () => {
  it('changes the chosen columns alone, and only points in which the text is', () => {
    const [only, ...others] = replaced({ fields: ['name', 'description'] });
    expect(others).toEqual([]);
    expect(only?.point).toEqual({ ...PUMP, name: 'Fan 1 speed', description: 'Fan in the cellar' });
    expect(only?.before).toBe(PUMP);
    expect(only?.changes).toEqual([{ label: 'Name', before: 'Pump 1 speed', after: 'Fan 1 speed' }, { label: 'Description', before: 'pump in the cellar', after: 'Fan in the cellar' }]);
    expect(replaced({ fields: ['unit'] })).toEqual([]);
  });

  it('changes every place of a text, with regard to case where that is asked', () => {
    expect(names({ find: 'P', replace: 'x' })).toEqual(['xumx 1 sxeed', 'Fan 1 (sxeed)']);
    expect(names({ find: 'P', replace: 'x', matchCase: true })).toEqual(['xump 1 speed']);
  });

  it('takes signs of regular expressions and of their replacements as they stand', () => {
    expect(names({ find: '(speed)', replace: '[$1 $& $$]' })).toEqual(['Fan 1 [$1 $& $$]']);
    expect(names({ find: '.', replace: '' })).toEqual([]);
    expect(names({ find: '1 s', replace: String.raw`\n` })).toEqual([String.raw`Pump \npeed`]);
  });

  it('takes the whole cell where that is asked', () => {
    expect(names({ find: 'Pump 1', whole: true })).toEqual([]);
    expect(names({ find: 'pump 1 SPEED', whole: true })).toEqual(['Fan']);
    expect(names({ find: 'Fan|Pump', regular: true, whole: true })).toEqual([]);
  });

  it('puts what groups found into the new text', () => {
    expect(names({ find: String.raw`^(\w+) (\d)`, replace: '$2 $1', regular: true })).toEqual(['1 Pump speed', '1 Fan (speed)']);
  });

  it('changes tags one by one; an emptied one goes, and none is twice', () => {
    expect(replaced({ find: 'pump', replace: 'north', fields: ['tags'] })[0]?.point.tags).toEqual(['north']);
    expect(replaced({ find: 'pump', replace: '', fields: ['tags'] })[0]?.changes).toEqual([{ label: 'Tags', before: 'pump; north', after: 'north' }]);
  });

  it('says which new text can not be', () => {
    expect(replaced({ find: 'Pump 1 speed', replace: '' })[0]?.problem).toContain('name');
    expect(replaced({ find: 'speed', replace: 'two words', fields: ['sensorType'] })[0]?.problem).toBe('sensorType: letters, digits, dot, dash and underscore only');
    expect(replaced({})[0]?.problem).toBe('');
  });

  it('says what is missing or is no regular expression', () => {
    expect(problem({ find: '' })).toBe('Type what to find.');
    expect(problem({ fields: [] })).toBe('Choose a column.');
    expect(problem({ find: '(a', regular: true })).toMatch(/^This is no regular expression: /);
    expect(problem({ find: '(a' })).toBe('');
  });

  it('refuses patterns that may take for ever, and keeps the harmless ones', () => {
    expect(problem({ find: '(a+)+$', regular: true })).toContain('may take for ever');
    expect(problem({ find: '(a|aa)+$', regular: true })).toContain('may take for ever');
    expect(problem({ find: '(a{2,}){3,}', regular: true })).toContain('may take for ever');
    expect(problem({ find: 'a*a*a*a*a*b', regular: true })).toContain('More than 4 open repeats');
    expect(['(ab)+', '(a{2})+(b+)', String.raw`(\+)+`, '([*+])+', 'a+b+c+d+'].map((find) => problem({ find, regular: true }))).toEqual(['', '', '', '', '']);
  });

  it('refuses many choices, each of which doubles the time, but not a list of words', () => {
    expect(problem({ find: `${'a?'.repeat(30)}${'a'.repeat(30)}`, regular: true })).toContain('More than 10 choices');
    expect(problem({ find: '(?:a|a)'.repeat(30), regular: true })).toContain('More than 10 choices');
    expect(problem({ find: `${'a{0,3}'.repeat(12)}b`, regular: true })).toContain('More than 10 choices');
    expect(problem({ find: 'a|b|c|d|e|f|g|h|i|j|k|l|m', regular: true })).toBe('');
    expect(problem({ find: 'a+?b+?c+?d+?', regular: true })).toBe('');
  });

  it('refuses repeats that long texts make slow, and takes them where the texts are short', () => {
    const long = { ...PUMP, description: 'a'.repeat(2000) };
    const request = { find: '.*.*.*x', replace: '', fields: ['description' as const], regular: true, matchCase: false, whole: false };
    const slow = replaceText([long], request);
    expect(slow.ok ? '' : slow.problem).toContain('on texts as long as these');
    expect(replaceText([PUMP, FAN], request).ok).toBe(true);
    expect(replaceText([long], { ...request, find: '^a+x' }).ok).toBe(true);
  });

  it('refuses a repeat that is hidden in a group of its own', () => {
    expect(problem({ find: '((a+))+$', regular: true })).toContain('may take for ever');
    expect(problem({ find: '((a|b)c)+$', regular: true })).toContain('may take for ever');
    expect(problem({ find: '(a(?:b)+){2,4}', regular: true })).toContain('may take for ever');
    expect(problem({ find: '(a?a)+$', regular: true })).toContain('may take for ever');
    expect(problem({ find: '(a+){30}', regular: true })).toContain('may take for ever');
    expect(['(a+)?', '((ab)c)+', String.raw`(?<n>\d+) (?:x)`, '(a+))', ')+'].map((find) => problem({ find, regular: true }).startsWith('A repeated'))).toEqual([false, false, false, false, false]);
  });
});
