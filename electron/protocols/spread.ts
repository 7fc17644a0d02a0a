import type { Spread } from '../../shared/contract/event-path';

const BINS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

/** How delays spread, with what the source's clock is ahead taken out; null where there are none. */
export function spreadOf(delays: readonly number[], offsetMs: number): Spread | null {
  const sorted = delays.map((delay) => delay + offsetMs).sort((one, other) => one - other);
  const [min] = sorted;
  const max = sorted.at(-1);
  if (min === undefined || max === undefined) return null;
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? max;
  const counts = Array.from({ length: BINS_MS.length + 1 }, () => 0);
  for (const delay of sorted) {
    const bin = BINS_MS.findIndex((upTo) => delay <= upTo);
    const place = bin === -1 ? BINS_MS.length : bin;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return { count: sorted.length, min, p50: at(0.5), p95: at(0.95), max, histogram: counts.map((count, place) => ({ upToMs: BINS_MS[place] ?? null, count })) };
}
