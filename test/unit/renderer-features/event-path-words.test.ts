import { expect, it } from 'vitest';
import { clockWords, milliseconds, sourceDelayMs } from '../../../renderer/features/event-path/path-words';

it('writes delays as figures, those before their time with a minus', () => {
  expect([0.04, 12.34, 340, 12_345, -5].map(milliseconds)).toEqual(['0.0 ms', '12.3 ms', '340 ms', '12.3 s', '−5.0 ms']);
});

it("takes what the device's clock is ahead out of a delay, and says what that is worth", () => {
  const event = { sourceTime: 1_000_000, receivedTime: 1_020_000 };
  const clock = { offsetMs: 15, uncertaintyMs: 2, measuredAt: 0 };
  expect(sourceDelayMs(event, null)).toBe(20);
  expect(sourceDelayMs(event, clock)).toBe(35);
  expect(sourceDelayMs({ ...event, sourceTime: null }, clock)).toBeNull();
  expect(clockWords(clock)).toContain('15.0 ms ahead of');
  expect(clockWords({ ...clock, offsetMs: -15 })).toContain('15.0 ms behind');
  expect(clockWords(null)).toContain('not compared');
});
