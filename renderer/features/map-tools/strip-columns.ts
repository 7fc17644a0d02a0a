import type { CoverageStretch } from '../../../shared/contract/map-tools';
import type { StripView } from './strip-view';

export type StripState = CoverageStretch['state'] | null;

const RANK: Readonly<Record<CoverageStretch['state'], number>> = { used: 1, forbidden: 2, refused: 3, overlapping: 4 };

/** The worst state of the addresses under each pixel column: a single bad one must not vanish among thousands of good ones. */
export function stripColumns(stretches: readonly CoverageStretch[], { from, span }: StripView, width: number): StripState[] {
  const columns: StripState[] = Array.from({ length: width }, () => null);
  if (width <= 0) return columns;
  const scale = width / span;
  for (let at = firstReaching(stretches, from); at < stretches.length; at += 1) {
    const stretch = stretches[at];
    if (stretch === undefined || stretch.from >= from + span) break;
    const left = Math.max(0, Math.floor((stretch.from - from) * scale));
    const right = Math.min(width, Math.max(left + 1, Math.ceil((stretch.from + stretch.count - from) * scale)));
    for (let x = left; x < right; x += 1) {
      const before = columns[x] ?? null;
      if (before === null || RANK[stretch.state] > RANK[before]) columns[x] = stretch.state;
    }
  }
  return columns;
}

/** The first stretch that ends after an address. */
function firstReaching(stretches: readonly CoverageStretch[], address: number): number {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const stretch = stretches[middle];
    if (stretch !== undefined && stretch.from + stretch.count <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}
