import type { Series } from '../../../shared/contract/points';
import type { WireSample } from '../../../shared/domain/sample';
import { TIME_UNSYNCHRONIZED } from '../../../shared/domain/quality';
import type { Micros } from '../../../shared/domain/time';

/** A span without good values. `to` is null while it lasts. */
export interface Gap {
  readonly from: Micros;
  readonly to: Micros | null;
  readonly reason: string;
}

/** What a chart draws of one pen: times in seconds, null where the line must break. */
export interface PenTable {
  readonly times: number[];
  readonly values: (number | null)[];
}

export interface Extremes {
  readonly min: number;
  readonly max: number;
}

/** More live samples than this are thinned by asking the history again. */
export const LIVE_LIMIT = 20_000;

/**
 * The samples of one pen: what the history answered for the visible window, and after it what came live. Bounded: when
 * the live part is full its older half is dropped, and {@link isThin} says that the history should be asked again.
 */
export class PenBuffer {
  #times: Micros[] = [];
  #min: (number | null)[] = [];
  #max: (number | null)[] = [];
  #last: (number | null)[] = [];
  #gaps: Gap[] = [];
  #liveFrom = 0;
  #thin = false;

  /** True when live samples were dropped since the last {@link load}. */
  get isThin(): boolean {
    return this.#thin;
  }

  get gaps(): readonly Gap[] {
    return this.#gaps;
  }

  get newest(): Micros | null {
    return this.#times.at(-1) ?? null;
  }

  /** Replaces everything up to the series' end with it; live samples after it stay. */
  load(series: Series): void {
    const end = series.times.at(-1) ?? -Infinity;
    const keep = this.#times.findIndex((time, at) => at >= this.#liveFrom && time > end);
    const tail = keep < 0 ? this.#times.length : keep;
    this.#times = [...series.times, ...this.#times.slice(tail)];
    this.#min = [...series.min, ...this.#min.slice(tail)];
    this.#max = [...series.max, ...this.#max.slice(tail)];
    this.#last = [...series.mean, ...this.#last.slice(tail)];
    this.#liveFrom = series.times.length;
    this.#gaps = mergeGaps(series.gaps, this.#gaps);
    this.#thin = false;
  }

  /** Takes a live sample; one that is not newer than the newest is ignored. */
  append(sample: WireSample): void {
    // A clock that was not set says nothing of when it was.
    const time = sample.quality.flags.includes(TIME_UNSYNCHRONIZED) ? sample.receivedTime : (sample.sourceTime ?? sample.receivedTime);
    const newest = this.newest;
    if (newest !== null && time <= newest) return;
    const value = sample.quality.level === 'bad' ? null : numeric(sample.value);
    this.#markGap(time, value, sample.quality.reason);
    this.#times.push(time);
    this.#min.push(value);
    this.#max.push(value);
    this.#last.push(value);
    if (this.#times.length - this.#liveFrom > LIVE_LIMIT) this.#dropOlderHalf();
  }

  /**
   * What to draw between two times, with one point beyond each end so that the line reaches the edges.
   * @param holds the device tells changes alone: the newest value is in force until the end
   */
  table(from: Micros, to: Micros, holds = false): PenTable {
    const start = Math.max(0, firstAfter(this.#times, from) - 1);
    const end = Math.min(this.#times.length, firstAfter(this.#times, to) + 1);
    const times: number[] = [];
    const values: (number | null)[] = [];
    const starts = this.#gaps.map((gap) => gap.from);
    for (let at = start; at < end; at += 1) {
      const time = this.#times[at] ?? 0;
      const min = this.#min[at] ?? null;
      const max = this.#max[at] ?? null;
      const before = this.#times[at - 1];
      if (before !== undefined && at > start && crosses(starts, before, time)) {
        times.push((before + 1) / 1e6);
        values.push(null);
      }
      times.push(time / 1e6);
      values.push(min);
      if (max !== min) {
        times.push(time / 1e6 + 1e-6);
        values.push(max);
      }
    }
    const newest = this.newest;
    if (holds && end === this.#times.length && newest !== null && newest < to && this.valueAt(to) !== null) {
      times.push(to / 1e6);
      values.push(this.valueAt(to));
    }
    return { times, values };
  }

  /** The value in force at a time: the last sample at or before it. Null inside a gap or before the first. */
  valueAt(time: Micros): number | null {
    if (this.#gaps.some((gap) => gap.from <= time && (gap.to === null || time < gap.to))) return null;
    return this.#last[firstAfter(this.#times, time) - 1] ?? null;
  }

  /** Least and greatest value between two times; null when there is none. */
  extremes(from: Micros, to: Micros): Extremes | null {
    let min = Infinity;
    let max = -Infinity;
    const end = firstAfter(this.#times, to);
    for (let at = firstAfter(this.#times, from - 1); at < end; at += 1) {
      const low = this.#min[at];
      const high = this.#max[at];
      if (low !== null && low !== undefined && low < min) min = low;
      if (high !== null && high !== undefined && high > max) max = high;
    }
    return min === Infinity ? null : { min, max };
  }

  #markGap(time: Micros, value: number | null, reason: string): void {
    const last = this.#gaps.at(-1);
    const open = last !== undefined && last.to === null ? last : null;
    if (value === null && open === null) this.#gaps.push({ from: time, to: null, reason });
    if (value !== null && open !== null) this.#gaps[this.#gaps.length - 1] = { ...open, to: time };
  }

  #dropOlderHalf(): void {
    const drop = this.#liveFrom + LIVE_LIMIT / 2;
    this.#times = this.#times.slice(drop);
    this.#min = this.#min.slice(drop);
    this.#max = this.#max.slice(drop);
    this.#last = this.#last.slice(drop);
    this.#liveFrom = 0;
    this.#thin = true;
  }
}

function numeric(value: WireSample['value']): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return Number(value);
  return null;
}

function crosses(gapStarts: readonly Micros[], from: Micros, to: Micros): boolean {
  return gapStarts.some((start) => start > from && start < to);
}

/** Gaps of the history first; of the live ones those that begin after them. */
function mergeGaps(known: readonly Gap[], live: readonly Gap[]): Gap[] {
  const end = known.reduce((latest, gap) => Math.max(latest, gap.to ?? gap.from), -Infinity);
  return [...known, ...live.filter((gap) => gap.from > end)];
}

/** Index of the first time greater than `time`, by bisection. */
function firstAfter(times: readonly Micros[], time: Micros): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
