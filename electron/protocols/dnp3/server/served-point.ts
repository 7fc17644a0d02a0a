import type { EventClass, PointConfig, PointState, PointType } from '../../../stacks/dnp3';
import type { Point } from '../../../../shared/domain/point';
import type { Value } from '../../../../shared/domain/value';
import { addressOf, TYPE_FACTS } from '../point-address';
import type { PointAddress } from '../point-address';
import type { UnitSettings } from './unit-settings';

/** A point as an outstation serves it. */
export interface ServedPoint {
  readonly point: Point;
  readonly address: PointAddress;
  readonly type: PointType;
  readonly index: number;
  readonly config: PointConfig;
}

/** Static and event variations by data type: 32-bit and 16-bit integers, single and double precision, events with time. */
const ANALOG_STATIC: Readonly<Record<string, number>> = { int32: 1, uint32: 1, int16: 2, uint16: 1, float32: 5, float64: 6 };
const ANALOG_EVENT: Readonly<Record<string, number>> = { int32: 3, uint32: 3, int16: 4, uint16: 3, float32: 7, float64: 8 };
const OUTPUT_STATIC: Readonly<Record<string, number>> = { int32: 1, uint32: 1, int16: 2, uint16: 1, float32: 3, float64: 4 };
/** The frozen variations of the data types: group 31 counts otherwise than group 30. */
const FROZEN_STATIC: Readonly<Record<string, number>> = { int32: 1, uint32: 1, int16: 2, uint16: 1, float32: 7, float64: 8 };
/** Values of a counter, after which it begins at 0 again. */
export const COUNTER_STEPS = 0x1_0000_0000;

/** Points of a list as an outstation holds them, each index of a type once: of two the first counts. */
export function servedPoints(points: readonly Point[], settings: UnitSettings): ServedPoint[] {
  const seen = new Set<string>();
  return points.flatMap((point) => {
    const address = addressOf(point);
    if (address === null) return [];
    const type = TYPE_FACTS[address.type].stack;
    const key = `${type} ${address.index}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ point, address, type, index: address.index, config: configOf(point, address, type, settings) }];
  });
}

function configOf(point: Point, { index, eventClass }: PointAddress, type: PointType, settings: UnitSettings): PointConfig {
  return {
    index,
    eventClass: eventClass ?? classOf(type, settings),
    // The outstation counts in raw values, the point list in engineering units.
    deadband: Math.abs(point.deadband / point.scale),
    ...variationsOf(type, point, settings),
  };
}

function classOf(type: PointType, settings: UnitSettings): EventClass {
  const chosen = type === 'binary' || type === 'double-bit' || type === 'octet-string' ? settings.binaryClass : type === 'binary-output' || type === 'analog-output' ? settings.outputClass : type === 'analog' || type === 'frozen-analog' ? settings.analogClass : settings.counterClass;
  return chosen === 1 || chosen === 2 || chosen === 3 ? chosen : 0;
}

function variationsOf(type: PointType, { dataType }: Point, settings: UnitSettings): Pick<PointConfig, 'staticVariation' | 'eventVariation'> {
  switch (type) {
    case 'binary':
    case 'double-bit':
      return { staticVariation: settings.binaryStatic, eventVariation: settings.binaryEvent };
    case 'binary-output':
      return { staticVariation: settings.binaryStatic, eventVariation: Math.min(settings.binaryEvent, 2) };
    case 'counter':
      return { staticVariation: settings.counterStatic, eventVariation: settings.counterEvent };
    case 'frozen-counter':
      // Group 21 has 5 and 6 of group 20 as 9 and 10.
      return { staticVariation: settings.counterStatic > 2 ? settings.counterStatic + 4 : settings.counterStatic, eventVariation: settings.counterEvent };
    case 'analog':
      return { staticVariation: settings.analogStatic === 0 ? (ANALOG_STATIC[dataType] ?? 6) : settings.analogStatic, eventVariation: settings.analogEvent === 0 ? (ANALOG_EVENT[dataType] ?? 8) : settings.analogEvent };
    case 'frozen-analog':
      return { staticVariation: FROZEN_STATIC[dataType] ?? 8, eventVariation: ANALOG_EVENT[dataType] ?? 8 };
    case 'analog-output':
      return { staticVariation: OUTPUT_STATIC[dataType] ?? 4, eventVariation: ANALOG_EVENT[dataType] ?? 8 };
    default:
      return {};
  }
}

/** A raw value as the outstation holds it, without flags and time; null where the type can't show it. */
export function heldValue(type: PointType, value: Value): Pick<PointState, 'value' | 'octets'> | null {
  if (type === 'octet-string') return typeof value === 'string' ? { value: 0, octets: textOctets(value) } : null;
  const number = typeof value === 'boolean' ? Number(value) : typeof value === 'bigint' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return null;
  if (type === 'binary' || type === 'binary-output') return { value: number >= 0.5 ? 1 : 0 };
  if (type === 'double-bit') return { value: Math.min(3, Math.max(0, Math.round(number))) };
  if (type === 'counter' || type === 'frozen-counter') return { value: modulo(Math.floor(number), COUNTER_STEPS) };
  return { value: number };
}

/** What a point shows that never had a value. */
export function nothingOf(type: PointType): Pick<PointState, 'value' | 'octets'> {
  return type === 'octet-string' ? { value: 0, octets: Uint8Array.of(0) } : { value: 0 };
}

export function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

/** 1 to 255 octets of UTF-8; empty text is one zero octet. */
function textOctets(text: string): Uint8Array {
  const octets = new TextEncoder().encode(text).subarray(0, 255);
  return octets.length === 0 ? Uint8Array.of(0) : octets;
}
