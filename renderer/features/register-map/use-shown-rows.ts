import { useCallback, useEffect, useMemo, useState } from 'react';
import { useApp } from '../../app/app-context';
import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { WireSample } from '../../../shared/domain/sample';
import type { GridItem } from '../../components/grid/virtual-grid';
import { ageState } from '../../components/format/age';
import { numericValue } from '../../components/format/point-text';
import { withHeadings } from './build-rows';
import type { PointRow } from './point-row';
import { filterRows, isFiltering } from './row-filter';
import type { QualityChoice, RowFilter } from './row-filter';
import { sortRows } from './sort-rows';
import type { SortKey, SortValue } from './sort-rows';
import { typeText } from './type-text';

/** Columns whose values change by themselves: their order is taken once. */
const LIVE_KEYS: readonly string[] = ['value', 'quality'];
const MOST_ASKED = 10_000;

export interface ShownRows {
  readonly rows: readonly PointRow[];
  readonly items: readonly GridItem<PointRow>[];
  /** True when values have come since the order or the filter by quality was taken. */
  readonly outdated: boolean;
  /** Takes order and filter anew. */
  readonly refresh: () => void;
}

export interface ShownRowsContext {
  readonly description: ProtocolDescription;
  readonly notation: number;
  readonly intervalOf: (pointId: string) => number | null;
}

/**
 * Rows after filter and sort. Sorting or filtering by what is live takes the newest values of all points once, so that
 * rows never move by themselves.
 */
export function useShownRows(rows: readonly PointRow[], filter: RowFilter, sort: SortKey | null, context: ShownRowsContext): ShownRows {
  const app = useApp();
  const { description, notation, intervalOf } = context;
  const needsValues = filter.qualities.length > 0 || (sort !== null && LIVE_KEYS.includes(sort.columnId));
  const [taken, setTaken] = useState<{ readonly samples: ReadonlyMap<string, WireSample>; readonly at: number }>({ samples: new Map(), at: 0 });
  const [turn, setTurn] = useState(0);
  const [outdated, setOutdated] = useState(false);
  const ids = useMemo(() => (needsValues ? rows.map((row) => row.key) : []), [needsValues, rows]);
  const wish = JSON.stringify([filter.qualities, sort]);
  useEffect(() => {
    if (ids.length === 0) return undefined;
    let gone = false;
    const ask = async (): Promise<void> => {
      const samples = new Map<string, WireSample>();
      for (let at = 0; at < ids.length; at += MOST_ASKED) {
        const part = await app.client.call('points.latest', { pointIds: ids.slice(at, at + MOST_ASKED) });
        for (const sample of part) samples.set(sample.pointId, sample);
      }
      if (gone) return;
      setTaken({ samples, at: Date.now() * 1000 + app.live.clockOffset.get() });
      setOutdated(false);
    };
    ask().catch((cause: unknown) => {
      if (!gone) app.reportError('The newest values could not be had', cause);
    });
    // Anything that comes after this has not been sorted in.
    const timer = setTimeout(() => setOutdated(true), 3000);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [app, ids, turn, wish]);

  const shown = useMemo(() => {
    const qualityOf = (pointId: string): QualityChoice => qualityChoice(taken.samples.get(pointId), taken.at, intervalOf(pointId));
    const kept = isFiltering(filter) ? filterRows(rows, filter, qualityOf) : [...rows];
    return sort === null ? kept : sortRows(kept, (row) => sortValue(row, sort.columnId, taken.samples, description, notation), sort.descending);
  }, [rows, filter, sort, taken, description, notation, intervalOf]);
  const items = useMemo(
    () => withHeadings(shown, description).map((row): GridItem<PointRow> => (row.kind === 'group' ? { heading: row } : { row })),
    [shown, description],
  );
  const refresh = useCallback(() => setTurn((before) => before + 1), []);
  return { rows: shown, items, outdated: outdated && needsValues, refresh };
}

function qualityChoice(sample: WireSample | undefined, at: number, intervalMs: number | null): QualityChoice {
  if (sample === undefined) return 'none';
  if (sample.quality.level === 'bad') return 'bad';
  const state = ageState((at - sample.receivedTime) / 1000, intervalMs ?? Number.POSITIVE_INFINITY, null);
  return state === 'stale' ? 'stale' : sample.quality.level;
}

const QUALITY_ORDER: Readonly<Record<string, number>> = { bad: 0, uncertain: 1, good: 2 };

function sortValue(row: PointRow, columnId: string, samples: ReadonlyMap<string, WireSample>, description: ProtocolDescription, notation: number): SortValue {
  const { point } = row;
  switch (columnId) {
    case 'address':
      return row.addresses[notation] ?? row.addresses[0] ?? null;
    case 'name':
      return point.name;
    case 'value': {
      const value = samples.get(point.id)?.value;
      return numericValue(value) ?? (typeof value === 'string' ? value : null);
    }
    case 'quality':
      return QUALITY_ORDER[samples.get(point.id)?.quality.level ?? ''] ?? null;
    case 'type':
      return typeText(row, description, {});
    case 'interval':
      return point.pollIntervalMs;
    default:
      return plainField(point, columnId);
  }
}

function plainField(point: PointRow['point'], columnId: string): SortValue {
  if (columnId.startsWith('address:')) {
    const value = point.address[columnId.slice('address:'.length)];
    return typeof value === 'number' || typeof value === 'string' ? value : null;
  }
  switch (columnId) {
    case 'scale':
    case 'decimals':
    case 'low':
    case 'high':
    case 'deadband':
      return point[columnId];
    case 'unit':
    case 'sensorType':
    case 'access':
    case 'description':
      return point[columnId] === '' ? null : point[columnId];
    default:
      return null;
  }
}
