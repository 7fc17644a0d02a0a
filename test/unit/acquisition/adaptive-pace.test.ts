import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AdaptivePace } from '../../../electron/acquisition/adaptive-pace';
import { makePoint } from '../../support/domain-fixtures';

const point = makePoint();
const other = makePoint();

/** Times in milliseconds at which a point is read while it changes as told. */
function times(pace: AdaptivePace, ticks: number, changes: (timeMs: number) => boolean): number[] {
  const read: number[] = [];
  for (let tick = 0; tick < ticks; tick += 1) {
    const at = tick * pace.tickMs;
    if (!pace.next(POINTS).includes(point)) continue;
    read.push(at);
    pace.note(point.id, changes(at));
  }
  return read;
}
const POINTS = [point];

describe('adaptive polling', () => {
  it('reads a value that stays ever less often, down to the slowest interval that is allowed', () => {
    const pace = new AdaptivePace({ intervalMs: 1000, bounds: { fastest: 1, slowest: 4 }, requestsFor: undefined });
    const read = times(pace, 60, () => false);
    const gaps = read.slice(1).map((at, index) => at - (read[index] ?? 0));
    expect(gaps.slice(0, 3)).toEqual([1000, 1000, 1000]);
    expect(gaps.at(-1)).toBe(4000);
    expect(Math.max(...gaps)).toBe(4000);
  });

  it('reads a value that keeps changing more often, up to the fastest interval that is allowed', () => {
    const pace = new AdaptivePace({ intervalMs: 1000, bounds: { fastest: 0.25, slowest: 4 }, requestsFor: undefined });
    const read = times(pace, 100, () => true);
    expect((read.at(-1) ?? 0) - (read.at(-2) ?? 0)).toBe(250);
    expect(pace.tickMs).toBe(250);
  });

  it('comes back to a value that stayed and changes again', () => {
    const pace = new AdaptivePace({ intervalMs: 1000, bounds: { fastest: 0.5, slowest: 8 }, requestsFor: undefined });
    const read = times(pace, 400, (at) => at > 100_000);
    const late = read.filter((at) => at > 150_000);
    expect((late[1] ?? 0) - (late[0] ?? 0)).toBe(500);
  });

  it('never leaves its bounds, whatever a value does', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 1, noNaN: true }), fc.double({ min: 1, max: 16, noNaN: true }), fc.integer({ min: 20, max: 5000 }), fc.array(fc.boolean(), { minLength: 50, maxLength: 50 }), (fastest, slowest, intervalMs, pattern) => {
        const pace = new AdaptivePace({ intervalMs, bounds: { fastest, slowest }, requestsFor: undefined });
        let reads = 0;
        const read = times(pace, 600, () => {
          reads += 1;
          return pattern[reads % pattern.length] ?? false;
        });
        for (let at = 1; at < read.length; at += 1) {
          const gap = (read[at] ?? 0) - (read[at - 1] ?? 0);
          expect(gap).toBeGreaterThanOrEqual(intervalMs * fastest - 1e-6);
          expect(gap).toBeLessThanOrEqual(intervalMs * slowest * (1 + 1e-9));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('counts the requests that it spares, as the driver counts them', () => {
    // Both points in one request: it is spared only where neither is due.
    const pace = new AdaptivePace({ intervalMs: 1000, bounds: { fastest: 1, slowest: 2 }, requestsFor: (points) => (points.length > 0 ? 1 : 0) });
    const both = [point, other];
    let made = 0;
    for (let tick = 0; tick < 100; tick += 1) {
      const due = pace.next(both);
      if (due.length > 0) made += 1;
      for (const { id } of due) pace.note(id, false);
    }
    expect(made).toBeLessThan(60);
    expect(pace.saved).toBe(100 - made);
  });

  it('spares nothing while one value of the request keeps changing', () => {
    const pace = new AdaptivePace({ intervalMs: 1000, bounds: { fastest: 1, slowest: 8 }, requestsFor: (points) => (points.length > 0 ? 1 : 0) });
    const both = [point, other];
    for (let tick = 0; tick < 50; tick += 1) for (const { id } of pace.next(both)) pace.note(id, id === other.id);
    expect(pace.saved).toBe(0);
  });

  it('goes back to the interval that is set when the device does not keep up', () => {
    const pace = new AdaptivePace({ intervalMs: 1000, bounds: { fastest: 0.25, slowest: 1 }, requestsFor: undefined });
    times(pace, 40, () => true);
    pace.slowDown();
    const read: number[] = [];
    for (let tick = 40; tick < 48; tick += 1) if (pace.next(POINTS).length > 0) read.push(tick);
    expect(read).toEqual([40, 44]);
  });
});
