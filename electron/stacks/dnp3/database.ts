import { FLAG } from './flags';
import { isDelta, POINT_FACTS, POINT_TYPES, type PointType } from './point-types';
import type { PointState } from './point-value';
import { objectType } from './object-table';

export type EventClass = 0 | 1 | 2 | 3;

/** A point as it is set up. */
export interface PointConfig {
  /** 0 to 65535. */
  readonly index: number;
  /** 0: no events. Default 1. */
  readonly eventClass?: EventClass;
  readonly staticVariation?: number;
  readonly eventVariation?: number;
  /** Analogs and counters: only a greater change makes an event. Default 0. */
  readonly deadband?: number;
  /** Default: 0, flagged as restart. */
  readonly initial?: PointState;
}

/** A point of the database. */
export interface Point {
  readonly type: PointType;
  readonly index: number;
  readonly state: PointState;
  readonly eventClass: EventClass;
  readonly staticVariation: number;
  readonly eventVariation: number;
  readonly deadband: number;
}

/** A change that has to be reported. */
export interface PointEvent {
  readonly type: PointType;
  readonly index: number;
  readonly state: PointState;
  readonly eventClass: 1 | 2 | 3;
  readonly variation: number;
}

interface Held extends Point {
  state: PointState;
  eventClass: EventClass;
  deadband: number;
  reported: PointState;
}

/** Points by type, in the order of their indexes. One database serves all sessions of an outstation. */
export class Database {
  readonly #points = new Map<PointType, Held[]>();
  readonly #byIndex = new Map<PointType, Map<number, Held>>();
  readonly #listeners = new Set<(event: PointEvent, now: number) => void>();

  /** Throws on an index that is none or comes twice, and on a variation that the type does not have: a mistake of the caller. */
  constructor(config: Partial<Record<PointType, readonly PointConfig[]>>) {
    for (const type of POINT_TYPES) {
      const held = (config[type] ?? []).map((each) => makePoint(type, each)).sort((a, b) => a.index - b.index);
      const byIndex = new Map(held.map((point) => [point.index, point]));
      if (byIndex.size !== held.length) throw new RangeError(`An index of the ${type} points comes twice.`);
      this.#points.set(type, held);
      this.#byIndex.set(type, byIndex);
    }
  }

  points(type: PointType): readonly Point[] {
    return this.#points.get(type) ?? [];
  }

  point(type: PointType, index: number): Point | undefined {
    return this.#byIndex.get(type)?.get(index);
  }

  /** Told of every event, until the returned function is called. */
  listen(listener: (event: PointEvent, now: number) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /**
   * Sets a point. An event is made when its value left the deadband or its flags changed; `force` makes one anyway,
   * `suppress` none. False when there is no such point.
   */
  update(type: PointType, index: number, state: PointState, now: number, mode: 'detect' | 'force' | 'suppress' = 'detect'): boolean {
    const point = this.#byIndex.get(type)?.get(index);
    if (point === undefined) return false;
    point.state = state;
    if (mode === 'suppress' || (mode === 'detect' && !changed(point, state))) return true;
    point.reported = state;
    const { eventClass } = point;
    if (eventClass === 0) return true;
    const event = { type, index, state, eventClass, variation: point.eventVariation };
    for (const listener of this.#listeners) listener(event, now);
    return true;
  }

  assignClass(type: PointType, index: number, eventClass: EventClass): boolean {
    const point = this.#byIndex.get(type)?.get(index);
    if (point !== undefined) point.eventClass = eventClass;
    return point !== undefined;
  }

  setDeadband(index: number, deadband: number): boolean {
    const point = this.#byIndex.get('analog')?.get(index);
    if (point !== undefined) point.deadband = deadband;
    return point !== undefined;
  }

  /** Copies a counter or analog to its frozen point, if that is there; clears a counter where told to. */
  freeze(type: PointType, index: number, clear: boolean, time: number, now: number): boolean {
    const point = this.#byIndex.get(type)?.get(index);
    const { frozenAs } = POINT_FACTS[type];
    if (point === undefined || frozenAs === undefined) return false;
    this.update(frozenAs, index, { ...point.state, time }, now, 'force');
    if (clear && type === 'counter') this.update(type, index, { ...point.state, value: 0, time }, now, 'suppress');
    return true;
  }
}

/** What points are before the first update, where it is not zero, flagged as restart. */
const INITIAL: Partial<Record<PointType, PointState>> = { 'octet-string': { value: 0, flags: 0, octets: Uint8Array.of(0) }, 'security-statistic': { value: 0, flags: FLAG.online, association: 0 } };

function makePoint(type: PointType, config: PointConfig): Held {
  const facts = POINT_FACTS[type];
  const { index } = config;
  if (!Number.isInteger(index) || index < 0 || index > 65_535) throw new RangeError(`Index ${index} of a ${type} point is outside 0 to 65535.`);
  const staticVariation = config.staticVariation ?? facts.staticVariation;
  const eventVariation = config.eventVariation ?? facts.eventVariation;
  if (type !== 'octet-string' && type !== 'virtual-terminal') {
    for (const [group, variation] of [
      [facts.staticGroup, staticVariation],
      [facts.eventGroup, eventVariation],
    ] as const) {
      if (variation === 0 || objectType(group, variation) === undefined || isDelta(group, variation)) throw new RangeError(`Group ${group} has no variation ${variation} that an outstation makes.`);
    }
  }
  const initial = config.initial ?? INITIAL[type] ?? { value: 0, flags: FLAG.restart };
  return { type, index, state: initial, reported: initial, eventClass: config.eventClass ?? 1, staticVariation, eventVariation, deadband: config.deadband ?? 0 };
}

function changed({ type, reported, deadband }: Held, state: PointState): boolean {
  // What a terminal says counts each time, also when it says the same again.
  if (type === 'virtual-terminal') return true;
  if (type === 'octet-string') return Buffer.compare(state.octets ?? Buffer.alloc(0), reported.octets ?? Buffer.alloc(0)) !== 0;
  if (state.flags !== reported.flags) return true;
  const banded = type === 'analog' || type === 'analog-output' || type === 'counter' || type === 'frozen-counter' || type === 'frozen-analog' || type === 'security-statistic';
  if (!banded || deadband === 0) return !Object.is(state.value, reported.value);
  return !(Math.abs(state.value - reported.value) <= deadband);
}
