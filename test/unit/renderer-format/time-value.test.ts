import { describe, expect, it } from 'vitest';
import { localMinutesEast, timeNote, timeValueText } from '../../../renderer/components/format/time-value';
import { typeChoices } from '../../../renderer/components/format/type-choices';
import { dataTypeSchema } from '../../../shared/domain/data-type';

const seconds = (text: string): number => Date.parse(text) / 1000;

describe('the value of a time', () => {
  it('is an instant on the local clock, and in UTC beside it', () => {
    const value = seconds('2026-03-17T14:32:06Z');
    const local = new Date(value * 1000);
    const clock = [local.getHours(), local.getMinutes(), local.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
    expect(timeValueText('unix32', value)).toBe(`${local.getDate()} Mar 2026 ${clock}`);
    expect(timeNote('unix32', value)).toEqual({ label: 'UTC', text: '17 Mar 2026 14:32:06' });
    expect(timeNote('unix64ms', value * 1000 + 912)).toEqual({ label: 'UTC', text: '17 Mar 2026 14:32:06.912' });
  });

  it("is a date as the device's clock shows it, in whatever zone this window is", () => {
    // In a zone with summer time 02:30 of this day is never shown by a local clock.
    expect(timeValueText('date48ymd', seconds('2026-03-29T02:30:00Z'))).toBe('29 Mar 2026 02:30:00');
    expect(timeNote('date48ymd', 0)?.text).toContain('names no zone');
  });

  it('is a span as IEC 61131-3 writes it', () => {
    expect(timeValueText('time32', 5_400_000)).toBe('T#1h30m');
    expect(timeNote('time32', 5_400_500)).toEqual({ label: 'Seconds', text: '5400.5' });
    expect(timeValueText('uint32', 5)).toBeNull();
  });

  it('knows how far the local clock is ahead when it shows a time', () => {
    const shown = new Date(2026, 6, 1, 12, 0, 0);
    const asIfUtc = Date.UTC(2026, 6, 1, 12, 0, 0);
    expect(asIfUtc - localMinutesEast(asIfUtc) * 60_000).toBe(shown.getTime());
  });
});

it('lists every type that is offered once, the fixed point ones last', () => {
  const choices = typeChoices([...dataTypeSchema.options, 'vendor-type']);
  expect(choices.map(({ value }) => value).sort()).toEqual([...dataTypeSchema.options].sort());
  expect(choices[0]?.group).toBe('Integer');
  expect(choices.at(-1)?.group).toBe('Fixed point');
});
