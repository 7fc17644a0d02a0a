import { assert, bigInt, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engineeringValue } from '../../../electron/acquisition/scaling';
import { rawFromEngineering } from '../../../electron/engine/writing/raw-from-engineering';
import type { DataType } from '../../../shared/domain/data-type';
import { encodeValue } from '../../../shared/domain/value';
import { like } from '../../support/like';

const point = (dataType: DataType, more: Partial<{ scale: number; offset: number; low: number | null; high: number | null; unit: string }> = {}) => ({ dataType, scale: 1, offset: 0, low: null, high: null, unit: '', ...more });

describe('The raw value of an engineering one', () => {
  it('is exact where binary fractions are not', () => {
    expect(rawFromEngineering(point('int16', { scale: 0.1 }), 78.5)).toEqual({ ok: true, raw: 785 });
    expect(rawFromEngineering(point('int16', { scale: 0.1, offset: -40 }), -39.7)).toEqual({ ok: true, raw: 3 });
    expect(rawFromEngineering(point('uint16', { scale: 0.01 }), 0.07)).toEqual({ ok: true, raw: 7 });
    expect(rawFromEngineering(point('int32', { scale: -0.001 }), 1.234)).toEqual({ ok: true, raw: -1234 });
  });

  it('undoes the scaling of every raw value of every 16-bit type, at scales that people use', () => {
    const scales = constantFrom(1, 0.1, 0.01, 0.001, 10, 0.5, 0.25, -1, -0.1, 100, 0.0625);
    const offsets = constantFrom(0, -40, 273.15, 0.5, -0.1, 1000);
    assert(
      property(integer({ min: -32_768, max: 32_767 }), scales, offsets, (raw, scale, offset) => {
        const value = engineeringValue(raw, { scale, offset });
        expect(rawFromEngineering(point('int16', { scale, offset }), encodeValue(value))).toEqual({ ok: true, raw });
      }),
    );
  });

  it('undoes the scaling of 64-bit integers exactly, from numbers and from decimal strings', () => {
    assert(
      property(bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), constantFrom(1, 10, -3), constantFrom(0, 7), (raw, scale, offset) => {
        const value = encodeValue(engineeringValue(raw, { scale, offset }));
        expect(rawFromEngineering(point('int64', { scale, offset }), value)).toEqual({ ok: true, raw });
      }),
    );
  });

  it.each([
    ['int16', 32_768, '-32768 to 32767'],
    ['uint16', -1, '0 to 65535'],
    ['uint64', '18446744073709551616', '0 to 18446744073709551615'],
    ['int64', '9223372036854775808', '-9223372036854775808 to 9223372036854775807'],
  ] as const)('says what %s holds when %s does not fit', (type, value, words) => {
    const answer = rawFromEngineering(point(type), value);
    expect(answer).toMatchObject({ ok: false, problem: like.containing(words) });
  });

  it('gives the range in engineering units, the lower one first', () => {
    expect(rawFromEngineering(point('int16', { scale: -0.1, unit: '°C' }), 5000)).toMatchObject({ problem: like.containing('holds -3276.7 to 3276.8 °C') });
  });

  it('does not round what somebody typed, and names the nearest value that can be held', () => {
    expect(rawFromEngineering(point('int16', { scale: 0.1, unit: '°C' }), 78.55)).toEqual({ ok: false, problem: '78.55 lies between two raw values. The nearest that the device can hold is 78.6 °C.' });
    expect(rawFromEngineering(point('uint16'), 1.5)).toMatchObject({ ok: false });
  });

  it('takes a scale with few decimals as it is meant', () => {
    expect(rawFromEngineering(point('uint16', { scale: 0.333333 }), 33.3333)).toEqual({ ok: true, raw: 100 });
  });

  it('keeps the point within its limits', () => {
    const limited = point('float32', { low: 0, high: 90, unit: '°C' });
    expect(rawFromEngineering(limited, 90)).toEqual({ ok: true, raw: 90 });
    expect(rawFromEngineering(limited, 90.1)).toMatchObject({ problem: "Above the point's upper limit of 90 °C." });
    expect(rawFromEngineering(limited, -0.1)).toMatchObject({ problem: "Below the point's lower limit of 0 °C." });
  });

  it.each([['NaN'], ['Infinity'], ['7,5'], ['0x10'], [''], ['1e999']])('refuses %j as a number', (value) => {
    expect(rawFromEngineering(point('float64'), value).ok).toBe(false);
  });

  it('knows what a float32 holds, and what a boolean is', () => {
    expect(rawFromEngineering(point('float32'), 3.5e38).ok).toBe(false);
    expect(rawFromEngineering(point('float64'), 3.5e38)).toEqual({ ok: true, raw: 3.5e38 });
    expect(rawFromEngineering(point('boolean'), 'true')).toEqual({ ok: true, raw: true });
    expect(rawFromEngineering(point('boolean'), 0)).toEqual({ ok: true, raw: false });
    expect(rawFromEngineering(point('boolean'), 2).ok).toBe(false);
    expect(rawFromEngineering(point('float64'), true).ok).toBe(false);
    expect(rawFromEngineering(point('string'), 'on').ok).toBe(true);
  });

  it('knows what BCD and 48 bits hold', () => {
    expect(rawFromEngineering(point('bcd16'), 9999)).toEqual({ ok: true, raw: 9999 });
    expect(rawFromEngineering(point('bcd16'), 10_000)).toMatchObject({ problem: '10000 does not fit into bcd16: with this scale and offset it holds 0 to 9999.' });
    expect(rawFromEngineering(point('bcd32', { scale: 0.1 }), 123.4)).toEqual({ ok: true, raw: 1234 });
    expect(rawFromEngineering(point('uint48'), '281474976710655')).toEqual({ ok: true, raw: 2 ** 48 - 1 });
    expect(rawFromEngineering(point('int48'), -(2 ** 47) - 1)).toMatchObject({ ok: false });
  });

  it('takes the nearest step of fixed point, inside its range', () => {
    expect(rawFromEngineering(point('q7.8'), 1.5)).toEqual({ ok: true, raw: 1.5 });
    expect(rawFromEngineering(point('q7.8'), 0.1)).toEqual({ ok: true, raw: 26 / 256 });
    expect(rawFromEngineering(point('q7.8', { scale: 2 }), -256)).toEqual({ ok: true, raw: -128 });
    expect(rawFromEngineering(point('uq8.8'), 256)).toMatchObject({ problem: '256 does not fit into uq8.8: with this scale and offset it holds 0 to 255.99609375.' });
    expect(rawFromEngineering(point('q0.31'), -1)).toEqual({ ok: true, raw: -1 });
  });

  it('takes times as text, through an offset too', () => {
    expect(rawFromEngineering(point('unix32'), '2026-03-17T14:32:06Z')).toEqual({ ok: true, raw: Date.parse('2026-03-17T14:32:06Z') / 1000 });
    // A clock that counts from 2000.
    expect(rawFromEngineering(point('uint32', { offset: 946_684_800 }), 946_684_805)).toEqual({ ok: true, raw: 5 });
    expect(rawFromEngineering(point('unix32', { offset: 946_684_800 }), '2000-01-01T00:00:05Z')).toEqual({ ok: true, raw: 5 });
    expect(rawFromEngineering(point('time32'), 'T#1h30m')).toEqual({ ok: true, raw: 5_400_000 });
    expect(rawFromEngineering(point('unix32'), '2026-03-17 14:32')).toMatchObject({ problem: '2026-03-17 14:32 names no zone: add Z for UTC, or an offset such as +01:00.' });
    expect(rawFromEngineering(point('date48ymd'), '1999-12-31 23:59:59')).toMatchObject({ ok: false });
  });
});
