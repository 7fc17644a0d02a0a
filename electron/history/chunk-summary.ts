import { drawnNumber } from './value-kind';
import { drawableTest } from './series-columns';
import type { QualityLookup, SeriesColumns } from './series-columns';

/** Samples that one block of the summary stands for. */
export const BLOCK = 32;

/** Numbers of one block: first time, last time, drawable samples, their min, max and sum. */
export const BLOCK_FIELDS = 6;

/** What a chart needs of a span of samples without reading them. */
export interface Span {
  readonly first: number;
  readonly last: number;
  /** Samples that are drawn; where it is 0 the figures have no meaning. */
  readonly drawable: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
}

/** Min, max, sum of the drawable samples from `from` up to, not including, `to`. */
export function spanOf(columns: SeriesColumns, from: number, to: number, lookup: QualityLookup): Span {
  let drawable = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  const isDrawable = drawableTest(columns, lookup);
  for (let at = from; at < to; at += 1) {
    if (!isDrawable(at)) continue;
    const value = drawnNumber(columns.kind, columns.cells, at);
    if (!Number.isFinite(value)) continue;
    drawable += 1;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  return { first: columns.times[from] ?? 0, last: columns.times[to - 1] ?? 0, drawable, min, max, sum };
}

/** The summary of a whole chunk: a span for each {@link BLOCK} samples. */
export function summarize(columns: SeriesColumns, lookup: QualityLookup): Float64Array<ArrayBuffer> {
  const blocks = Math.ceil(columns.count / BLOCK);
  const summary = new Float64Array(blocks * BLOCK_FIELDS);
  for (let block = 0; block < blocks; block += 1) {
    const { first, last, drawable, min, max, sum } = spanOf(columns, block * BLOCK, Math.min(columns.count, (block + 1) * BLOCK), lookup);
    summary.set([first, last, drawable, min, max, sum], block * BLOCK_FIELDS);
  }
  return summary;
}
