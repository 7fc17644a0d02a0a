import { octetsOfType } from '../../../shared/domain/data-type';
import type { SettingField } from '../../../shared/contract/devices';
import type { Point } from '../../../shared/domain/point';
import { isPattern, namesOfPattern } from '../../components/format/name-pattern';

/** 16-bit registers that a value of a type takes: the natural step between neighbours. */
export function registersOf(point: Pick<Point, 'dataType'>): number {
  return (octetsOfType(point.dataType) ?? 2) / 2;
}

export interface SeriesRequest {
  /** The first point of the series, complete but for its id. */
  readonly first: Omit<Point, 'id'>;
  readonly count: number;
  /** Between the addresses of neighbours. */
  readonly step: number;
  /** The address field that counts on; null where the address does not. */
  readonly counting: SettingField | null;
}

/** The address field that a series counts on: the first whole number in it. */
export function countingField(addressFields: readonly SettingField[]): SettingField | null {
  return addressFields.find((field) => field.kind === 'integer') ?? null;
}

/**
 * The points of a series. `#` in the name stands for the number of the point from 1 (`##` with two digits at least),
 * `[]` for the index of an array's element from 0; a name without either gets the number at its end. A pattern such as
 * `Pump {1..8} speed` gives each its name.
 * @param newId makes a UUID for each point
 */
export function makeSeries(request: SeriesRequest, newId: () => string): Point[] {
  const pattern = isPattern(request.first.name) ? namesOfPattern(request.first.name) : null;
  const names = pattern?.ok === true ? pattern.names : [];
  return Array.from({ length: request.count }, (_, index) => ({
    ...request.first,
    id: newId(),
    name: names[index] ?? (request.count === 1 ? request.first.name.replaceAll(/#+/g, '1').replaceAll('[]', '[0]') : numbered(request.first.name, index + 1)),
    address: countedAddress(request, index),
  }));
}

function numbered(name: string, number: number): string {
  if (!name.includes('#') && !name.includes('[]')) return `${name} ${number}`;
  return name.replaceAll('[]', `[${number - 1}]`).replaceAll(/#+/g, (marks) => String(number).padStart(marks.length, '0'));
}

function countedAddress(request: SeriesRequest, index: number): Point['address'] {
  const { counting, first } = request;
  if (counting === null) return first.address;
  const start = first.address[counting.key];
  return typeof start === 'number' ? { ...first.address, [counting.key]: start + index * request.step } : first.address;
}

/** What is wrong with a series as a whole, naming the limit; null when nothing is. */
export function seriesProblem(request: SeriesRequest): string | null {
  const { counting, first, count, step } = request;
  if (!Number.isInteger(count) || count < 1 || count > 10_000) return `${count} points: a series has 1 to 10,000.`;
  const start = counting === null ? null : first.address[counting.key];
  if (counting === null || typeof start !== 'number') return null;
  const last = start + (count - 1) * step;
  if (counting.maximum !== null && last > counting.maximum) return `The last ${counting.label.toLowerCase()} would be ${last}, above ${counting.maximum}, the highest here.`;
  if (counting.minimum !== null && last < counting.minimum) return `The last ${counting.label.toLowerCase()} would be ${last}, below ${counting.minimum}, the lowest here.`;
  return null;
}

/** Copies of points right after themselves in address, under names that no point has yet. */
export function duplicatePoints(points: readonly Point[], existing: readonly Point[], counting: SettingField | null, newId: () => string): Point[] {
  const names = new Set(existing.map((point) => point.name));
  const addresses = points.map((point) => (counting === null ? null : point.address[counting.key])).filter((value) => typeof value === 'number');
  const lowest = Math.min(...addresses);
  const past = Math.max(...points.map((point, at) => (addresses[at] ?? 0) + registersOf(point)));
  const shift = addresses.length === points.length ? past - lowest : 0;
  return points.map((point) => {
    const name = freeName(point.name, names);
    names.add(name);
    const start = counting === null ? null : point.address[counting.key];
    const address = counting !== null && typeof start === 'number' ? { ...point.address, [counting.key]: start + shift } : point.address;
    return { ...point, id: newId(), name, address };
  });
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 2; ; number += 1) {
    const candidate = `${name} ${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
