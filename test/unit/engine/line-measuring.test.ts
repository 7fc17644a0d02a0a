import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LineMeasuring } from '../../../electron/engine/devices/line-measuring';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** How often each of so many lines is measured within ten seconds, and in how many goes. */
function measured(count: number): { times: number[]; goes: number } {
  const times = Array.from({ length: count }, () => 0);
  const lines = new Map(times.map((_, at) => [String(at), { measure: () => void (times[at] = (times[at] ?? 0) + 1) }]));
  const measuring = new LineMeasuring(lines);
  let goes = 0;
  for (const until = Date.now() + 10_000; Date.now() < until; ) {
    vi.advanceTimersToNextTimer();
    goes += 1;
  }
  measuring.close();
  expect(vi.getTimerCount()).toBe(0);
  return { times, goes };
}

describe('Measuring lines', () => {
  it('looks at few lines once a second, with one wake-up', () => {
    expect(measured(3)).toEqual({ times: [10, 10, 10], goes: 10 });
    expect(measured(0).goes).toBe(10);
  });

  it('looks at many lines once a second each, a part at a time', () => {
    const { times, goes } = measured(500);
    expect(goes).toBe(200);
    expect(new Set(times)).toEqual(new Set([10]));
  });

  it('takes lines in that come while it runs', () => {
    const lines = new Map<string, { measure(): unknown }>();
    const measure = vi.fn();
    const measuring = new LineMeasuring(lines);
    lines.set('a', { measure });
    vi.advanceTimersByTime(1000);
    measuring.close();
    vi.advanceTimersByTime(5000);
    expect(measure).toHaveBeenCalledOnce();
  });
});
