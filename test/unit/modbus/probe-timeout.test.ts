import { expect, test } from 'vitest';
import { probeTimeout } from '../../../electron/protocols/modbus/timeouts';

const quickLine = { configuredMs: 5000, longestMs: 40, alone: false };

test('alone on its line a silent device gets its whole timeout', () => {
  expect(probeTimeout({ ...quickLine, alone: true, probesMade: 1 })).toBe(5000);
});

test('with quick neighbours a probe waits only as long as the line has taught', () => {
  expect(probeTimeout({ ...quickLine, probesMade: 1 })).toBe(300);
  expect(probeTimeout({ ...quickLine, longestMs: 200, probesMade: 7 })).toBe(800);
});

test('every eighth probe is more patient, so that a unit that is only slow comes back', () => {
  expect([8, 16, 24, 32, 40].map((probesMade) => probeTimeout({ ...quickLine, probesMade }))).toEqual([1000, 2000, 4000, 5000, 5000]);
});
