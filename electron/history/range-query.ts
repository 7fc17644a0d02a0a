import { BucketGrid } from './bucket-grid';
import { BLOCK_FIELDS } from './chunk-summary';
import { GapLine, NOT_RECORDED } from './gap-line';
import { drawableTest, findGaps, isDrawable } from './series-columns';
import { drawnNumber } from './value-kind';
import type { ChunkHead } from './chunk-table';
import type { ClosedGap } from './gap-line';
import type { HistoryStore } from './history-store';
import type { SeriesColumns } from './series-columns';

export interface RangeRequest {
  readonly from: number;
  readonly to: number;
  readonly buckets: number;
}

/** A series for a chart; NaN where there is nothing to draw. */
export interface SeriesResult {
  readonly raw: boolean;
  readonly times: number[];
  readonly min: number[];
  readonly max: number[];
  readonly mean: number[];
  readonly gaps: ClosedGap[];
}

/** A piece of a series: samples in memory, or a chunk whose samples are read only when they are needed. */
interface Piece {
  readonly first: number;
  readonly last: number;
  /** Samples inside the range. */
  readonly count: number;
  readonly head: ChunkHead | null;
  columns: SeriesColumns | null;
  /** The samples inside the range, as indexes; the whole piece where its samples are not read. */
  readonly begin: number;
  readonly end: number;
}

const EMPTY: SeriesResult = { raw: true, times: [], min: [], max: [], mean: [], gaps: [] };

/**
 * Samples of a point between two times. When there are no more than `buckets`, all of them, and the one before and the
 * one after, so that lines reach the edges. Otherwise at most `buckets` buckets with min, max and mean: from the columns
 * of chunks that are narrower than a bucket, from their summaries where a summary's block is, from their samples where
 * neither is; so a bucket's figures are exact for the samples in it, and only which of two neighbouring buckets a block
 * on their border goes to is a choice.
 */
export function queryRange(store: HistoryStore, pointId: string, request: RangeRequest): SeriesResult {
  const point = store.keys.findPoint(pointId);
  if (point === null) return EMPTY;
  const { from, to, buckets } = request;
  const open = store.open.snapshot(point);
  const pieces = [
    ...store.chunks.between(point, from, to).map((head) => chunkPiece(store, head, from, to)),
    ...open.map((columns) => columnsPiece(columns, from, to)),
  ].filter((piece) => piece.count > 0);
  const total = pieces.reduce((sum, piece) => sum + piece.count, 0);
  if (total <= buckets) return rawSeries(store, point, pieces, open, request);
  const gaps = gapsOf(store, pieces, null);
  const grid = new BucketGrid(from, to, buckets);
  for (const piece of pieces) fill(store, grid, piece);
  const closed = gaps.between(from, to);
  return { raw: false, ...grid.result(closed), gaps: closed };
}

function chunkPiece(store: HistoryStore, head: ChunkHead, from: number, to: number): Piece {
  const { first, last } = head.span;
  if (first >= from && last <= to) return { first, last, count: head.count, head, columns: null, begin: 0, end: head.count };
  const columns = store.chunks.samples(head.id);
  return columns === null ? { first, last, count: 0, head, columns, begin: 0, end: 0 } : columnsPiece(columns, from, to);
}

function columnsPiece(columns: SeriesColumns, from: number, to: number): Piece {
  const begin = firstAtOrAfter(columns, from);
  const end = firstAtOrAfter(columns, to + 1);
  return { first: columns.times[begin] ?? 0, last: columns.times[end - 1] ?? 0, count: end - begin, head: null, columns, begin, end };
}

