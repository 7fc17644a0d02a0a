import type { Attribute } from './attributes';
import { pointTypeOfCommand } from './command-events';
import type { Database, EventClass } from './database';
import type { FileStore } from './file-server';
import { FUNCTION } from './function-codes';
import { IIN } from './iin';
import type { ObjectBlock } from './object-block';
import type { OutstationHandler } from './outstation-handler';
import { pointsOf } from './outstation-read';
import { pointTypeOfStatic } from './point-types';

/** What all sessions of an outstation share. */
export interface OutstationShared {
  readonly database: Database;
  readonly handler: OutstationHandler;
  readonly attributes: readonly Attribute[];
  readonly files: FileStore | undefined;
  /** Set when the outstation wants its time set; shown to every master. */
  needTime: boolean;
}

/** What a write may change in the session it came by. */
export interface SessionEffects {
  clearRestart(): void;
  /** When the request before this one recorded the time, or undefined. */
  recordedAt(): number | undefined;
}

/** Internal indications of an answer without objects. */
export type FunctionOutcome = number;

/** A write: restart indication, time, times and intervals, deadbands, octet strings, terminals. All objects are looked at before the first is written. */
export function write(blocks: readonly ObjectBlock[], shared: OutstationShared, session: SessionEffects, now: number): FunctionOutcome {
  let iin = blocks.length === 0 ? IIN.parameterError : 0;
  for (const block of blocks) iin |= writeFault(block, shared, session);
  if (iin !== 0) return iin;
  for (const block of blocks) iin |= writeBlock(block, shared, session, now);
  return iin;
}

function writeFault({ group, variation, range, entries }: ObjectBlock, { database, handler }: OutstationShared, session: SessionEffects): number {
  const [only, ...more] = entries;
  if (group === 80) return range.kind === 'range' && only?.index === 7 && more.length === 0 && only.value.value === 0 ? 0 : IIN.parameterError;
  if (group === 50 && (variation === 1 || variation === 3)) {
    if (range.kind !== 'count' || only === undefined || more.length > 0) return IIN.parameterError;
    return variation === 3 && session.recordedAt() === undefined ? IIN.parameterError : 0;
  }
  if (group === 50 && variation === 4 && handler.writeTimeInterval !== undefined) return range.kind === 'range' || range.kind === 'indexed' ? 0 : IIN.parameterError;
  if (group === 34) return entries.every(({ index, value }) => database.point('analog', index) !== undefined && (value.value ?? -1) >= 0) ? 0 : IIN.parameterError;
  if (group === 110 && handler.writeString !== undefined) return entries.length > 0 && entries.every(({ index }) => database.point('octet-string', index) !== undefined) ? 0 : IIN.parameterError;
  if (group === 112 && handler.writeTerminal !== undefined) return entries.length > 0 && entries.every(({ index }) => database.point('virtual-terminal', index) !== undefined) ? 0 : IIN.parameterError;
  return IIN.functionNotSupported;
}

function writeBlock({ group, variation, entries }: ObjectBlock, shared: OutstationShared, session: SessionEffects, now: number): number {
  if (group === 80) {
    session.clearRestart();
    return 0;
  }
  if (group === 34) {
    for (const { index, value } of entries) shared.database.setDeadband(index, value.value ?? 0);
    return 0;
  }
  if (group === 110) return entries.every(({ index, value }) => writeString(index, value.octets, shared, now)) ? 0 : IIN.parameterError;
  if (group === 112) return entries.every(({ index, value }) => value.octets !== undefined && shared.handler.writeTerminal?.(index, value.octets) === true) ? 0 : IIN.parameterError;
  if (variation === 4) return entries.every(({ index, value: { time = 0, interval = 0, intervalUnits: units = 0 } }) => shared.handler.writeTimeInterval?.({ index, time, interval, units }) === true) ? 0 : IIN.parameterError;
  const time = entries[0]?.value.time ?? 0;
  const since = variation === 3 ? now - (session.recordedAt() ?? now) : 0;
  if (!shared.handler.setTime(time + Math.round(since), now)) return IIN.parameterError;
  shared.needTime = false;
  return 0;
}

function writeString(index: number, octets: Uint8Array | undefined, { database, handler }: OutstationShared, now: number): boolean {
  return octets !== undefined && handler.writeString?.(index, octets) === true && database.update('octet-string', index, { value: 0, flags: 0, octets }, now);
}

/** Freezes counters and analogs, with or without clear. */
export function freeze(functionCode: number, blocks: readonly ObjectBlock[], { database, handler }: OutstationShared, now: number): FunctionOutcome {
  const clear = functionCode === FUNCTION.freezeClear || functionCode === FUNCTION.freezeClearNoAck;
  let iin = blocks.length === 0 ? IIN.parameterError : 0;
  for (const { group, range, entries } of blocks) {
    const type = group === 20 ? 'counter' : group === 30 ? 'analog' : undefined;
    if (type === undefined) {
      iin |= IIN.objectUnknown;
      continue;
    }
    const { points, missing } = pointsOf(database.points(type), { range, entries });
    if (missing) iin |= IIN.parameterError;
    for (const { index } of points) database.freeze(type, index, clear, handler.currentTime(now), now);
  }
  return iin;
}

/** Assigns classes: each class header holds for the point headers behind it. Groups 12 and 41, variation 0, name the command events of outputs. */
export function assignClass(blocks: readonly ObjectBlock[], { database }: OutstationShared): FunctionOutcome {
  let eventClass: EventClass | undefined;
  let iin = blocks.length === 0 ? IIN.parameterError : 0;
  for (const { group, variation, range, entries } of blocks) {
    if (group === 60) {
      eventClass = classOf(variation);
      continue;
    }
    const commanded = variation === 0 ? pointTypeOfCommand(group) : undefined;
    const type = commanded ?? pointTypeOfStatic(group);
    if (type === undefined) {
      iin |= IIN.objectUnknown;
      continue;
    }
    const { points, missing } = pointsOf(database.points(type), { range, entries });
    if (missing || eventClass === undefined) iin |= IIN.parameterError;
    if (eventClass === undefined) continue;
    for (const { index } of points) {
      if (commanded === undefined) database.assignClass(type, index, eventClass);
      else database.assignCommandClass(commanded, index, eventClass);
    }
  }
  return iin;
}

/** The class of group 60's variation. */
export function classOf(variation: number): EventClass | undefined {
  return ([0, 1, 2, 3] as const)[variation - 1];
}
