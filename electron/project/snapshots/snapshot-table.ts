import type { Snapshot } from '../../../shared/domain/snapshot';
import { guardFormula } from '../point-list/formula-guard';
import type { Table } from '../point-list/table';

const HEADERS = ['device_id', 'name', 'address', 'data_type', 'value', 'unit', 'quality', 'reason', 'raw', 'time', 'access', 'scale', 'offset', 'point_id'] as const;

/** Columns whose numbers are numbers. */
export const NUMERIC_COLUMNS: ReadonlySet<number> = new Set(['value', 'scale', 'offset'].map((name) => HEADERS.findIndex((header) => header === name)));

/** The values of a snapshot as a table. */
export function snapshotTable({ devices }: Snapshot): Table {
  const rows = devices.flatMap(({ label, values }) =>
    values.map(({ name, address, dataType, value, unit, quality, raw, time, access, scale, offset, pointId }) => [
      label,
      guardFormula(name),
      guardFormula(address),
      dataType,
      typeof value === 'string' ? guardFormula(value) : String(value ?? ''),
      guardFormula(unit),
      quality.level,
      guardFormula([quality.reason, ...quality.flags].filter((part) => part !== '').join(': ')),
      raw ?? '',
      time === null ? '' : new Date(time / 1000).toISOString(),
      access,
      String(scale),
      String(offset),
      pointId,
    ]),
  );
  return [[...HEADERS], ...rows];
}
