import type { PointLayout } from '../point-layout';

/** Registers that one point takes at most: a string of 125. */
const LONGEST_POINT = 125;

/** The points of one table in the order of their addresses, found without walking all of them. */
export class ServedTable {
  readonly #layouts: readonly PointLayout[];
  /** From the first point's address to behind the last one's. */
  readonly first: number;
  readonly end: number;

  constructor(layouts: readonly PointLayout[]) {
    this.#layouts = layouts.toSorted((a, b) => a.address.address - b.address.address);
    this.first = this.#layouts[0]?.address.address ?? 0;
    this.end = layouts.reduce((end, layout) => Math.max(end, layout.address.address + layout.count), 0);
  }

  /** Points that have an address in the span. */
  overlapping(address: number, quantity: number): PointLayout[] {
    const found: PointLayout[] = [];
    for (let at = this.#from(address - LONGEST_POINT); at < this.#layouts.length; at += 1) {
      const layout = this.#layouts[at];
      if (layout === undefined || layout.address.address >= address + quantity) break;
      if (layout.address.address + layout.count > address) found.push(layout);
    }
    return found;
  }

  /** The place of the first point at or behind an address. */
  #from(address: number): number {
    let low = 0;
    let high = this.#layouts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#layouts[middle]?.address.address ?? 0) < address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Which addresses of a span have a point of these. */
export function coveredAddresses(layouts: readonly PointLayout[]): (address: number) => boolean {
  const covered = new Set<number>();
  for (const { address, count } of layouts) for (let at = 0; at < count; at += 1) covered.add(address.address + at);
  return (address) => covered.has(address);
}
