import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataTypeSchema, integerRange, octetsOfType, timeKindOf } from '../../../shared/domain/data-type';
import { parseTime, timeText } from '../../../shared/domain/time-value';

const UTC = null;
const BERLIN = () => 60;
const seconds = (text: string): number => Date.parse(text) / 1000;

describe('times as text', () => {
  it('come back as the number that they were, for every type and value', () => {
    const types = dataTypeSchema.options.filter((type) => timeKindOf(type) !== null);
    expect(types.length).toBe(8);
    for (const type of types) {
      const [least = 0n, greatest = 0n] = integerRange(type) ?? [];
      const four = fourDigitYears(type);
      const values = fc.bigInt({ min: least > four[0] ? least : four[0], max: greatest < four[1] ? greatest : four[1] }).map(Number);
      fc.assert(
        fc.property(values, (value) => {
          expect(parseTime(type, timeText(type, value) ?? '', UTC)).toEqual({ ok: true, value });
        }),
        { numRuns: 50 },
      );
    }
  });

  it('are written as ISO 8601 in UTC, without a zone for a clock that names none, and as IEC 61131-3 has spans', () => {
    expect(timeText('unix32', seconds('2026-03-17T14:32:06Z'))).toBe('2026-03-17T14:32:06Z');
    expect(timeText('unix64ms', Date.parse('2026-03-17T14:32:06.912Z'))).toBe('2026-03-17T14:32:06.912Z');
    expect(timeText('date48mdy', seconds('2026-03-17T14:32:06Z'))).toBe('2026-03-17T14:32:06');
    expect(timeText('time32', -90_061_001)).toBe('T#-1d1h1m1s1ms');
    expect(timeText('utime32', 4_294_967_295)).toBe('T#49d17h2m47s295ms');
    expect(timeText('time32', 0)).toBe('T#0ms');
    expect(timeText('unix64', 9e12)).toBeNull();
    expect(timeText('uint32', 5)).toBeNull();
  });

  it('are read in the zone that they name, or on the clock that is given', () => {
    expect(parseTime('unix32', '2026-03-17 14:32:06+01:00', UTC)).toEqual({ ok: true, value: seconds('2026-03-17T13:32:06Z') });
    expect(parseTime('unix32', '2026-03-17 14:32', BERLIN)).toEqual({ ok: true, value: seconds('2026-03-17T13:32:00Z') });
    expect(parseTime('unix32', '2026-03-17 14:32', UTC)).toMatchObject({ ok: false });
    expect(parseTime('date48ymd', '2026-03-17 14:32:06', UTC)).toEqual({ ok: true, value: seconds('2026-03-17T14:32:06Z') });
    expect(parseTime('date48ymd', '2026-03-17 14:32:06Z', UTC)).toMatchObject({ ok: false });
    expect(parseTime('unix32', '2026-02-30', BERLIN)).toMatchObject({ ok: false });
    expect(parseTime('unix32', '2026-02-01 24:00', BERLIN)).toMatchObject({ ok: false });
  });

  it('leave numbers and other words to others', () => {
    for (const text of ['1234', '', '-5', 'tomorrow']) {
      expect(parseTime('unix32', text, UTC), text).toBeNull();
      expect(parseTime('time32', text, UTC), text).toBeNull();
    }
    expect(parseTime('int32', '2026-03-17', UTC)).toBeNull();
  });

  it('take spans as people write them', () => {
    const span = (text: string) => parseTime('time32', text, UTC);
    expect(span('T#1h30m')).toEqual({ ok: true, value: 5_400_000 });
    expect(span('TIME#-14.5s')).toEqual({ ok: true, value: -14_500 });
    expect(span('t#5d_14h_12m_18s_3ms')).toEqual({ ok: true, value: 483_138_003 });
    expect(span('90s')).toEqual({ ok: true, value: 90_000 });
    expect(span('1:30:00')).toEqual({ ok: true, value: 5_400_000 });
    expect(span('-0:00:01.5')).toEqual({ ok: true, value: -1500 });
  });
});

it('tells how many octets each type takes, and what it holds', () => {
  expect(dataTypeSchema.options.filter((type) => octetsOfType(type) === null)).toEqual(['boolean', 'string']);
  expect(['q7.8', 'uq0.16', 'q15.16', 'uq16.16', 'uint48', 'date64'].map((type) => octetsOfType(dataTypeSchema.parse(type)))).toEqual([2, 2, 4, 4, 6, 8]);
  expect(integerRange('int48')).toEqual([-(2n ** 47n), 2n ** 47n - 1n]);
  expect(integerRange('float32')).toBeNull();
  expect(dataTypeSchema.safeParse('q8.8').success).toBe(false);
  expect(dataTypeSchema.safeParse('uq8.8').success).toBe(true);
});

/** ISO 8601 has four digits for a year; others have no text that people write. */
function fourDigitYears(type: Parameters<typeof timeKindOf>[0]): [bigint, bigint] {
  const perSecond = BigInt(timeKindOf(type)?.perSecond ?? 1);
  return [(BigInt(Date.UTC(1000, 0, 1)) / 1000n) * perSecond, (BigInt(Date.UTC(9999, 11, 31)) / 1000n) * perSecond];
}
