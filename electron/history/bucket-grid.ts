import type { Span } from './chunk-summary';

export interface Buckets {
  readonly times: number[];
  readonly min: number[];
  readonly max: number[];
  readonly mean: number[];
}

/**
 * Equal parts of a span of time, each with min, max, sum and count of what fell into it: peaks are never averaged away.
 * A span of samples goes whole into the bucket of its middle.
 */
export class BucketGrid {
  readonly #from: number;
  readonly #width: number;
  readonly #buckets: number;
  readonly #counts: Float64Array;
  readonly #min: Float64Array;
  readonly #max: Float64Array;
  readonly #sum: Float64Array;
  readonly #first: Float64Array;
  readonly #last: Float64Array;

  constructor(from: number, to: number, buckets: number) {
    this.#from = from;
    this.#buckets = buckets;
    this.#width = Math.max(1, (to - from) / buckets);
    this.#counts = new Float64Array(buckets);
    this.#min = new Float64Array(buckets).fill(Number.POSITIVE_INFINITY);
    this.#max = new Float64Array(buckets).fill(Number.NEGATIVE_INFINITY);
    this.#sum = new Float64Array(buckets);
    this.#first = new Float64Array(buckets).fill(Number.POSITIVE_INFINITY);
    this.#last = new Float64Array(buckets).fill(Number.NEGATIVE_INFINITY);
  }

  /** Microseconds that a bucket is wide. */
  get width(): number {
    return this.#width;
  }

  add(span: Span): void {
    this.addSpan(span.first, span.last, span.drawable, span.min, span.max, span.sum);
  }

  addSpan(first: number, last: number, drawable: number, min: number, max: number, sum: number): void {
    if (drawable === 0) return;
    const middle = (first + last) / 2;
    const at = Math.max(0, Math.min(this.#buckets - 1, Math.floor((middle - this.#from) / this.#width)));
    this.#counts[at] = (this.#counts[at] ?? 0) + drawable;
    this.#sum[at] = (this.#sum[at] ?? 0) + sum;
    if (min < (this.#min[at] ?? 0)) this.#min[at] = min;
    if (max > (this.#max[at] ?? 0)) this.#max[at] = max;
    if (first < (this.#first[at] ?? 0)) this.#first[at] = first;
    if (last > (this.#last[at] ?? 0)) this.#last[at] = last;
  }

  /**
   * The buckets that have something, in order of time, and an empty one (NaN) in each span of `breaks` that is wide
   * enough to hold a bucket of its own, so that a line is broken there.
   */
  result(breaks: readonly { from: number; to: number }[]): Buckets {
    const empty = new Set<number>();
    for (const { from, to } of breaks) {
      const at = Math.max(0, Math.ceil((from - this.#from) / this.#width));
      if (at < this.#buckets && this.#counts[at] === 0 && this.#from + (at + 0.5) * this.#width < to) empty.add(at);
    }
    const result: Buckets = { times: [], min: [], max: [], mean: [] };
    for (let at = 0; at < this.#buckets; at += 1) {
      const count = this.#counts[at] ?? 0;
      if (count === 0 && !empty.has(at)) continue;
      const begin = this.#from + at * this.#width;
      const middle = count === 0 ? begin + this.#width / 2 : ((this.#first[at] ?? 0) + (this.#last[at] ?? 0)) / 2;
      result.times.push(Math.round(Math.max(begin, Math.min(begin + this.#width, middle))));
      result.min.push(count === 0 ? Number.NaN : (this.#min[at] ?? Number.NaN));
      result.max.push(count === 0 ? Number.NaN : (this.#max[at] ?? Number.NaN));
      result.mean.push(count === 0 ? Number.NaN : (this.#sum[at] ?? 0) / count);
    }
    return result;
  }
}
