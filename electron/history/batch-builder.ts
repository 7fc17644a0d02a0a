import { GOOD } from '../../shared/domain/quality';
import { makeCells, storeValue } from './value-kind';
import type { Quality } from '../../shared/domain/quality';
import type { Sample } from '../../shared/domain/sample';
import type { Batch } from './batch';
import type { Cells } from './value-kind';

/** Different qualities that are told apart; past this a quality keeps its level only. Bounds the list in file and memory. */
const MAX_QUALITIES = 10_000;

const FIRST_CAPACITY = 4096;

/** Gathers samples in columns until they are taken as a batch. */
export class BatchBuilder {
  readonly #pointIndex = new Map<string, number>();
  readonly #pointList: string[] = [];
  readonly #qualityIndex = new Map<string, number>();
  readonly #qualityList: Quality[] = [];
  #pointsSent = 0;
  #qualitiesSent = 0;
  #count = 0;
  #capacity = 0;
  #points = new Uint32Array(0);
  #times = new Float64Array(0);
  #sourceTimes = new Float64Array(0);
  #kinds = new Uint8Array(0);
  #cells: Cells = makeCells(0);
  #qualities = new Uint32Array(0);
  #texts: string[] = [];
  #hasSourceTimes = false;

  constructor() {
    this.#qualityOf(GOOD);
  }

  get count(): number {
    return this.#count;
  }

  /** The session's lists, for a worker that begins anew. */
  get lists(): { points: readonly string[]; qualities: readonly Quality[] } {
    return { points: this.#pointList, qualities: this.#qualityList };
  }

  add(sample: Sample): void {
    if (this.#count === this.#capacity) this.#grow();
    const at = this.#count;
    this.#points[at] = this.#pointOf(sample.pointId);
    this.#times[at] = sample.receivedTime;
    this.#sourceTimes[at] = sample.sourceTime ?? Number.NaN;
    if (sample.sourceTime !== null) this.#hasSourceTimes = true;
    this.#kinds[at] = storeValue(sample.value, this.#cells, at, this.#texts);
    this.#qualities[at] = sample.quality === GOOD ? 0 : this.#qualityOf(sample.quality);
    this.#count += 1;
  }

  /** Everything gathered, and begins again empty. */
  take(seq: number): Batch {
    const count = this.#count;
    const batch: Batch = {
      seq,
      pointsFrom: this.#pointsSent,
      newPoints: this.#pointList.slice(this.#pointsSent),
      qualitiesFrom: this.#qualitiesSent,
      newQualities: this.#qualityList.slice(this.#qualitiesSent),
      points: this.#points.slice(0, count),
      times: this.#times.slice(0, count),
      sourceTimes: this.#hasSourceTimes ? this.#sourceTimes.slice(0, count) : null,
      kinds: this.#kinds.slice(0, count),
      cells: this.#cells.floats.slice(0, count),
      qualities: this.#qualities.slice(0, count),
      texts: this.#texts,
    };
    this.#pointsSent = this.#pointList.length;
    this.#qualitiesSent = this.#qualityList.length;
    this.#texts = [];
    this.#count = 0;
    this.#hasSourceTimes = false;
    // What a burst needed is given back.
    if (this.#capacity > FIRST_CAPACITY && count < this.#capacity / 8) this.#resize(Math.max(FIRST_CAPACITY, this.#capacity / 4));
    return batch;
  }

  #pointOf(pointId: string): number {
    const known = this.#pointIndex.get(pointId);
    if (known !== undefined) return known;
    const index = this.#pointList.length;
    this.#pointList.push(pointId);
    this.#pointIndex.set(pointId, index);
    return index;
  }

  #qualityOf(quality: Quality): number {
    const key = `${quality.level}\n${quality.reason}\n${quality.flags.join('\n')}`;
    const known = this.#qualityIndex.get(key);
    if (known !== undefined) return known;
    if (this.#qualityList.length >= MAX_QUALITIES && quality.reason !== '') return this.#qualityOf({ level: quality.level, reason: '', flags: [] });
    const index = this.#qualityList.length;
    this.#qualityList.push({ level: quality.level, reason: quality.reason, flags: [...quality.flags] });
    this.#qualityIndex.set(key, index);
    return index;
  }

  #grow(): void {
    this.#resize(Math.max(FIRST_CAPACITY, this.#capacity * 2));
  }

  #resize(capacity: number): void {
    const kept = Math.min(this.#count, capacity);
    const points = new Uint32Array(capacity);
    points.set(this.#points.subarray(0, kept));
    const times = new Float64Array(capacity);
    times.set(this.#times.subarray(0, kept));
    const sourceTimes = new Float64Array(capacity);
    sourceTimes.set(this.#sourceTimes.subarray(0, kept));
    const kinds = new Uint8Array(capacity);
    kinds.set(this.#kinds.subarray(0, kept));
    const cells = makeCells(capacity);
    cells.ints.set(this.#cells.ints.subarray(0, kept));
    const qualities = new Uint32Array(capacity);
    qualities.set(this.#qualities.subarray(0, kept));
    this.#points = points;
    this.#times = times;
    this.#sourceTimes = sourceTimes;
    this.#kinds = kinds;
    this.#cells = cells;
    this.#qualities = qualities;
    this.#capacity = capacity;
  }
}
