import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engineeringValue, qualityInRange, rawFromEngineering } from '../../../electron/acquisition/scaling';
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

describe('rawFromEngineering', () => {
  it('gives back every raw value of an integer point with the usual scales', () => {
    fc.assert(
      fc.property(fc.integer({ min: -32768, max: 32767 }), fc.constantFrom(1, 0.1, 0.01, 0.001, 0.5, 10, -0.1), fc.constantFrom(0, -40, 273.15), (raw, scale, offset) => {
        const value = engineeringValue(raw, { scale, offset });
        expect(rawFromEngineering(value, { scale, offset, dataType: 'int16' })).toEqual({ ok: true, raw });
      }),
    );
  });

  it('refuses a value between two steps rather than round it', () => {
    expect(rawFromEngineering(78.55, { scale: 0.1, offset: 0, dataType: 'uint16' })).toEqual({ ok: false, problem: "78.55 can't be held exactly: the point goes in steps of 0.1." });
    expect(rawFromEngineering(7n, { scale: 2, offset: 0, dataType: 'int64' })).toEqual({ ok: false, problem: "7 can't be held exactly: the point goes in steps of 2." });
  });

  it('keeps 64-bit integers exact', () => {
    expect(rawFromEngineering(2n ** 63n - 1n, { scale: 1, offset: 0, dataType: 'int64' })).toEqual({ ok: true, raw: 2n ** 63n - 1n });
    expect(rawFromEngineering(12, { scale: 1, offset: 0, dataType: 'uint64' })).toEqual({ ok: true, raw: 12n });
  });

  it('refuses values of the wrong kind', () => {
    expect(rawFromEngineering('78', { scale: 1, offset: 0, dataType: 'int16' }).ok).toBe(false);
    expect(rawFromEngineering(1, { scale: 1, offset: 0, dataType: 'boolean' }).ok).toBe(false);
    expect(rawFromEngineering(Number.NaN, { scale: 1, offset: 0, dataType: 'int16' }).ok).toBe(false);
  });
});
