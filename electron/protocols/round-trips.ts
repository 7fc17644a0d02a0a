import type { Diagnostics } from '../../shared/contract/devices';

/** Upper bounds of the histogram's bins; what is longer has a bin of its own. */
const BINS_MS = [0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** Round trips of late that mean, least, greatest and percentiles are taken from. */
const KEPT = 256;

/** Round trips in milliseconds: a bounded window of the last ones, and a histogram of all. */
export class RoundTrips {
  readonly #window = new Float64Array(KEPT);
  readonly #counts = Array.from({ length: BINS_MS.length + 1 }, () => 0);
  #count = 0;
  #last = 0;

  add(milliseconds: number): void {
    this.#window[this.#count % KEPT] = milliseconds;
    this.#count += 1;
    this.#last = milliseconds;
    const bin = BINS_MS.findIndex((upTo) => milliseconds <= upTo);
    const at = bin === -1 ? BINS_MS.length : bin;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
  }

  get count(): number {
    return this.#count;
  }

  /** The longest of late; null before the first. */
  longest(): number | null {
    const window = this.#recent();
    return window.length === 0 ? null : Math.max(...window);
  }

  /** The mean of late; null before the first. */
  mean(): number | null {
    const window = this.#recent();
    return window.length === 0 ? null : window.reduce((sum, each) => sum + each, 0) / window.length;
  }

  summary(): Diagnostics['roundTripMs'] {
    const sorted = this.#recent().sort();
    const mean = this.mean();
    const last = sorted.length - 1;
    if (mean === null) return null;
    return { min: sorted[0] ?? 0, mean, p95: sorted[Math.ceil(0.95 * last)] ?? 0, p99: sorted[Math.ceil(0.99 * last)] ?? 0, max: sorted[last] ?? 0, last: this.#last };
  }

  histogram(): Diagnostics['histogram'] {
    return this.#counts.map((count, at) => ({ upToMs: BINS_MS[at] ?? null, count }));
  }

  #recent(): Float64Array {
    return this.#window.slice(0, Math.min(this.#count, KEPT));
  }
}
