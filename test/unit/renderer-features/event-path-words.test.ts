import { expect, it } from 'vitest';
import { clockWords, milliseconds, sentText, sourceDelayMs, sourceWords } from '../../../renderer/features/event-path/path-words';

it('writes delays as figures, those before their time with a minus', () => {
  expect([0.04, 12.34, 340, 12_345, -5].map(milliseconds)).toEqual(['0.0 ms', '12.3 ms', '340 ms', '12.3 s', '−5.0 ms']);
});

it("takes what the device's clock is ahead out of a delay, and says what that is worth", () => {
  const event = { sourceTime: 1_000_000, receivedTime: 1_020_000 };
  const clock = { offsetMs: 15, uncertaintyMs: 2, measuredAt: 0 };
  expect(sourceDelayMs(event, null)).toBe(20);
  expect(sourceDelayMs(event, clock)).toBe(35);
  expect(sourceDelayMs({ ...event, sourceTime: null }, clock)).toBeNull();
  expect(clockWords(clock)).toContain("15.0 ms ahead of this computer's, give or take 2.0 ms");
  expect(clockWords({ ...clock, offsetMs: -15 })).toContain('15.0 ms behind');
  expect(clockWords(null)).toContain('not compared');
});

it('writes a value of single precision with its own digits and one of double precision with all', () => {
  expect([1.5099197626113892, 1.53001868724823, -0.10000000149011612].map(sentText)).toEqual(['1.5099198', '1.5300187', '−0.1']);
  expect([16_777_217, 0.1, 84_126].map(sentText)).toEqual(['16777217', '0.1', '84126']);
  expect([true, null, 'PUMP'].map(sentText)).toEqual(['1 On', '—', 'PUMP']);
});

it('names the simulator in which the way begins', () => {
  expect(sourceWords({ simulatorName: 'Bay 3', unitName: 'RTU' })).toContain('RTU of the simulator Bay 3');
});
