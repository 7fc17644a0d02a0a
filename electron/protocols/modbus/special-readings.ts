import type { Point } from '../../../shared/domain/point';
import { bad, GOOD } from '../../../shared/domain/quality';
import { pointSchema } from '../../../shared/domain/point';
import type { Reading } from '../protocol';
import { addressOf } from './point-address';
import type { PointAddress } from './point-address';

/** The device says that it has no value here. */
export const NOT_IMPLEMENTED = 'Not implemented';

type Read = (points: readonly Point[], urgent: boolean, signal: AbortSignal) => Promise<Reading[]>;
type ScaleFrom = NonNullable<PointAddress['scaleFrom']>;

interface Rules {
  readonly noValue: string | null;
  readonly scaleFrom: ScaleFrom | null;
  /** The point by which the register of the scale factor is read; null where there is none. */
  readonly factor: Point | null;
}

interface Extended {
  /** The points asked for and the registers of their scale factors. */
  readonly points: readonly Point[];
  readonly rules: ReadonlyMap<string, Rules>;
}

/** No scale factor: a device that does not implement it. It counts as 10^0. */
const NO_FACTOR = -0x8000;

/**
 * What a plain reading does not know: octets by which a device says that it has no value, and scale factors that the device
 * keeps in registers of its own and may change at any time. The factor is read along with the values, so that a value is
 * never shown with the factor of yesterday: a reading is brought to the exponent that the point's scale was made for.
 */
export class SpecialReadings {
  readonly #read: Read;
  /** By the list asked for: null where no point of it is special. */
  readonly #extended = new WeakMap<readonly Point[], Extended | null>();

  constructor(read: Read) {
    this.#read = read;
  }

  async read(points: readonly Point[], urgent: boolean, signal: AbortSignal): Promise<Reading[]> {
    const extended = this.#extend(points);
    if (extended === null) return this.#read(points, urgent, signal);
    const readings = await this.#read(extended.points, urgent, signal);
    const byId = new Map(readings.map((reading) => [reading.pointId, reading]));
    return readings.slice(0, points.length).map((reading) => {
      const rules = extended.rules.get(reading.pointId);
      return rules === undefined ? reading : adjusted(reading, rules, rules.factor === null ? undefined : byId.get(rules.factor.id));
    });
  }

  /**
   * Why a value may not be written now: its scale factor is another than the one that the point's scale was made for, or it
   * can't be read. Null when it may.
   */
  async whyNotWrite(point: Point, signal: AbortSignal): Promise<string | null> {
    const rules = rulesOf(point);
    if (rules?.factor == null || rules.scaleFrom === null) return null;
    const [reading] = await this.#read([rules.factor], true, signal);
    const { address, exponent } = rules.scaleFrom;
    if (reading === undefined || reading.quality.level === 'bad') return `The scale factor in register ${address} could not be read (${reading?.quality.reason ?? 'no reading'}), so nothing was written`;
    const now = exponentOf(reading);
    return now === exponent ? null : `The scale factor in register ${address} is ${now} now, and the scale of ${point.name} was made for ${exponent}: nothing was written. Read the description of the device again`;
  }

  #extend(points: readonly Point[]): Extended | null {
    const known = this.#extended.get(points);
    if (known !== undefined) return known;
    const rules = new Map<string, Rules>();
    const factors = new Map<string, Point>();
    for (const point of points) {
      const own = rulesOf(point);
      if (own === null) continue;
      rules.set(point.id, own);
      if (own.factor !== null) factors.set(own.factor.id, own.factor);
    }
    const extended = rules.size === 0 ? null : { points: [...points, ...factors.values()], rules };
    this.#extended.set(points, extended);
    return extended;
  }
}

function rulesOf(point: Point): Rules | null {
  // Most points have neither, and a device may have 60,000.
  if (!('noValue' in point.address) && !('scaleFrom' in point.address)) return null;
  const address = addressOf(point);
  if (address === null) return null;
  const { noValue = null, scaleFrom = null } = address;
  if (noValue === null && scaleFrom === null) return null;
  return { noValue, scaleFrom, factor: scaleFrom === null ? null : factorPoint(address, scaleFrom) };
}

/** The register of a scale factor as a point; the same one for all values that it scales. */
function factorPoint({ table }: PointAddress, { address }: ScaleFrom): Point {
  const id = `00000000-0000-4000-8000-${table === 'input-register' ? '1' : '0'}${address.toString(16).padStart(11, '0')}`;
  return pointSchema.parse({ id, name: `Scale factor in register ${address}`, address: { table, address, byteOrder: 'ABCD' }, dataType: 'int16' });
}

function adjusted(reading: Reading, { noValue, scaleFrom }: Rules, factor: Reading | undefined): Reading {
  if (reading.quality.level === 'bad') return reading;
  if (noValue !== null && isNoValue(reading, noValue)) return { ...reading, value: null, quality: bad(NOT_IMPLEMENTED) };
  if (scaleFrom === null) return reading;
  if (factor === undefined || factor.quality.level === 'bad') return { ...reading, value: null, quality: bad('No scale factor', [`Register ${scaleFrom.address}: ${factor?.quality.reason ?? 'no reading'}`]) };
  const now = exponentOf(factor);
  if (now === scaleFrom.exponent || reading.value === null) return reading;
  return { ...reading, value: shifted(reading.value, now - scaleFrom.exponent), quality: { ...GOOD, flags: [`Scale factor ${now} instead of ${scaleFrom.exponent}, applied`] } };
}

/** Not a number is no value whatever its octets are: a float has many of them. */
function isNoValue({ value, raw }: Reading, noValue: string): boolean {
  if (typeof value === 'number' && Number.isNaN(value)) return true;
  return raw !== null && Buffer.from(raw).toString('hex').toUpperCase() === noValue;
}

function exponentOf({ value }: Reading): number {
  return typeof value !== 'number' || value === NO_FACTOR ? 0 : value;
}

/** Divides where it can: 123 / 10 is nearer to 12.3 than 123 x 0.1. */
function shifted(value: Reading['value'], by: number): Reading['value'] {
  if (typeof value !== 'number' && typeof value !== 'bigint') return value;
  return by < 0 ? Number(value) / 10 ** -by : Number(value) * 10 ** by;
}
