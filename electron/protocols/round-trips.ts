import type { Diagnostics } from '../../shared/contract/devices';

const KEPT = 64;
const BINS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000];

/** Round trips of late, milliseconds, and a histogram of all. */
export class RoundTrips {
  readonly #recent: number[] = [];
  readonly #counts = Array.from({ length: BINS_MS.length + 1 }, () => 0);

  add(milliseconds: number): void {
    this.#recent.push(milliseconds);
    if (this.#recent.length > KEPT) this.#recent.shift();
    const bin = BINS_MS.findIndex((upTo) => milliseconds <= upTo);
    const at = bin === -1 ? BINS_MS.length : bin;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
  }

  mean(): number | null {
    return this.#recent.length === 0 ? null : this.#recent.reduce((sum, each) => sum + each, 0) / this.#recent.length;
  }

  summary(): Diagnostics['roundTripMs'] {
    const mean = this.mean();
    if (mean === null) return null;
    const sorted = [...this.#recent].sort((one, other) => one - other);
    const last = sorted.length - 1;
    return { min: sorted[0] ?? 0, mean, p95: sorted[Math.ceil(0.95 * last)] ?? 0, p99: sorted[Math.ceil(0.99 * last)] ?? 0, max: sorted[last] ?? 0, last: this.#recent.at(-1) ?? 0 };
  }

  histogram(): Diagnostics['histogram'] {
    return this.#counts.map((count, at) => ({ upToMs: BINS_MS[at] ?? null, count }));
  }
}
