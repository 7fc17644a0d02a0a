import { describe, expect, it } from 'vitest';
import { ageState, formatAge, formatDuration, formatRoundTrip } from '../../../renderer/components/format/age';
import { formatBytes } from '../../../renderer/components/format/bytes';
import { formatClockMs, formatDate, formatUtcOffset, formatWhen } from '../../../renderer/components/format/time';

const micros = (text: string): number => new Date(text).getTime() * 1000;

describe('ages', () => {
  it('has tenths under ten seconds, then whole seconds, minutes, hours, days', () => {
    expect(formatAge(400)).toBe('0.4 s');
    expect(formatAge(9_949)).toBe('9.9 s');
    expect(formatAge(9_960)).toBe('10 s');
    expect(formatAge(46_000)).toBe('46 s');
    expect(formatAge(134_000)).toBe('2 m 14 s');
    expect(formatAge(6_120_000)).toBe('1 h 42 m');
    expect(formatAge(3 * 86_400_000 + 5)).toBe('3 d');
  });

  it('never shows a minute of sixty seconds', () => {
    expect(formatAge(59_499)).toBe('59 s');
    expect(formatAge(59_500)).toBe('1 m 0 s');
    expect(formatAge(3_599_600)).toBe('1 h 0 m');
  });

  it('counts a value from the future as new', () => {
    expect(formatAge(-200)).toBe('0.0 s');
  });

  it('is late after two intervals and stale after five, or after the point’s own limit', () => {
    expect(ageState(1900, 1000, null)).toBe('fresh');
    expect(ageState(2100, 1000, null)).toBe('late');
    expect(ageState(5100, 1000, null)).toBe('stale');
    expect(ageState(5100, 1000, 60_000)).toBe('late');
    expect(ageState(150, 1000, 100)).toBe('stale');
  });

  it('writes durations and round trips with the figures that matter', () => {
    expect(formatDuration(0.001)).toBe('<0.01 ms');
    expect(formatDuration(0.42)).toBe('0.42 ms');
    expect(formatDuration(4.25)).toBe('4.3 ms');
    expect(formatDuration(124.4)).toBe('124 ms');
    expect(formatDuration(2400)).toBe('2.4 s');
    expect(formatRoundTrip(0.3)).toBe('<1 ms');
    expect(formatRoundTrip(38.4)).toBe('38 ms');
  });
});

describe('times', () => {
  it('shows local clock times to the millisecond', () => {
    expect(formatClockMs(micros('2026-03-17T14:32:06.912'))).toBe('14:32:06.912');
  });

  it('shows dates with the month in letters', () => {
    expect(formatDate(micros('2026-03-17T14:32:06'))).toBe('17 Mar 2026');
  });

  it('says Today and Yesterday by the calendar, not by hours', () => {
    const now = micros('2026-03-17T00:30:00');
    expect(formatWhen(micros('2026-03-17T00:05:00'), now)).toBe('Today 00:05');
    expect(formatWhen(micros('2026-03-16T23:59:00'), now)).toBe('Yesterday 23:59');
    expect(formatWhen(micros('2026-03-15T23:59:00'), now)).toBe('15 Mar 2026');
  });

  it('writes the offset from UTC with its sign', () => {
    expect(formatUtcOffset(60)).toBe('UTC+01:00');
    expect(formatUtcOffset(-210)).toBe('UTC−03:30');
    expect(formatUtcOffset(0)).toBe('UTC+00:00');
  });
});

describe('sizes', () => {
  it('has at most three figures', () => {
    expect(formatBytes(12)).toBe('12 octets');
    expect(formatBytes(3_400_000)).toBe('3.4 MB');
    expect(formatBytes(412e9)).toBe('412 GB');
    expect(formatBytes(999_600)).toBe('1.0 MB');
  });
});
