import { ALL_ATTRIBUTES, attributeList, attributeObject, LIST_OF_ATTRIBUTES, type Attribute } from './attributes';
import { isCommandEvent, variationThatHolds } from './command-events';
import { FLAG } from './flags';
import type { Database, Point } from './database';
import type { EventBuffer, BufferedEvent } from './event-buffer';
import { IIN } from './iin';
import type { ObjectBlock } from './object-block';
import { rangeCount } from './object-range';
import { objectType } from './object-table';
import type { TimeInterval } from './outstation-handler';
import type { ObjectValue } from './object-value';
import { isDelta, POINT_FACTS, POINT_TYPES, pointTypeOfEvent, pointTypeOfStatic, type PointType } from './point-types';
import { objectOf } from './point-value';
import type { ResponseWriter } from './response-writer';

/** What one object header of a read asks for beside events. */
type StaticItem =
  | { readonly kind: 'points'; readonly points: readonly Point[]; readonly variation: number }
  | { readonly kind: 'deadbands'; readonly points: readonly Point[]; readonly variation: number }
  | { readonly kind: 'attributes'; readonly objects: readonly { readonly variation: number; readonly value: ObjectValue }[] }
  | { readonly kind: 'intervals'; readonly intervals: readonly TimeInterval[] }
  | { readonly kind: 'time' }
  | { readonly kind: 'indications' };

/** Where singles of a read come from, asked when they are written. */
export interface ReadSources {
  time(): number;
  indications(): number;
}

const DEADBAND_DEFAULT = 2;

/** The static part of a read's answer; keeps its place over fragments. Points give their state when they are written. */
export class ReadPlan {
  readonly #items: readonly StaticItem[];
  #item = 0;
  #point = 0;

  constructor(items: readonly StaticItem[]) {
    this.#items = items;
  }

  get done(): boolean {
    return this.#item >= this.#items.length;
  }

