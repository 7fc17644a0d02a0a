import type { PointRow } from './point-row';

/**
 * What stands between an address as it is shown in a notation and as it is stored: Modicon 300001 is stored as 0. Within
 * one table the two count alike. Null where the shown text is no number or has a part beside it (a bit).
 */
export function addressShift(row: PointRow, notation: number, key: string): number | null {
  const shown = row.addresses[notation];
  const stored = row.point.address[key];
  if (shown === undefined || typeof stored !== 'number' || !/^\d+$/.test(shown)) return null;
  return Number(shown) - stored;
}
