import type { SettingField } from '../../../shared/contract/devices';
import type { Point } from '../../../shared/domain/point';
import { namesOfPattern } from '../../components/format/name-pattern';

export interface SeriesOverRows {
  /** Empty: names stay. */
  readonly pattern: string;
  /** Null: addresses stay. */
  readonly start: number | null;
  readonly step: number;
  /** The address field that counts; null where the address does not. */
  readonly counting: SettingField | null;
}

export type SeriesResult = { readonly ok: true; readonly points: readonly Point[] } | { readonly ok: false; readonly problem: string };

/** The address field that a series counts on: the first whole number in it. */
export function countingFieldOf(fields: readonly SettingField[]): SettingField | null {
  return fields.find(({ kind }) => kind === 'integer') ?? null;
}

/** Names and addresses that count on over the rows, in their order. Changes nothing. */
export function seriesOver(points: readonly Point[], { pattern, start, step, counting }: SeriesOverRows): SeriesResult {
  if (pattern === '' && start === null) return { ok: false, problem: 'Give a pattern of names or a first address.' };
  const named = pattern === '' ? null : namesOfPattern(pattern);
  if (named?.ok === false) return named;
  const names = named?.ok === true ? named.names : null;
  if (names !== null && names.length < points.length) return { ok: false, problem: `The pattern gives ${names.length} ${names.length === 1 ? 'name' : 'names'} for ${points.length} rows.` };
  const last = start === null ? 0 : start + (points.length - 1) * step;
  const outside = counting === null || start === null ? undefined : [start, last].find((value) => value < (counting.minimum ?? -Infinity) || value > (counting.maximum ?? Infinity));
  if (outside !== undefined) return { ok: false, problem: `${counting?.label ?? 'The address'} ${outside} would be outside of ${counting?.minimum ?? ''} to ${counting?.maximum ?? ''}.` };
  return { ok: true, points: points.map((point, at) => ({ ...point, name: names?.[at] ?? point.name, address: start === null || counting === null ? point.address : { ...point.address, [counting.key]: start + at * step } })) };
}
