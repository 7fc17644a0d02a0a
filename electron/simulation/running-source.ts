import type { Value } from '../../shared/domain/value';

/** What a source says: an engineering value, or in plain words why there is none. */
export type SourceValue = { readonly value: Value } | { readonly problem: string };

/** A value over time. It knows no clock: times come in, and only go forward. */
export interface RunningSource {
  /** The value so many milliseconds after the source began. */
  at(ms: number): SourceValue;
}

/** Where sources that depend on others find them. */
export interface SourceInputs {
  /** The present value of another point of the simulator. */
  point(pointId: string): SourceValue;
  /** The present value of a point of a live device, and whether it is good. Null: there is no such point, or nothing came yet. */
  live(pointId: string): { readonly value: Value; readonly good: boolean } | null;
}

/** A value as a number; null where it is none. True is 1. */
export function asNumber(value: Value): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'boolean' ? Number(value) : null;
}
