import { NO_VALUE, sortedByTime } from './series-columns';
import { isTextual, KIND, makeCells } from './value-kind';
import type { SeriesColumns } from './series-columns';
import type { Cells, Kind } from './value-kind';

/** Samples of a chunk at most: at one a second, an hour. */
export const CHUNK_MAX = 3600;

const FIRST_CAPACITY = 16;

/** Samples of one point and one kind that are in the journal but not yet in a chunk. Grows to {@link CHUNK_MAX}. */
export class OpenSeries {
  kind: Kind = KIND.none;
  #count = 0;
  #times = new Float64Array(FIRST_CAPACITY);
  #cells: Cells = makeCells(FIRST_CAPACITY);
  #qualities = new Uint32Array(FIRST_CAPACITY);
  #sourceTimes: Float64Array<ArrayBuffer> | null = null;
  readonly #texts: string[] = [];

  /** `session`: no chunk joins samples of two, so that none spans the time between them. */
  constructor(readonly session: number) {}

  get count(): number {
    return this.#count;
  }

  /** Time of the sample that came first. */
  get firstTime(): number {
    return this.#times[0] ?? 0;
  }

  /** Whether a sample of this kind can join; one without a value always can. */
  takes(kind: Kind): boolean {
    return this.#count < CHUNK_MAX && (kind === this.kind || kind === KIND.none || this.kind === KIND.none);
  }

  /** `cell` is looked at in `cells` at `at`; a textual one is given its text. */
  add(time: number, sourceTime: number, kind: Kind, cells: Cells, at: number, quality: number, text: string): void {
    if (this.#count === this.#times.length) this.#grow();
    const here = this.#count;
    this.#times[here] = time;
    if (!Number.isNaN(sourceTime)) this.#sourceTimes ??= new Float64Array(this.#times.length).fill(Number.NaN);
    if (this.#sourceTimes !== null) this.#sourceTimes[here] = sourceTime;
    if (kind !== KIND.none) this.kind = kind;
    if (isTextual(kind)) {
      this.#cells.floats[here] = this.#texts.length;
      this.#texts.push(text);
    } else {
      this.#cells.ints[here] = cells.ints[at] ?? 0n;
    }
    this.#qualities[here] = kind === KIND.none ? (quality | NO_VALUE) >>> 0 : quality;
    this.#count += 1;
  }

  /** The samples as they are now, in ascending order; a copy. */
  snapshot(): SeriesColumns {
    const count = this.#count;
    return sortedByTime({
      kind: this.kind,
      count,
      times: this.#times.slice(0, count),
      cells: copied(this.#cells, count, count),
      qualities: this.#qualities.slice(0, count),
      sourceTimes: this.#sourceTimes?.slice(0, count) ?? null,
      texts: [...this.#texts],
    });
  }

  #grow(): void {
    const capacity = Math.min(CHUNK_MAX, this.#times.length * 2);
    const times = new Float64Array(capacity);
    times.set(this.#times);
    const qualities = new Uint32Array(capacity);
    qualities.set(this.#qualities);
    if (this.#sourceTimes !== null) {
      const sourceTimes = new Float64Array(capacity).fill(Number.NaN);
      sourceTimes.set(this.#sourceTimes);
      this.#sourceTimes = sourceTimes;
    }
    this.#cells = copied(this.#cells, this.#count, capacity);
    this.#times = times;
    this.#qualities = qualities;
  }
}

function copied(cells: Cells, count: number, capacity: number): Cells {
  const copy = makeCells(capacity);
  copy.ints.set(cells.ints.subarray(0, count));
  return copy;
}

