import type { PointRow } from './point-row';

export type QualityChoice = 'good' | 'uncertain' | 'bad' | 'stale' | 'none';

export interface RowFilter {
  /** Words that must all occur in name, address, unit, description, sensor type or tags. */
  readonly text: string;
  /** Empty: all. */
  readonly sensorTypes: readonly string[];
  /** Empty: all. */
  readonly qualities: readonly QualityChoice[];
}

export const NO_FILTER: RowFilter = Object.freeze({ text: '', sensorTypes: [], qualities: [] });

export function isFiltering(filter: RowFilter): boolean {
  return filter.text.trim() !== '' || filter.sensorTypes.length > 0 || filter.qualities.length > 0;
}

/**
 * The rows that a filter keeps. A register stays when one of its bits does, so that the bits keep their place.
 * @param qualityOf asked once per row, when the filter is applied: rows do not come and go with their values
 */
export function filterRows(rows: readonly PointRow[], filter: RowFilter, qualityOf: (pointId: string) => QualityChoice): PointRow[] {
  if (!isFiltering(filter)) return [...rows];
  const words = filter.text.toLocaleLowerCase().split(/\s+/).filter((word) => word !== '');
  const kept = new Set<string>();
  let register: PointRow | null = null;
  for (const row of rows) {
    if (row.depth === 0) register = row;
    if (!matches(row, words, filter, qualityOf)) continue;
    kept.add(row.key);
    if (row.depth === 1 && register !== null) kept.add(register.key);
  }
  return rows.filter((row) => kept.has(row.key));
}

function matches(row: PointRow, words: readonly string[], filter: RowFilter, qualityOf: (pointId: string) => QualityChoice): boolean {
  const { point } = row;
  if (filter.sensorTypes.length > 0 && !filter.sensorTypes.includes(point.sensorType)) return false;
  if (filter.qualities.length > 0 && !filter.qualities.includes(qualityOf(point.id))) return false;
  if (words.length === 0) return true;
  const text = [point.name, point.description, point.unit, point.sensorType, point.dataType, ...point.tags, ...row.addresses].join(' ').toLocaleLowerCase();
  return words.every((word) => text.includes(word));
}

/** The sensor types in use, in alphabetical order; points without one count as the empty one. */
export function sensorTypesOf(rows: readonly PointRow[]): string[] {
  return [...new Set(rows.map((row) => row.point.sensorType))].sort((a, b) => a.localeCompare(b));
}
