import type { PointLayout } from '../point-layout';

/** Registers that one point takes at most: a string of 125. */
const LONGEST_POINT = 125;

interface Stretch {
  readonly from: number;
  readonly end: number;
}

/** The points of one table in the order of their addresses, found without walking all of them. */
export class ServedTable {
  readonly #layouts: readonly PointLayout[];
  /** Registers of scale factors: no points, and served by what the points that name them say. */
  readonly #factors: ReadonlyMap<number, number>;
  /** From the first address that is served to behind the last one. */
  readonly first: number;
  readonly end: number;
  readonly #whole: Stretch | null;

  /** `whole`: registers that are there whether a point stands for them or not; they lie between points. */
  constructor(layouts: readonly PointLayout[], whole: Stretch | null = null) {
    this.#whole = whole;
    this.#layouts = layouts.toSorted((a, b) => a.address.address - b.address.address);
    this.#factors = factorsOf(layouts);
    const places = [...layouts.map(({ address, count }) => [address.address, count] as const), ...Array.from(this.#factors.keys(), (address) => [address, 1] as const)];
    this.first = places.reduce((first, [address]) => Math.min(first, address), places[0]?.[0] ?? 0);
    this.end = places.reduce((end, [address, count]) => Math.max(end, address + count), 0);
  }

  /** The scale factor that is served at an address, as its register; undefined where there is none. */
  factor(address: number): number | undefined {
    return this.#factors.get(address);
  }

  /** Whether an address is served without a point. */
  servesBare(address: number): boolean {
    return this.#factors.has(address) || (this.#whole !== null && address >= this.#whole.from && address < this.#whole.end);
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

function factorsOf(layouts: readonly PointLayout[]): Map<number, number> {
  return new Map(layouts.flatMap(({ address: { scaleFrom } }) => (scaleFrom === undefined ? [] : [[scaleFrom.address, scaleFrom.exponent & 0xffff] as const])));
}

/** Which addresses of a span have a point of these. */
export function coveredAddresses(layouts: readonly PointLayout[]): (address: number) => boolean {
  const covered = new Set<number>();
  for (const { address, count } of layouts) for (let at = 0; at < count; at += 1) covered.add(address.address + at);
  return (address) => covered.has(address);
}
