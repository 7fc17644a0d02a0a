import { describe, expect, it } from 'vitest';
import { firstAllowed, parseForbidden, rangeText } from '../../../electron/protocols/modbus/forbidden-ranges';

const ranges = (text: string, notation: '0-based' | '1-based' | 'Modicon' = 'Modicon') => {
  const parsed = parseForbidden(text, notation);
  return parsed.ok ? parsed.ranges.map(({ table, from, to }) => `${table} ${from}-${to}`) : parsed.message;
};

describe('a list of addresses that must not be read', () => {
  it('is read as people write it', () => {
    expect(ranges('40100-40110, coils 5')).toEqual(['holding-register 99-109', 'coil 4-4']);
    expect(ranges('300001 - 300010; 4x0001, discrete inputs 1..8')).toEqual(['input-register 0-9', 'holding-register 0-0', 'discrete-input 0-7']);
    expect(ranges('')).toEqual([]);
  });

  it('counts as the notation of the device does where a number names no table', () => {
    expect(ranges('100-110, input registers 0x10', '0-based')).toEqual(['holding-register 100-110', 'input-register 16-16']);
    expect(ranges('100-110, coils 1', '1-based')).toEqual(['holding-register 99-109', 'coil 0-0']);
  });

  it.each([
    ['40110-40100', /ends before it begins/],
    ['40100-30110', /from one table to another/],
    ['100-110', /names no table/],
    ['relays 5', /no table/],
    ['40100-', /no range/],
    ['coils 70000', /addresses run/],
  ])('%s is refused in plain words', (text, words) => {
    expect(ranges(text)).toMatch(words);
  });

  it('is said back in the notation of the device', () => {
    expect(rangeText({ table: 'holding-register', from: 99, to: 109 }, 'Modicon')).toBe('holding registers 400100 to 400110');
    expect(rangeText({ table: 'coil', from: 4, to: 4 }, '0-based')).toBe('coil 4');
  });

  it('leaves a register to ask for', () => {
    expect(firstAllowed({ forbidden: '', addressNotation: 'Modicon' })).toBe(0);
    expect(firstAllowed({ forbidden: '40001-40010, 40011', addressNotation: 'Modicon' })).toBe(11);
  });
});