/** Index of the first sample at or after a time, by halving. */
function firstAtOrAfter(columns: SeriesColumns, time: number): number {
  let low = 0;
  let high = columns.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((columns.times[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `before`: samples that precede the pieces, or among which the first piece is. */
function gapsOf(store: HistoryStore, pieces: readonly Piece[], before: SeriesColumns | null): GapLine {
  const line = new GapLine(store.pauses);
  if (before !== null && pieces[0]?.columns?.times[0] !== before.times[0]) addGaps(store, line, before);
  for (const { head, columns, first, last } of pieces) {
    if (head !== null) line.add(first, last, head.gaps);
    else if (columns !== null) addGaps(store, line, columns);
  }
  return line;
}

function addGaps(store: HistoryStore, line: GapLine, columns: SeriesColumns): void {
  line.add(columns.times[0] ?? 0, columns.times[columns.count - 1] ?? 0, findGaps(columns, store.keys.quality));
}

function fill(store: HistoryStore, grid: BucketGrid, piece: Piece): void {
  const { head } = piece;
  if (head !== null && piece.columns === null) {
    if (head.span.drawable === 0) return;
    if (head.span.last - head.span.first <= grid.width) {
      grid.add(head.span);
      return;
    }
    const { summary } = head;
    if (summary !== null && (head.span.last - head.span.first) / (summary.length / BLOCK_FIELDS) <= grid.width) {
      for (let at = 0; at < summary.length; at += BLOCK_FIELDS) {
        grid.addSpan(summary[at] ?? 0, summary[at + 1] ?? 0, summary[at + 2] ?? 0, summary[at + 3] ?? 0, summary[at + 4] ?? 0, summary[at + 5] ?? 0);
      }
      return;
    }
    piece.columns = store.chunks.samples(head.id);
  }
  const { columns } = piece;
  if (columns === null) return;
  const drawable = drawableTest(columns, store.keys.quality);
  for (let at = piece.begin; at < piece.end; at += 1) {
    if (!drawable(at)) continue;
    const value = drawnNumber(columns.kind, columns.cells, at);
    const time = columns.times[at] ?? 0;
    if (Number.isFinite(value)) grid.addSpan(time, time, 1, value, value, value);
  }
}

function rawSeries(store: HistoryStore, point: number, pieces: readonly Piece[], open: readonly SeriesColumns[], { from, to }: RangeRequest): SeriesResult {
  const samples: [time: number, value: number][] = [];
  const take = (columns: SeriesColumns, at: number): void => {
    const value = isDrawable(columns, at, store.keys.quality) ? drawnNumber(columns.kind, columns.cells, at) : Number.NaN;
    samples.push([columns.times[at] ?? 0, Number.isFinite(value) ? value : Number.NaN]);
  };
  const before = neighbourBefore(store, point, open, from);
  if (before !== null) take(before, firstAtOrAfter(before, from) - 1);
  for (const piece of pieces) {
    const columns = piece.columns ?? (piece.head === null ? null : store.chunks.samples(piece.head.id));
    if (columns !== null) for (let at = piece.begin; at < piece.end; at += 1) take(columns, at);
  }
  const after = neighbourAfter(store, point, open, to);
  if (after !== null) take(after, firstAtOrAfter(after, to + 1));
  const gaps = gapsOf(store, pieces, before).between(from, to);
  for (const gap of gaps) if (gap.reason === NOT_RECORDED) samples.push([Math.floor((gap.from + gap.to) / 2), Number.NaN]);
  samples.sort((one, other) => one[0] - other[0]);
  const values = samples.map(([, value]) => value);
  return { raw: true, times: samples.map(([time]) => time), min: values, max: values, mean: values, gaps };
}

/** The samples among which is the last one before a time. */
function neighbourBefore(store: HistoryStore, point: number, open: readonly SeriesColumns[], from: number): SeriesColumns | null {
  const inMemory = open.findLast((columns) => (columns.times[0] ?? from) < from);
  if (inMemory !== undefined) return inMemory;
  const around = store.chunks.between(point, from, from).find((head) => head.span.first < from);
  const head = around ?? store.chunks.before(point, from);
  return head === null ? null : store.chunks.samples(head.id);
}

function neighbourAfter(store: HistoryStore, point: number, open: readonly SeriesColumns[], to: number): SeriesColumns | null {
  const around = store.chunks.between(point, to, to + 1).find((head) => head.span.last > to);
  const head = around ?? store.chunks.after(point, to);
  if (head !== null) return store.chunks.samples(head.id);
  return open.find((columns) => (columns.times[columns.count - 1] ?? to) > to) ?? null;
}
