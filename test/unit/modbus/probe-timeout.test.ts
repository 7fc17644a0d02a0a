import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mayRetry, probeTimeout, retryTimeout } from '../../../electron/protocols/modbus/timeouts';

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

test('a device that worked is found lost in time, whatever timeout up to 5 s and however many retries are set', () => {
  const longest = fc.option(fc.integer({ min: 1, max: 5000 }), { nil: null });
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 5000 }), fc.integer({ min: 0, max: 20 }), longest, (configuredMs, retries, longestMs) => {
      // As the asking does it: the first try whole, then tries while there is time, then one other read.
      let elapsedMs = configuredMs;
      let tries = 1;
      while (tries < retries + 1 && mayRetry({ works: true, elapsedMs, tries })) {
        elapsedMs += retryTimeout({ configuredMs, longestMs, works: true, elapsedMs, triesLeft: retries + 1 - tries + 1 });
        tries += 1;
      }
      elapsedMs += retryTimeout({ configuredMs, longestMs, works: true, elapsedMs, triesLeft: 1 });
      // The idle check begins within 3 s of the last request, and the loss is to show within 10 s.
      expect(elapsedMs + 3000).toBeLessThanOrEqual(10_000);
    }),
    { numRuns: 2000 },
  );
});
