import { setImmediate } from 'node:timers/promises';

/** Longest stretch of work on the main thread before something else gets its turn, milliseconds. */
const SLICE_MS = 5;

/** Spreads long work over many turns of the event loop, so that polls and screens are never kept waiting. */
export class Slices {
  private startedAt = performance.now();

  /** Resolves at once while the slice lasts, else after everything that waits has had its turn. */
  async pause(): Promise<void> {
    if (performance.now() - this.startedAt < SLICE_MS) return;
    await setImmediate();
    this.startedAt = performance.now();
  }

  /** True when it is time to call {@link pause}; saves the cost of a promise in a loop over many small things. */
  get due(): boolean {
    return performance.now() - this.startedAt >= SLICE_MS;
  }
}
