import { bad, TIME_UNSYNCHRONIZED, uncertain } from '../../../shared/domain/quality';
import { qualityOf } from './point-quality';
import { addressOf, TYPE_FACTS, valueKey } from './point-address';
import { encodeValue } from '../../../shared/domain/value';
import type { Report } from '../../stacks/dnp3';
import type { PathEvent } from '../../../shared/contract/event-path';
import type { Point } from '../../../shared/domain/point';
import type { Quality } from '../../../shared/domain/quality';
import type { Micros } from '../../../shared/domain/time';
import type { Value } from '../../../shared/domain/value';
import type { Reading } from '../protocol';

const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  int16: [-32_768, 32_767],
  uint16: [0, 65_535],
  int32: [-2_147_483_648, 2_147_483_647],
  uint32: [0, 4_294_967_295],
};

/** Points by what they are in the outstation. */
export class PointTable {
  readonly #byValue = new Map<string, Point[]>();

  constructor(points: readonly Point[]) {
    for (const point of points) {
      const address = addressOf(point);
      if (address === null) continue;
      const key = valueKey(TYPE_FACTS[address.type].stack, address.index);
      const there = this.#byValue.get(key);
      if (there === undefined) this.#byValue.set(key, [point]);
      else there.push(point);
    }
  }

  /** One report for people: the first point that is there, how it is written, the value as it came. */
  describe(report: Report): Pick<PathEvent, 'pointId' | 'address' | 'value' | 'flags'> {
    const { type, index, value } = report;
    const facts = Object.values(TYPE_FACTS).find(({ stack }) => stack === type);
    const [point] = type === undefined ? [] : (this.#byValue.get(valueKey(type, index)) ?? []);
    const isState = type === 'binary' || type === 'binary-output';
    const shown = value.value === undefined ? (value.octets === undefined ? null : textOf(value.octets)) : isState ? value.value !== 0 : value.value;
    return { pointId: point?.id ?? null, address: `${facts?.short ?? `g${report.group}`} ${index}`, value: encodeValue(shown), flags: type === undefined ? [] : qualityOf(type, value.flags).flags };
  }

  /** What reports mean for these points, in the order they came: events of one point keep theirs. */
  readings(reports: readonly Report[], receivedTime: Micros): Reading[] {
    return reports.flatMap((report) => {
      if (report.type === undefined) return [];
      const points = this.#byValue.get(valueKey(report.type, report.index)) ?? [];
      return points.map((point) => readingOf(point, report, receivedTime));
    });
  }
}

/** One report as a point takes it: decoded, not scaled. The value stays beside a bad quality, as the outstation sent it. */
export function readingOf(point: Point, report: Report, receivedTime: Micros): Reading {
  const { value, problem } = valueOf(point, report);
  const { time } = report.value;
  const sourceTime = time === undefined ? null : time * 1000;
  const quality = problem ?? (report.type === undefined ? bad('No point') : qualityOf(report.type, report.value.flags));
  const flags = report.timeQuality === 'unsynchronized' ? [...quality.flags, TIME_UNSYNCHRONIZED] : quality.flags;
  return { pointId: point.id, value, raw: null, quality: { ...withState(quality, report), flags }, sourceTime, receivedTime };
}

/** A double-bit input that is in no known state is not as good as its flags. */
function withState(quality: Quality, { type, value }: Report): Quality {
  return type === 'double-bit' && value.value === 3 && quality.level === 'good' ? uncertain('Indeterminate state', quality.flags) : quality;
}

function valueOf({ dataType }: Point, { value: { value, octets } }: Report): { value: Value; problem?: Quality } {
  if (dataType === 'string') return octets === undefined ? { value: null, problem: bad('No octet string') } : { value: textOf(octets) };
  if (value === undefined) return { value: null, problem: bad('No value in the answer') };
  if (dataType === 'boolean') return { value: value !== 0 };
  const range = RANGES[dataType];
  if (range === undefined) return { value };
  if (!Number.isInteger(value)) return { value: null, problem: bad(`${value} is not a whole number, as ${dataType} is`) };
  return value < range[0] || value > range[1] ? { value: null, problem: bad(`${value} does not fit ${dataType}`) } : { value };
}

/** Text up to the first zero octet. */
function textOf(octets: Uint8Array): string {
  const end = octets.indexOf(0);
  return new TextDecoder().decode(end === -1 ? octets : octets.subarray(0, end));
}