  /** Writes until all is written or the fragment has no room. */
  write(writer: ResponseWriter, sources: ReadSources): void {
    for (;;) {
      const item = this.#items[this.#item];
      if (item === undefined) return;
      const count = countOf(item);
      for (; this.#point < count; this.#point += 1) {
        // What does not even fit an empty fragment is passed over, or the answer would never end.
        if (!writeItem(item, this.#point, writer, sources) && !writer.empty) return;
      }
      this.#item += 1;
      this.#point = 0;
    }
  }
}

function countOf(item: StaticItem): number {
  if (item.kind === 'points' || item.kind === 'deadbands') return item.points.length;
  if (item.kind === 'attributes') return item.objects.length;
  if (item.kind === 'intervals') return item.intervals.length;
  return item.kind === 'time' ? 1 : 16;
}

function writeItem(item: StaticItem, at: number, writer: ResponseWriter, sources: ReadSources): boolean {
  if (item.kind === 'time') return writer.writeSingle(50, 1, { time: sources.time() });
  if (item.kind === 'indications') return writer.writeStatic(80, 1, at, { value: (sources.indications() >> at) & 1 });
  if (item.kind === 'attributes') {
    const object = item.objects[at];
    return object === undefined || writer.writeStatic(0, object.variation, 0, object.value);
  }
  if (item.kind === 'intervals') {
    const own = item.intervals[at];
    return own === undefined || writer.writeStatic(50, 4, own.index, { time: own.time, interval: own.interval, intervalUnits: own.units });
  }
  const point = item.points[at];
  if (point === undefined) return true;
  if (item.kind === 'deadbands') {
    const value = item.variation === 3 ? Math.fround(point.deadband) : Math.min(Math.round(point.deadband), item.variation === 1 ? 0xffff : 0xffff_ffff);
    return writer.writeStatic(34, item.variation, point.index, { value });
  }
  const group = POINT_FACTS[point.type].staticGroup;
  const variation = point.state.octets?.length ?? staticVariation(point, item.variation === 0 ? point.staticVariation : item.variation);
  const layout = objectType(group, variation)?.layout;
  return layout !== undefined && writer.writeStatic(group, variation, point.index, objectOf(point.state, layout));
}

/** Packed states have no flags, so a point that has others than "online" is reported with them. */
function staticVariation({ type, state }: Point, variation: number): number {
  const packed = variation === 1 && (type === 'binary' || type === 'double-bit' || type === 'binary-output');
  return packed && state.flags !== FLAG.online ? 2 : variation;
}

/** Writes a buffered event in the variation it is asked for. */
export function writeEvent(event: BufferedEvent, writer: ResponseWriter): boolean {
  const { group } = event;
  const asked = event.state.octets?.length ?? (event.as === 0 ? event.variation : event.as);
  const variation = isCommandEvent(group) ? variationThatHolds(group, event.state.value, [asked, event.variation]) : asked;
  const layout = objectType(group, variation)?.layout;
  if (layout === undefined) return true;
  const relative = variation === 3 && (group === 2 || group === 4);
  // What does not even fit an empty fragment is passed over, or it would block the buffer.
  const { empty } = writer;
  return writer.writeEvent(group, variation, event.index, objectOf(event.state, layout), relative) || empty;
}

/** Selects the events that a read asks for and plans the rest; the bits say what could not be read. */
export function planRead(blocks: readonly ObjectBlock[], database: Database, events: EventBuffer, device: { readonly attributes: readonly Attribute[]; readonly timeIntervals: readonly TimeInterval[] }): { readonly plan: ReadPlan; readonly iin: number } {
  const items: StaticItem[] = [];
  let iin = 0;
  for (const block of blocks) {
    if (block.group === 0) iin |= planAttributes(block, device.attributes, items);
    else if (block.group === 50 && block.variation === 4) iin |= planIntervals(block, device.timeIntervals, items);
    else iin |= planBlock(block, database, events, items);
  }
  return { plan: new ReadPlan(items), iin };
}

/** Device attributes: one, all, or the list of them. Only the standard's own set, index 0. */
function planAttributes({ variation, range }: ObjectBlock, attributes: readonly Attribute[], items: StaticItem[]): number {
  if (range.kind !== 'all' && !(range.kind === 'range' && range.start === 0 && range.stop === 0)) return IIN.parameterError;
  if (variation === LIST_OF_ATTRIBUTES) {
    items.push({ kind: 'attributes', objects: [{ variation, value: attributeList(attributes) }] });
    return 0;
  }
  const named = variation === ALL_ATTRIBUTES ? attributes : attributes.filter((attribute) => attribute.variation === variation);
  items.push({ kind: 'attributes', objects: named.map((attribute) => ({ variation: attribute.variation, value: attributeObject(attribute) })) });
  return named.length === 0 ? IIN.objectUnknown : 0;
}

function planIntervals(block: ObjectBlock, all: readonly TimeInterval[], items: StaticItem[]): number {
  if (all.length === 0) return IIN.objectUnknown;
  const { points: intervals, missing } = pointsOf(all, block);
  items.push({ kind: 'intervals', intervals });
  return missing ? IIN.parameterError : 0;
}

function planBlock({ group, variation, range, entries }: ObjectBlock, database: Database, events: EventBuffer, items: StaticItem[]): number {
  const limit = range.kind === 'count' ? range.count : Number.POSITIVE_INFINITY;
  const unlimited = range.kind === 'all';
  if (group === 60) {
    if (variation === 1) {
      if (!unlimited) return IIN.parameterError;
      for (const type of POINT_TYPES) {
        if (type !== 'security-statistic' && type !== 'virtual-terminal') items.push({ kind: 'points', points: database.points(type), variation: 0 });
      }
      return 0;
    }
    if (!unlimited && range.kind !== 'count') return IIN.parameterError;
    events.select(({ eventClass }) => eventClass === variation - 1, limit, 0);
    return 0;
  }
  const eventType = pointTypeOfEvent(group);
  if (eventType !== undefined || isCommandEvent(group)) {
    if (isDelta(group, variation)) return IIN.objectUnknown;
    if (!unlimited && range.kind !== 'count') return IIN.parameterError;
    events.select((event) => event.group === group, limit, eventType !== undefined && hasLengthForVariation(eventType) ? 0 : variation);
    return 0;
  }
  const staticType = pointTypeOfStatic(group);
  // A terminal is written to, and heard by its events; it has no state to read.
  if (staticType !== undefined && staticType !== 'virtual-terminal') {
    if (isDelta(group, variation)) return IIN.objectUnknown;
    const { points, missing } = pointsOf(database.points(staticType), { range, entries });
    items.push({ kind: 'points', points, variation: hasLengthForVariation(staticType) ? 0 : variation });
    return missing ? IIN.parameterError : 0;
  }
  if (group === 34) {
    const { points, missing } = pointsOf(database.points('analog'), { range, entries });
    items.push({ kind: 'deadbands', points, variation: variation === 0 ? DEADBAND_DEFAULT : variation });
    return missing ? IIN.parameterError : 0;
  }
  if (group === 50 && variation <= 1) items.push({ kind: 'time' });
  else if (group === 80) items.push({ kind: 'indications' });
  else return group === 12 || group === 41 ? IIN.functionNotSupported : IIN.objectUnknown;
  return 0;
}

function hasLengthForVariation(type: PointType): boolean {
  return type === 'octet-string' || type === 'virtual-terminal';
}

/** The points that a range names; whether it names some that are not there. */
export function pointsOf<T extends { readonly index: number }>(points: readonly T[], { range, entries }: Pick<ObjectBlock, 'range' | 'entries'>): { readonly points: readonly T[]; readonly missing: boolean } {
  if (range.kind === 'all') return { points, missing: false };
  if (range.kind === 'count') return { points: points.slice(0, range.count), missing: false };
  if (range.kind === 'range') {
    const within = points.filter(({ index }) => index >= range.start && index <= range.stop);
    return { points: within, missing: within.length !== rangeCount(range) };
  }
  const wanted = new Set(entries.map(({ index }) => index));
  const named = points.filter(({ index }) => wanted.has(index));
  return { points: named, missing: named.length !== wanted.size };
}
