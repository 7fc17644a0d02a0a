import { OpenSeries, CHUNK_MAX } from './open-series';
import { KIND, kindOf } from './value-kind';
import type { JournalColumns } from './journal-codec';
import type { SeriesColumns } from './series-columns';
import type { Cells } from './value-kind';

/** What of one point is in the journal only. */
export interface OpenPoint {
  readonly point: number;
  /** The journal row of its oldest sample. */
  readonly firstSeq: number;
  /** When that came, milliseconds of the monotonic clock. */
  readonly since: number;
  /** Closed ones first; the last one grows. */
  readonly series: OpenSeries[];
  count: number;
}

/** Everything that is in the journal but not yet in chunks, by point, the longest waiting first. */
export class OpenSamples {
  readonly #points = new Map<number, OpenPoint>();
  readonly #full = new Set<number>();
  #count = 0;
  #session = 0;

  get count(): number {
    return this.#count;
  }

  get points(): number {
    return this.#points.size;
  }

  /** The oldest journal row that is still needed; null when none is. */
  get neededSeq(): number | null {
    return this.#oldest()?.firstSeq ?? null;
  }

  add(seq: number, columns: JournalColumns, texts: readonly string[], now: number, wanted: (point: number) => boolean = () => true): void {
    const { points, times, sourceTimes, kinds, cells: floats, qualities } = columns;
    const cells: Cells = { floats, ints: new BigInt64Array(floats.buffer, floats.byteOffset, floats.length) };
    for (let at = 0; at < points.length; at += 1) {
      const point = points[at] ?? 0;
      if (!wanted(point)) continue;
      const kind = kindOf(kinds[at] ?? 0) ?? KIND.none;
      const open = this.#pointOf(point, seq, now);
      let series = open.series.at(-1);
      if (series === undefined || series.session !== this.#session || !series.takes(kind)) {
        series = new OpenSeries(this.#session);
        open.series.push(series);
      }
      series.add(times[at] ?? 0, sourceTimes?.[at] ?? Number.NaN, kind, cells, at, qualities[at] ?? 0, texts[floats[at] ?? -1] ?? '');
      open.count += 1;
      this.#count += 1;
      if (open.count >= CHUNK_MAX) this.#full.add(point);
    }
  }

  /** The samples of a point in order, as copies. */
  snapshot(point: number): SeriesColumns[] {
    return this.#points.get(point)?.series.map((series) => series.snapshot()) ?? [];
  }

  /** Everything there is belongs to earlier sessions from now on: it is due, and nothing joins it. */
  beginSession(): void {
    this.#session += 1;
    for (const point of this.#points.keys()) this.#full.add(point);
  }

  /** The next point to be brought into chunks: a full one, or the one that waits since before `since`. */
  nextDue(since: number, mostSamples: number): OpenPoint | null {
    const [full] = this.#full;
    if (full !== undefined) return this.#points.get(full) ?? null;
    const oldest = this.#oldest();
    return oldest !== null && (oldest.since < since || this.#count > mostSamples) ? oldest : null;
  }

  remove(open: OpenPoint): void {
    this.#points.delete(open.point);
    this.#full.delete(open.point);
    this.#count -= open.count;
  }

  /** Time of the oldest sample; null when there is none. */
  oldestTime(): number | null {
    let oldest: number | null = null;
    for (const { series } of this.#points.values()) {
      for (const { firstTime } of series) if (oldest === null || firstTime < oldest) oldest = firstTime;
    }
    return oldest;
  }

  /** Takes back what {@link remove} took out, in front of all others. */
  putBack(points: readonly OpenPoint[]): void {
    const others = [...this.#points.values()];
    this.#points.clear();
    for (const open of [...points].sort((one, other) => one.firstSeq - other.firstSeq)) {
      this.#points.set(open.point, open);
      this.#count += open.count;
      if (open.count >= CHUNK_MAX) this.#full.add(open.point);
    }
    for (const open of others) this.#points.set(open.point, open);
  }

  #oldest(): OpenPoint | null {
    for (const open of this.#points.values()) return open;
    return null;
  }

  #pointOf(point: number, seq: number, now: number): OpenPoint {
    const known = this.#points.get(point);
    if (known !== undefined) return known;
    const open: OpenPoint = { point, firstSeq: seq, since: now, series: [], count: 0 };
    this.#points.set(point, open);
    return open;
  }
}
