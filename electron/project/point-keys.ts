import type { Point } from '../../shared/domain/point';
import type { Slices } from './slices';
import type { ChangedItems } from '../../shared/domain/changed-items';

/** Two points of one device that would answer to the same key. */
export interface SharedKey {
  readonly key: string;
  readonly owner: Point;
  readonly point: Point;
}

/**
 * Who has which key in a device's list of points. The index of a list is led on to the list that follows it, so that an
 * edit costs what it touches and not the whole device.
 */
export class PointKeys {
  private readonly owners = new WeakMap<readonly Point[], Map<string, Point>>();

  /** @param keyOf must answer the same for the same point of the same list */
  constructor(private readonly keyOf: (protocol: string, point: Point) => string) {}

  /** Two points with one key in a list of which nothing is known; null when there are none. */
  checkAll(protocol: string, points: readonly Point[]): SharedKey | null {
    const owners = new Map<string, Point>();
    for (const point of points) {
      const shared = this.add(owners, protocol, point);
      if (shared !== null) return shared;
    }
    this.owners.set(points, owners);
    return null;
  }

  /** Like {@link checkAll}, with a turn for others in between: 60,000 keys take 100 ms to make. */
  async checkAllInSlices(protocol: string, points: readonly Point[], slices: Slices): Promise<SharedKey | null> {
    const owners = new Map<string, Point>();
    for (const point of points) {
      const shared = this.add(owners, protocol, point);
      if (shared !== null) return shared;
      if (slices.due) await slices.pause();
    }
    this.owners.set(points, owners);
    return null;
  }

  /** Two points with one key in a list that follows another one of the same protocol; null when there are none. */
  checkChange(protocol: string, before: readonly Point[], after: readonly Point[], { now, earlier }: ChangedItems<Point>): SharedKey | null {
    const owners = this.owners.get(before);
    // After an undo the list before may be one whose index went on to another list.
    if (!owners) return this.checkAll(protocol, after);
    // Led on or not, it is no longer the index of the list before: taking it back costs as much as making it.
    this.owners.delete(before);
    const gone = new Set(earlier);
    for (const { item } of now) {
      const key = this.keyOf(protocol, item);
      const owner = owners.get(key);
      if (owner !== undefined && !gone.has(owner)) return { key, owner, point: item };
      owners.set(key, item);
    }
    // At last, and only what nobody took over: a map is slow where much is taken out and put in again.
    for (const point of earlier) {
      const key = this.keyOf(protocol, point);
      if (owners.get(key) === point) owners.delete(key);
    }
    this.owners.set(after, owners);
    return null;
  }

  private add(owners: Map<string, Point>, protocol: string, point: Point): SharedKey | null {
    const key = this.keyOf(protocol, point);
    const owner = owners.get(key);
    if (owner !== undefined) return { key, owner, point };
    owners.set(key, point);
    return null;
  }
}
