import type { z } from 'zod';
import type { dnp3ReadingSchema, Dnp3Point, Dnp3Type } from '../../../shared/contract/dnp3-api';
import { ProcedureError } from '../../../shared/contract/answer';
import type { DataType } from '../../../shared/domain/data-type';
import type { Point } from '../../../shared/domain/point';
import type { Sample } from '../../../shared/domain/sample';
import { isoFromMicros } from '../../../shared/domain/time';
import { encodeValue } from '../../../shared/domain/value';
import { adHocPoint } from '../device-api/ad-hoc-point';

type ApiReading = z.infer<typeof dnp3ReadingSchema>;

const DATA_TYPES: Readonly<Record<Dnp3Type, DataType>> = {
  binary_input: 'boolean',
  double_bit_input: 'uint16',
  analog_input: 'float64',
  counter: 'uint32',
  frozen_counter: 'uint32',
  frozen_analog: 'float64',
  binary_output: 'boolean',
  analog_output: 'float64',
  octet_string: 'string',
};

/** The published type of a point; null where the point is not of DNP3. */
export function typeOf(point: Point): Dnp3Type | null {
  const { type } = point.address;
  const types: readonly Dnp3Type[] = ['binary_input', 'double_bit_input', 'analog_input', 'counter', 'frozen_counter', 'frozen_analog', 'binary_output', 'analog_output', 'octet_string'];
  return typeof type === 'string' ? (types.find((candidate) => candidate === type.replaceAll('-', '_')) ?? null) : null;
}

export function indexOf(point: Point): number {
  const { index } = point.address;
  return typeof index === 'number' ? index : 0;
}

/** A point of its published type and index, with nothing else told. */
export function plainPoint(type: Dnp3Type, index: number, name = `${type} ${index}`): Point {
  const writable = type === 'binary_output' || type === 'analog_output';
  return adHocPoint(name, { type: type.replaceAll('_', '-'), index }, DATA_TYPES[type], writable ? 'read-write' : 'read');
}

/**
 * The points of a map as it was posted. One that is there already keeps its identity and with it its history, and how it
 * is operated. @throws ProcedureError `bad_input` naming points that are given twice
 */
export function pointsFrom(given: readonly Dnp3Point[], before: readonly Point[]): Point[] {
  const key = (point: Point): string => `${typeOf(point) ?? ''} ${indexOf(point)}`;
  const known = new Map(before.map((point) => [key(point), point]));
  const seen = new Set<string>();
  const problems: { path: string; message: string }[] = [];
  const points = given.map((item, at): Point => {
    const made = plainPoint(item.data_type, item.index, item.description === undefined || item.description.trim() === '' ? undefined : item.description.trim().slice(0, 200));
    if (seen.has(key(made))) problems.push({ path: `points.${at}.index`, message: `${item.data_type} ${item.index} is given twice` });
    seen.add(key(made));
    const same = known.get(key(made));
    const base = same ?? made;
    return {
      ...base,
      name: item.description === undefined ? base.name : made.name,
      description: item.description ?? base.description,
      address: { ...base.address, ...(item.event_class === undefined ? {} : { eventClass: item.event_class }) },
      scale: item.scale_factor,
      offset: item.offset,
      deadband: item.deadband,
      sensorType: item.sensor_type ?? base.sensorType,
    };
  });
  if (problems.length > 0) throw new ProcedureError('bad_input', `The points do not fit: ${problems.slice(0, 3).map(({ path, message }) => `${path}: ${message}`).join('; ')}.`, { fields: problems });
  return points;
}

/** A point as it was posted. */
export function postedPoint(point: Point): Record<string, string | number> {
  const { eventClass } = point.address;
  return {
    index: indexOf(point),
    data_type: typeOf(point) ?? 'analog_input',
    sensor_type: point.sensorType,
    scale_factor: point.scale,
    offset: point.offset,
    deadband: point.deadband,
    description: point.description,
    ...(typeof eventClass === 'number' ? { event_class: eventClass } : {}),
  };
}

/** One reading as old clients know it. */
export function readingOf(point: Point, sample: Sample | null, now: string): ApiReading {
  const quality = sample?.quality ?? { level: 'bad' as const, reason: 'No value yet', flags: [] };
  return {
    index: indexOf(point),
    data_type: typeOf(point) ?? 'analog_input',
    value: sample === null ? null : encodeValue(sample.value),
    quality: quality.level,
    flags: [...quality.flags],
    timestamp: sample === null ? now : isoFromMicros(sample.sourceTime ?? sample.receivedTime),
    source_timestamp: sample?.sourceTime == null ? null : isoFromMicros(sample.sourceTime),
    sensor_type: point.sensorType,
    description: point.description,
    ...(quality.reason === '' ? {} : { error: quality.reason }),
  };
}
