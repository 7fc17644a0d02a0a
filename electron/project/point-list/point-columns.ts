import { formatEnumeration, formatTags, parseEnumeration, parseTags } from './escaped-list';
import { guardFormula } from './formula-guard';
import { readNumber } from './read-number';
import { readAccess, readDataType } from './words';
import { dataTypeSchema, isFixedPoint } from '../../../shared/domain/data-type';
import type { Point, PointInput } from '../../../shared/domain/point';

const NAMED_TYPES = `${dataTypeSchema.options.filter((type) => !isFixedPoint(type)).join(', ')}, or fixed point such as q7.8`;

/** Fields of a point with a column of their own: all but the address, whose columns are its protocol's. */
export type PlainField = Exclude<keyof Point, 'address'>;

export type ParsedCell = { readonly ok: true; readonly fields: Partial<PointInput> } | { readonly ok: false; readonly message: string };

export interface PointColumn {
  readonly field: PlainField;
  readonly header: string;
  /** True where the cell is a number, so that a sign before it is no formula and XLSX holds it as one. */
  readonly numeric: boolean;
  format(point: Point): string;
  /** The cell is not empty, and its guard against formulas is off. */
  parse(text: string, decimalComma: boolean): ParsedCell;
  /** What an empty cell means; null where there must be something. */
  readonly empty: Partial<PointInput> | null;
}

function good(fields: Partial<PointInput>): ParsedCell {
  return { ok: true, fields };
}

function wrong(message: string): ParsedCell {
  return { ok: false, message };
}

/** Lists have a format of their own. */
function cellOf(value: Point[PlainField]): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : '';
}

function number(field: PlainField, header: string, make: (value: number) => Partial<PointInput>, empty: Partial<PointInput>): PointColumn {
  return {
    field,
    header,
    numeric: true,
    format: (point) => cellOf(point[field]),
    parse: (text, decimalComma) => {
      const value = readNumber(text, decimalComma);
      return typeof value === 'number' ? good(make(value)) : wrong(value);
    },
    empty,
  };
}

function text(field: PlainField, header: string, make: (value: string) => Partial<PointInput>, empty: Partial<PointInput> | null): PointColumn {
  return {
    field,
    header,
    numeric: false,
    format: (point) => guardFormula(cellOf(point[field])),
    parse: (cell) => good(make(cell)),
    empty,
  };
}

/** The columns before those of the address. */
export const leadingColumns: readonly PointColumn[] = [
  { ...text('id', 'id', (value) => ({ id: value.trim().toLowerCase() }), {}), format: (point) => point.id },
  text('name', 'name', (name) => ({ name }), null),
  text('description', 'description', (description) => ({ description }), { description: '' }),
];

/** The columns after those of the address. */
export const trailingColumns: readonly PointColumn[] = [
  {
    // An empty cell leaves it to what is there, or to the only type that the address allows.
    ...text('dataType', 'data_type', () => ({}), {}),
    parse: (cell) => {
      const dataType = readDataType(cell);
      return dataType === null ? wrong(`"${cell}" is no data type: ${NAMED_TYPES}`) : good({ dataType });
    },
  },
  {
    ...text('access', 'access', () => ({}), { access: 'read' }),
    parse: (cell) => {
      const access = readAccess(cell);
      return access === null ? wrong(`"${cell}" is no access: read, write or read-write`) : good({ access });
    },
  },
  number('scale', 'scale', (scale) => ({ scale }), { scale: 1 }),
  number('offset', 'offset', (offset) => ({ offset }), { offset: 0 }),
  text('unit', 'unit', (unit) => ({ unit }), { unit: '' }),
  text('ucum', 'ucum', (ucum) => ({ ucum }), { ucum: null }),
  number('decimals', 'decimals', (decimals) => ({ decimals }), { decimals: null }),
  {
    ...text('enumeration', 'enumeration', () => ({}), { enumeration: [] }),
    format: (point) => guardFormula(formatEnumeration(point.enumeration)),
    parse: (cell) => {
      const enumeration = parseEnumeration(cell);
      return typeof enumeration === 'string' ? wrong(enumeration) : good({ enumeration });
    },
  },
  text('sensorType', 'sensor_type', (sensorType) => ({ sensorType: sensorType.trim() }), { sensorType: '' }),
  number('pollIntervalMs', 'poll_interval_ms', (pollIntervalMs) => ({ pollIntervalMs }), { pollIntervalMs: null }),
  number('deadband', 'deadband', (deadband) => ({ deadband }), { deadband: 0 }),
  number('low', 'low', (low) => ({ low }), { low: null }),
  number('high', 'high', (high) => ({ high }), { high: null }),
  number('staleAfterMs', 'stale_after_ms', (staleAfterMs) => ({ staleAfterMs }), { staleAfterMs: null }),
  {
    ...text('tags', 'tags', () => ({}), { tags: [] }),
    format: (point) => guardFormula(formatTags(point.tags)),
    parse: (cell) => good({ tags: parseTags(cell) }),
  },
];

export const plainColumns: readonly PointColumn[] = [...leadingColumns, ...trailingColumns];
