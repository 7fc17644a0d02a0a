import { OPERATION, readControlCode } from './crob';
import { limitsOf, type NumberType } from './object-fields';
import { objectType } from './object-table';
import type { Command } from './outstation-handler';
import type { PointType } from './point-types';

/** Outputs and the groups of the events that tell how they were commanded. */
const OF_COMMANDS = [
  { command: 12, type: 'binary-output', group: 13 },
  { command: 41, type: 'analog-output', group: 43 },
] as const;

/** What a command event reports of a command. */
export interface Commanded {
  readonly type: PointType;
  readonly group: 13 | 43;
  readonly value: number;
  /** The variation with time that holds what was commanded. */
  readonly variation: number;
}

const ANALOG_WITH_TIME: Readonly<Record<number, number>> = { 1: 3, 2: 4, 3: 7, 4: 8 };
const BINARY_WITH_TIME = 2;
const DOUBLE_WITH_TIME = 8;

/** The outputs that a group of commands speaks of (12, 41), as in an assignment of classes; undefined for other groups. */
export function pointTypeOfCommand(group: number): PointType | undefined {
  return OF_COMMANDS.find(({ command }) => command === group)?.type;
}

/** The group of an output's command events; undefined for points that are no outputs. */
export function commandEventGroup(type: PointType): 13 | 43 | undefined {
  return OF_COMMANDS.find((each) => each.type === type)?.group;
}

export function isCommandEvent(group: number): boolean {
  return group === 13 || group === 43;
}

/**
 * A command as its event tells it. Of a CROB the commanded state: 1 for close, latch on and pulse on, 0 for trip, latch
 * off, pulse off and nul; the trip-close code goes before the operation (from memory of IEEE 1815, group 13).
 */
export function commandedOf({ group, variation, value }: Command): Commanded {
  if (group === 41) return { type: 'analog-output', group: 43, value: value.value ?? 0, variation: ANALOG_WITH_TIME[variation] ?? DOUBLE_WITH_TIME };
  const code = readControlCode(value.controlCode ?? 0);
  const on = code !== undefined && (code.tripClose === 'nul' ? OPERATION[code.operation] === OPERATION.pulseOn || OPERATION[code.operation] === OPERATION.latchOn : code.tripClose === 'close');
  return { type: 'binary-output', group: 13, value: on ? 1 : 0, variation: BINARY_WITH_TIME };
}

/** The first of these variations of a command event that holds the value as it is: a status cannot say "over range". */
export function variationThatHolds(group: number, value: number, variations: readonly number[]): number {
  return variations.find((variation) => holds(group, variation, value)) ?? DOUBLE_WITH_TIME;
}

function holds(group: number, variation: number, value: number): boolean {
  const layout = objectType(group, variation)?.layout;
  if (layout?.kind !== 'fields') return false;
  const field = layout.fields.find((each) => each.kind === 'number' && each.key === 'value');
  // The state of a binary output: any variation has it.
  return field?.kind !== 'number' || fits(value, field.type);
}

function fits(value: number, type: NumberType): boolean {
  if (type === 'f64') return true;
  if (type === 'f32') return Object.is(Math.fround(value), value);
  const [min, max] = limitsOf(type);
  return Number.isInteger(value) && value >= min && value <= max;
}
