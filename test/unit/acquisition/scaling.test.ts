import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engineeringValue, qualityInRange } from '../../../electron/acquisition/scaling';
import { GOOD, bad } from '../../../shared/domain/quality';

describe('engineeringValue', () => {
  it('is raw x scale + offset', () => {
    expect(engineeringValue(785, { scale: 0.1, offset: -40 })).toBe(785 * 0.1 - 40);
  });

  it('does not round a float that has neither scale nor offset', () => {
    fc.assert(
      fc.property(fc.double(), (raw) => {
        expect(engineeringValue(raw, { scale: 1, offset: 0 })).toBe(raw);
      }),
    );
  });

  it('keeps 64-bit integers exact', () => {
    const raw = 2n ** 64n - 1n;
    expect(engineeringValue(raw, { scale: 1, offset: 0 })).toBe(raw);
    expect(engineeringValue(raw, { scale: 10, offset: 3 })).toBe(raw * 10n + 3n);
    expect(engineeringValue(5n, { scale: 0.5, offset: 0 })).toBe(2.5);
  });

  it('passes booleans, text, octets and no value as they are', () => {
    const octets = new Uint8Array([1]);
    for (const value of [true, 'run', octets, null]) expect(engineeringValue(value, { scale: 2, offset: 1 })).toBe(value);
  });
});

describe('qualityInRange', () => {
  const limits = { low: 0, high: 100 };

  it('makes a good value outside the limits uncertain and keeps its flags', () => {
    expect(qualityInRange(100.1, { level: 'good', reason: '', flags: ['RESTART'] }, limits)).toEqual({ level: 'uncertain', reason: 'Out of range', flags: ['RESTART'] });
    expect(qualityInRange(-1n, GOOD, limits).level).toBe('uncertain');
  });

  it('leaves values on the limits, points without limits and bad values alone', () => {
    expect(qualityInRange(100, GOOD, limits)).toBe(GOOD);
    expect(qualityInRange(0, GOOD, limits)).toBe(GOOD);
    expect(qualityInRange(1e9, GOOD, { low: null, high: null })).toBe(GOOD);
    const quality = bad('No answer');
    expect(qualityInRange(null, quality, limits)).toBe(quality);
  });
});
