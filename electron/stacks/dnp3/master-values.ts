import type { ObjectBlock } from './object-block';
import { objectType, type ObjectKind } from './object-table';
import type { ObjectValue } from './object-value';
import { isDelta, pointTypeOfEvent, pointTypeOfStatic, type PointType } from './point-types';

/** One object that a master received. */
export interface Report {
  readonly group: number;
  readonly variation: number;
  readonly kind: ObjectKind;
  /** Of points; absent for times, deadbands, command events, delta counters and others. */
  readonly type?: PointType;
  readonly index: number;
  readonly value: ObjectValue;
  /** A delta counter (obsolete): the value is the change since the last report, not the count. */
  readonly delta?: true;
  /** Whether the outstation's clock was synchronized when it took a relative time. */
  readonly timeQuality?: 'synchronized' | 'unsynchronized';
}

/**
 * The objects of one fragment as reports. Relative times become absolute by the common time of occurrence in front of
 * them; one without a common time keeps its relative time only.
 */
export function reportsOf(blocks: readonly ObjectBlock[]): Report[] {
  const reports: Report[] = [];
  let common: { readonly time: number; readonly timeQuality: 'synchronized' | 'unsynchronized' } | undefined;
  for (const { group, variation, entries } of blocks) {
    if (group === 51) {
      const time = entries[0]?.value.time;
      common = time === undefined ? undefined : { time, timeQuality: variation === 1 ? 'synchronized' : 'unsynchronized' };
      continue;
    }
    const kind = objectType(group, variation)?.kind;
    if (kind === undefined) continue;
    const delta = isDelta(group, variation);
    const type = delta ? undefined : (pointTypeOfStatic(group) ?? pointTypeOfEvent(group));
    for (const { index, value } of entries) {
      const { relative } = value;
      const known = relative !== undefined && common !== undefined ? { value: { ...value, time: common.time + relative }, timeQuality: common.timeQuality } : { value };
      reports.push({ group, variation, kind, index, ...known, ...(type === undefined ? {} : { type }), ...(delta ? { delta: true as const } : {}) });
    }
  }
  return reports;
}
