import type { AdaptivePolling } from '../../shared/domain/device';
import type { Point } from '../../shared/domain/point';

/** Readings in a row without a change after which a value is read half as often. */
const QUIET_READINGS = 4;
/** No group is read more often, milliseconds. */
const SHORTEST_TICK_MS = 10;

interface Pace {
  /** Read at every so many ticks, a power of two. */
  stride: number;
  quiet: number;
}

export interface AdaptivePaceOptions {
  /** The interval that is set. */
  readonly intervalMs: number;
  readonly bounds: AdaptivePolling;
  /** How many requests reading these takes; without it nothing is counted. */
  readonly requestsFor: ((points: readonly Point[]) => number) | undefined;
}

/**
 * Lets the points of one poll interval be read as often as they change: one that changed since its last reading (by more
 * than its deadband) is read twice as often the next time, one that stayed for some readings half as often, both
 * within bounds. The group is read in ticks of the fastest interval; slow points share their ticks, so that whole
 * requests fall away and not just values out of them.
 */
export class AdaptivePace {
  readonly tickMs: number;
  readonly #requestsFor: AdaptivePaceOptions['requestsFor'];
  /** Ticks in the interval that is set, and in the slowest. */
  readonly #nominal: number;
  readonly #slowest: number;
  readonly #paces = new Map<string, Pace>();
  /** Due points by tick, as long as no pace changes and the points are the same. */
  readonly #due = new Map<number, readonly Point[]>();
  #points: readonly Point[] = [];
  #tick = 0;
  #saved = 0;

  constructor({ intervalMs, bounds, requestsFor }: AdaptivePaceOptions) {
    const most = Math.max(1, Math.floor(intervalMs / SHORTEST_TICK_MS));
    this.#nominal = 2 ** Math.floor(Math.log2(Math.min(1 / bounds.fastest, most)));
    this.#slowest = this.#nominal * 2 ** Math.floor(Math.log2(bounds.slowest));
    this.tickMs = intervalMs / this.#nominal;
    this.#requestsFor = requestsFor;
  }

  /** Requests that were spared by now; below 0 where more were made. */
  get saved(): number {
    return this.#saved;
  }

  /** The points to read at this tick. To be called once a tick. */
  next(points: readonly Point[]): readonly Point[] {
    if (points !== this.#points) this.#adopt(points);
    const at = this.#tick % this.#slowest;
    const due = this.#due.get(at) ?? points.filter(({ id }) => at % this.#paceOf(id).stride === 0);
    this.#due.set(at, due);
    this.#tick += 1;
    if (this.#requestsFor !== undefined) {
      const otherwise = at % this.#nominal === 0 ? this.#requestsFor(points) : 0;
      this.#saved += otherwise - (due.length === 0 ? 0 : this.#requestsFor(due));
    }
    return due;
  }

  /** A value was read, and changed or not. */
  note(pointId: string, changed: boolean): void {
    const pace = this.#paces.get(pointId);
    if (pace === undefined) return;
    pace.quiet = changed ? 0 : pace.quiet + 1;
    if (changed) this.#setStride(pace, Math.max(1, pace.stride / 2));
    else if (pace.quiet >= QUIET_READINGS) this.#setStride(pace, Math.min(this.#slowest, pace.stride * 2));
  }

  /** The device does not keep up: what is read faster than was set goes back to that. */
  slowDown(): void {
    for (const pace of this.#paces.values()) if (pace.stride < this.#nominal) this.#setStride(pace, this.#nominal);
  }

  #setStride(pace: Pace, stride: number): void {
    if (stride === pace.stride) return;
    pace.stride = stride;
    pace.quiet = 0;
    this.#due.clear();
  }

  #adopt(points: readonly Point[]): void {
    this.#points = points;
    this.#due.clear();
    const ids = new Set(points.map(({ id }) => id));
    for (const id of this.#paces.keys()) if (!ids.has(id)) this.#paces.delete(id);
  }

  #paceOf(pointId: string): Pace {
    const known = this.#paces.get(pointId);
    if (known !== undefined) return known;
    const pace = { stride: this.#nominal, quiet: 0 };
    this.#paces.set(pointId, pace);
    return pace;
  }
}
