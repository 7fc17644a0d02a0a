import { isDrawn, isTextual, KIND, makeCells } from './value-kind';
import type { Quality } from '../../shared/domain/quality';
import type { Micros } from '../../shared/domain/time';
import type { Cells, Kind } from './value-kind';

/** Set in a quality when the sample has no value. */
export const NO_VALUE = 0x8000_0000;

/** Looks a quality up by its key. */
export type QualityLookup = (key: number) => Quality;

/** Samples of one point and one kind of value, in ascending order of time. */
export interface SeriesColumns {
  readonly kind: Kind;
  readonly count: number;
  readonly times: Float64Array<ArrayBuffer>;
  readonly cells: Cells;
  /** Keys of the quality table, with {@link NO_VALUE}. */
  readonly qualities: Uint32Array<ArrayBuffer>;
  readonly sourceTimes: Float64Array<ArrayBuffer> | null;
  readonly texts: readonly string[];
}

/** A span without a usable value. `to` is null where it lasts beyond the samples at hand. */
export interface Gap {
  readonly from: Micros;
  readonly to: Micros | null;
  readonly reason: string;
}

/** True when the sample has a value that is not bad. */
export function isUsable(columns: SeriesColumns, at: number, lookup: QualityLookup): boolean {
  const quality = columns.qualities[at] ?? 0;
  return (quality & NO_VALUE) === 0 && lookup(quality).level !== 'bad';
}

/** The spans without usable values, by their reasons. Each ends with the next usable sample. */
export function findGaps(columns: SeriesColumns, lookup: QualityLookup): Gap[] {
  const gaps: { from: Micros; to: Micros | null; reason: string }[] = [];
  let open: { from: Micros; to: Micros | null; reason: string } | null = null;
  for (let at = 0; at < columns.count; at += 1) {
    const time = columns.times[at] ?? 0;
    const reason = isUsable(columns, at, lookup) ? null : reasonOf(columns.qualities[at] ?? 0, lookup);
    if (open !== null && open.reason !== reason) {
      open.to = time;
      open = null;
    }
    if (open === null && reason !== null) {
      open = { from: time, to: null, reason };
      gaps.push(open);
    }
  }
  return gaps;
}

function reasonOf(quality: number, lookup: QualityLookup): string {
  const { reason } = lookup(quality & ~NO_VALUE);
  return reason === '' ? 'No value' : reason;
}

/** The same samples in ascending order; samples of one time keep their order. A clock that was set back disturbs it. */
export function sortedByTime(columns: SeriesColumns): SeriesColumns {
  if (isAscending(columns.times, columns.count)) return columns;
  const order = Array.from({ length: columns.count }, (_, at) => at).sort((one, other) => (columns.times[one] ?? 0) - (columns.times[other] ?? 0) || one - other);
  return pick(columns, order);
}

function isAscending(times: Float64Array, count: number): boolean {
  for (let at = 1; at < count; at += 1) if ((times[at] ?? 0) < (times[at - 1] ?? 0)) return false;
  return true;
}

function pick(columns: SeriesColumns, order: readonly number[]): SeriesColumns {
  const cells = makeCells(order.length);
  const times = new Float64Array(order.length);
  const qualities = new Uint32Array(order.length);
  const sourceTimes = columns.sourceTimes === null ? null : new Float64Array(order.length);
  order.forEach((from, to) => {
    cells.ints[to] = columns.cells.ints[from] ?? 0n;
    times[to] = columns.times[from] ?? 0;
    qualities[to] = columns.qualities[from] ?? 0;
    if (sourceTimes !== null) sourceTimes[to] = columns.sourceTimes?.[from] ?? Number.NaN;
  });
  return { kind: columns.kind, count: order.length, cells, times, qualities, sourceTimes, texts: columns.texts };
}

/** Two series of one kind (or one of them without any value) as one; null when they can't be. */
export function joined(first: SeriesColumns, second: SeriesColumns): SeriesColumns | null {
  if (first.kind !== second.kind && first.kind !== KIND.none && second.kind !== KIND.none) return null;
  const count = first.count + second.count;
  const cells = makeCells(count);
  cells.ints.set(first.cells.ints.subarray(0, first.count));
  cells.ints.set(second.cells.ints.subarray(0, second.count), first.count);
  const kind = first.kind === KIND.none ? second.kind : first.kind;
  const shift = first.texts.length;
  if (isTextual(kind) && shift > 0) {
    for (let at = first.count; at < count; at += 1) cells.floats[at] = (cells.floats[at] ?? 0) + shift;
  }
  const times = new Float64Array(count);
  times.set(first.times.subarray(0, first.count));
  times.set(second.times.subarray(0, second.count), first.count);
  const qualities = new Uint32Array(count);
  qualities.set(first.qualities.subarray(0, first.count));
  qualities.set(second.qualities.subarray(0, second.count), first.count);
  return { kind, count, cells, times, qualities, sourceTimes: joinedTimes(first, second, count), texts: [...first.texts, ...second.texts] };
}

function joinedTimes(first: SeriesColumns, second: SeriesColumns, count: number): Float64Array<ArrayBuffer> | null {
  if (first.sourceTimes === null && second.sourceTimes === null) return null;
  const times = new Float64Array(count).fill(Number.NaN);
  if (first.sourceTimes !== null) times.set(first.sourceTimes.subarray(0, first.count));
  if (second.sourceTimes !== null) times.set(second.sourceTimes.subarray(0, second.count), first.count);
  return times;
}

/** True where a chart draws this sample. */
export function isDrawable(columns: SeriesColumns, at: number, lookup: QualityLookup): boolean {
  return isDrawn(columns.kind) && isUsable(columns, at, lookup);
}

/** {@link isDrawable} for many samples in a row: asks for a quality only when it differs from the one before. */
export function drawableTest(columns: SeriesColumns, lookup: QualityLookup): (at: number) => boolean {
  let known = -1;
  let answer = false;
  return (at) => {
    const quality = columns.qualities[at] ?? 0;
    if (quality !== known) {
      known = quality;
      answer = isDrawable(columns, at, lookup);
    }
    return answer;
  };
}
