import { describe, expect, it } from 'vitest';
import { ChangeFilter, KEEP_ALIVE_MICROS } from '../../../electron/acquisition/change-filter';
import { GOOD, bad } from '../../../shared/domain/quality';
import type { BusSample } from '../../../electron/acquisition/sample-bus';
import type { Quality } from '../../../shared/domain/quality';
import type { Value } from '../../../shared/domain/value';

const SECOND = 1_000_000;

/** Takes values a second apart and says what went on the bus: `value` with `c` for changed and `r` for recorded. */
function run(values: readonly (Value | Quality)[], deadband: number): string[] {
  const filter = new ChangeFilter();
  const out: BusSample[] = [];
  values.forEach((value, at) => {
    const isQuality = typeof value === 'object' && value !== null && 'level' in value;
    filter.take({ pointId: 'p', value: isQuality ? null : value, raw: null, quality: isQuality ? value : GOOD, sourceTime: null, receivedTime: at * SECOND }, deadband, out);
  });
  return out.map((sample) => `${String(sample.value)}${sample.changed ? 'c' : ''}${sample.record ? 'r' : ''}`);
}

describe('ChangeFilter', () => {
  it('records every reading when there is no deadband, changed or not', () => {
    expect(run([1, 1, 2], 0)).toEqual(['1cr', '1r', '2cr']);
  });

  it('holds back what stays within the deadband and records the last of it before a change', () => {
    expect(run([10, 10.4, 9.6, 12], 0.5)).toEqual(['10cr', '10.4', '9.6', '9.6r', '12cr']);
  });

  it('measures from the last change, so that a slow drift is not missed', () => {
    expect(run([10, 10.4, 10.8], 0.5)).toEqual(['10cr', '10.4', '10.4r', '10.8cr']);
  });

  it('takes a change of exactly the deadband as none', () => {
    expect(run([10, 10.5], 0.5)).toEqual(['10cr', '10.5']);
  });

  it('records a lasting bad quality once and its end at once', () => {
    expect(run([5, bad('No answer'), bad('No answer'), bad('Exception 2'), 5], 0)).toEqual(['5cr', 'nullcr', 'null', 'nullr', 'nullcr', '5cr']);
  });

  it('records one reading a minute of a value that does not change', () => {
    const minute = run(Array.from({ length: 61 }, () => 7), 1);
    expect(minute.filter((entry) => entry.endsWith('r'))).toEqual(['7cr', '7r']);
    expect(minute.at(-1)).toBe('7r');
    expect(KEEP_ALIVE_MICROS).toBe(60 * SECOND);
  });

  it('compares 64-bit integers exactly, NaN with NaN, and text', () => {
    expect(run([2n ** 60n, 2n ** 60n + 1n], 0)[1]).toContain('c');
    expect(run([Number.NaN, Number.NaN], 0)[1]).not.toContain('c');
    expect(run([Number.NaN, 1], 5)[1]).not.toContain('NaNc');
    expect(run([1, Number.NaN], 5).at(-1)).toBe('NaNcr');
    expect(run(['a', 'b', 'b'], 1)).toEqual(['acr', 'bcr', 'b']);
  });
});
