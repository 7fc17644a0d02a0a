import { describe, expect, it } from 'vitest';
import { LOOKS, MemoryWatch } from '../../support/memory-watch';

const ITERATIONS = 5000;

function watched(iteration: (i: number) => void): MemoryWatch {
  const watch = new MemoryWatch(ITERATIONS);
  for (let i = 0; i < ITERATIONS; i += 1) {
    iteration(i);
    watch.iterated();
  }
  return watch;
}

describe('the watch on the memory of a soak', () => {
  it('finds a run that keeps an object of each iteration', () => {
    const kept: number[][] = [];
    const watch = watched((i) => kept.push(Array.from({ length: 200 }, () => i)));
    expect(watch.fault()).toMatch(/^Memory grew by more than 2 MiB: /);
    expect(kept.length).toBe(ITERATIONS);
  });

  it('finds a run that keeps octets outside of the heap', () => {
    const kept: Buffer[] = [];
    const watch = watched(() => kept.push(Buffer.alloc(10_000)));
    expect(watch.fault()).toMatch(/^Memory grew/);
    expect(kept.length).toBe(ITERATIONS);
  });

  it('finds a run that keeps timers', () => {
    const timers: NodeJS.Timeout[] = [];
    const watch = watched((i) => {
      if (i % 500 === 499) timers.push(setTimeout(() => undefined, 60_000));
    });
    for (const timer of timers) clearTimeout(timer);
    expect(watch.fault()).toMatch(/^Handles grew from \d+ to \d+\.$/);
  });

  it('finds nothing in a run that lets go of what it made, however much that was', () => {
    let last: unknown;
    const watch = watched((i) => {
      last = [Array.from({ length: 200 }, () => i), Buffer.alloc(10_000)];
    });
    expect(last).toBeDefined();
    expect(watch.looks.length).toBe(LOOKS);
    expect(watch.fault()).toBeUndefined();
  });

  it('does not call a run good that ended early', () => {
    expect(new MemoryWatch(ITERATIONS).fault()).toBe('Memory was looked at 0 times, not 10 times.');
  });
});
