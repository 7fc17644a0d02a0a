import { commandedOf, commandEventGroup } from './command-events';
import { FLAG } from './flags';
import { isDelta, POINT_FACTS, POINT_TYPES, type PointType } from './point-types';
import type { PointState } from './point-value';
import { objectType } from './object-table';
import type { Command } from './outstation-handler';

export type EventClass = 0 | 1 | 2 | 3;

/** A point as it is set up. */
export interface PointConfig {
  /** 0 to 65535. */
  readonly index: number;
  /** 0: no events. Default 1. */
  readonly eventClass?: EventClass;
  readonly staticVariation?: number;
  readonly eventVariation?: number;
  /** Outputs: the class of their command events (groups 13, 43), made when a command reached the point. Default 0: none. */
  readonly commandEventClass?: EventClass;
  /** Default: with time, as long as the command's value. A value that it cannot hold is reported in one that does. */
  readonly commandEventVariation?: number;
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
  readonly commandEventClass: EventClass;
  readonly commandEventVariation: number | undefined;
  readonly deadband: number;
}

/** A change that has to be reported. */
export interface PointEvent {
  /** Of the event's object: the type's own, or that of its command events. */
  readonly group: number;
  readonly type: PointType;
  readonly index: number;
  readonly state: PointState;
  readonly eventClass: 1 | 2 | 3;
  readonly variation: number;
}

interface Held extends Point {
  state: PointState;
  eventClass: EventClass;
  commandEventClass: EventClass;
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
   * `suppress` none. False when there is no such point, and for a string or terminal without its 1 to 255 octets.
   */
  update(type: PointType, index: number, state: PointState, now: number, mode: 'detect' | 'force' | 'suppress' = 'detect'): boolean {
    const point = this.#byIndex.get(type)?.get(index);
    if (point === undefined || !hasItsOctets(type, state)) return false;
    point.state = state;
    if (mode === 'suppress' || (mode === 'detect' && !changed(point, state))) return true;
    point.reported = state;
    const { eventClass } = point;
    if (eventClass === 0) return true;
    this.#tell({ group: POINT_FACTS[type].eventGroup, type, index, state, eventClass, variation: point.eventVariation }, now);
    return true;
  }

  /** An output was commanded: an event tells what and with which status, where its point has a class for such. The state of the point is another thing. */
  commanded(command: Command, status: number, now: number): void {
    const { type, group, value, variation } = commandedOf(command);
    const point = this.#byIndex.get(type)?.get(command.index);
    if (point === undefined) return;
    const { commandEventClass: eventClass, commandEventVariation } = point;
    if (eventClass !== 0) this.#tell({ group, type, index: command.index, state: { value, flags: 0, status }, eventClass, variation: commandEventVariation ?? variation }, now);
  }

  assignClass(type: PointType, index: number, eventClass: EventClass): boolean {
    const point = this.#byIndex.get(type)?.get(index);
    if (point !== undefined) point.eventClass = eventClass;
    return point !== undefined;
  }

  /** The class of an output's command events. */
  assignCommandClass(type: PointType, index: number, eventClass: EventClass): boolean {
    const point = this.#byIndex.get(type)?.get(index);
    if (point === undefined || commandEventGroup(type) === undefined) return false;
    point.commandEventClass = eventClass;
    return true;
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

  #tell(event: PointEvent, now: number): void {
    for (const listener of this.#listeners) listener(event, now);
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
  const commandGroup = commandEventGroup(type);
  const { commandEventClass = 0, commandEventVariation } = config;
  if (commandGroup === undefined && (commandEventClass !== 0 || commandEventVariation !== undefined)) throw new RangeError(`A ${type} point is not commanded: it has no command events.`);
  if (commandGroup !== undefined && commandEventVariation !== undefined && (commandEventVariation === 0 || objectType(commandGroup, commandEventVariation) === undefined)) throw new RangeError(`Group ${commandGroup} has no variation ${commandEventVariation} that an outstation makes.`);
  const initial = config.initial ?? INITIAL[type] ?? { value: 0, flags: FLAG.restart };
  return { type, index, state: initial, reported: initial, eventClass: config.eventClass ?? 1, staticVariation, eventVariation, commandEventClass, commandEventVariation, deadband: config.deadband ?? 0 };
}

/** A length is the variation of these: without octets there is no object that a master could read. */
function hasItsOctets(type: PointType, { octets }: PointState): boolean {
  if (type !== 'octet-string' && type !== 'virtual-terminal') return true;
  return octets !== undefined && octets.length > 0 && octets.length <= 255;
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
