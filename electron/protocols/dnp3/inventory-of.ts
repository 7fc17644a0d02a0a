import { randomUUID } from 'node:crypto';
import { FLAG, flagNames, POINT_FACTS, type FlagKind } from '../../stacks/dnp3';
import { pointSchema, type Point } from '../../../shared/domain/point';
import { addressOf, pointAddressSchema, TYPE_FACTS, valueKey, type AddressType, type PointAddress } from './point-address';
import { dataTypeOf } from './profile/profile-words';
import type { Inventory } from '../protocol';

/** What an outstation told of one point. Null: it did not. */
export interface Answered {
  readonly type: AddressType;
  readonly index: number;
  staticVariation: number | null;
  flags: number | null;
  eventDeadband: number | null;
  /** Only of points that had an event waiting: a class can't be asked for. */
  eventClass: 1 | 2 | 3 | null;
  eventVariation: number | null;
  inClass0: boolean;
}

const MOST_NAMED = 20;

/** Variations without flags, by static group: a point whose state is not just online is reported in one with flags instead. */
const FLAGLESS: ReadonlyMap<number, readonly number[]> = new Map([
  [1, [1]],
  [3, [1]],
  [10, [1]],
  [20, [5, 6, 7, 8]],
  [21, [9, 10, 11, 12]],
  [30, [3, 4]],
  [31, [5, 6]],
]);
const FLAG_KINDS: Readonly<Partial<Record<AddressType, FlagKind>>> = { 'binary-input': 'binary', 'double-bit-input': 'double-bit', 'binary-output': 'output', 'analog-output': 'analog', 'analog-input': 'analog', 'frozen-analog': 'analog', counter: 'counter', 'frozen-counter': 'counter' };
/** Bits 6 and 7 of a binary's flags are its state. */
const FLAG_BITS: Readonly<Record<FlagKind, number>> = { binary: 0x3f, 'double-bit': 0x3f, output: 0x3f, counter: 0x7f, analog: 0x7f };

/**
 * The map as the outstation's answers have it: points of the map that were answered, with what was told in place of what
 * the map says of it, and points that only the outstation has. What the map leaves open is not filled in, and what can't
 * be asked stays as the map has it; the notes say so. Pure.
 */
export function inventoryOf(points: readonly Point[], answered: ReadonlyMap<string, Answered>, notes: readonly string[]): Inventory {
  const inMap = new Set<string>();
  const seen = points.flatMap((point): { readonly point: Point; readonly address: PointAddress; readonly answer: Answered }[] => {
    const address = addressOf(point);
    if (address === null) return [];
    const key = valueKey(TYPE_FACTS[address.type].stack, address.index);
    inMap.add(key);
    const answer = answered.get(key);
    return answer === undefined ? [] : [{ point, address, answer }];
  });
  const added = [...answered].filter(([key]) => !inMap.has(key)).map(([, answer]) => newPoint(answer));
  const count = (open: (address: PointAddress) => boolean): number => seen.filter(({ address }) => open(address)).length;
  return {
    points: [...seen.map(({ point, address, answer }): Point => ({ ...point, address: { ...point.address, ...told(address, answer) } })), ...added],
    notes: [
      ...notes,
      ...flagNotes([...answered.values()]),
      ...some([...answered.values()].filter(({ inClass0 }) => !inClass0).map(shortName), 'not in class 0, answered only when asked for by type'),
      ...open(count(({ staticVariation }) => staticVariation === null), 'no static variation'),
      ...open(count(({ type, eventDeadband }) => type === 'analog-input' && eventDeadband === null), 'no deadband'),
      'A class and an event variation show only where an event was waiting: of the other points they were not compared.',
    ],
  };
}

function told(address: PointAddress, answer: Answered): Partial<Pick<PointAddress, 'staticVariation' | 'eventDeadband' | 'eventClass' | 'eventVariation'>> {
  return {
    ...(address.staticVariation !== null && answer.staticVariation !== null && !isInFlaggedForm(address, answer) ? { staticVariation: answer.staticVariation } : {}),
    ...(address.eventDeadband !== null && answer.eventDeadband !== null ? { eventDeadband: answer.eventDeadband } : {}),
    ...(address.eventClass !== null && answer.eventClass !== null ? { eventClass: answer.eventClass } : {}),
    ...(address.eventVariation !== null && answer.eventVariation !== null ? { eventVariation: answer.eventVariation } : {}),
  };
}

function isInFlaggedForm({ type, staticVariation }: PointAddress, { flags }: Answered): boolean {
  const group = POINT_FACTS[TYPE_FACTS[type].stack].staticGroup;
  return staticVariation !== null && FLAGLESS.get(group)?.includes(staticVariation) === true && flags !== null && abnormal(type, flags);
}

function abnormal(type: AddressType, flags: number): boolean {
  const kind = FLAG_KINDS[type];
  return kind !== undefined && (flags & FLAG_BITS[kind]) !== FLAG.online;
}

function newPoint({ type, index, staticVariation, eventDeadband, eventClass, eventVariation }: Answered): Point {
  return pointSchema.parse({
    id: randomUUID(),
    name: `${TYPE_FACTS[type].short} ${index}`,
    address: pointAddressSchema.parse({ type, index, staticVariation: type === 'octet-string' ? null : staticVariation, eventDeadband, eventClass, eventVariation: type === 'octet-string' ? null : eventVariation }),
    dataType: dataTypeOf(type, staticVariation),
  });
}

function shortName({ type, index }: Answered): string {
  return `${TYPE_FACTS[type].short} ${index}`;
}

function flagNotes(answered: readonly Answered[]): string[] {
  const odd = answered.flatMap((answer) => {
    const kind = FLAG_KINDS[answer.type];
    if (answer.flags === null || kind === undefined || !abnormal(answer.type, answer.flags)) return [];
    const names = flagNames(kind, answer.flags & FLAG_BITS[kind]).filter((name) => name !== 'online');
    return [`${shortName(answer)} (${[...((answer.flags & FLAG.online) === 0 ? ['not online'] : []), ...names].join(', ')})`];
  });
  return some(odd, 'with other flags than online');
}

function some(names: readonly string[], what: string): string[] {
  if (names.length === 0) return [];
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return [`${names.length} ${names.length === 1 ? 'point' : 'points'} ${what}: ${names.slice(0, MOST_NAMED).join(', ')}${more}.`];
}

function open(count: number, what: string): string[] {
  return count === 0 ? [] : [`The map has ${what} of ${count} ${count === 1 ? 'point' : 'points'}: nothing to compare there.`];
}
