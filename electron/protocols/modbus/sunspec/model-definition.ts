import { sizeOf, sunSpecTypeSchema } from './point-types';
import type { SunSpecType } from './point-types';

/** A point of a model as the SunSpec Alliance defines it. */
export interface ModelPoint {
  readonly name: string;
  readonly type: SunSpecType;
  /** Registers. */
  readonly size: number;
  /** Registers from the first of its block. */
  readonly offset: number;
  /** Name of the point of the same model that holds the power of ten; null where the value needs none. */
  readonly scaleFactor: string | null;
  readonly unit: string;
  readonly writable: boolean;
  readonly label: string;
  /** Names of the values of an enumeration, or of the bits of a bit field. */
  readonly symbols: readonly { readonly value: number; readonly label: string }[];
}

export interface ModelDefinition {
  readonly label: string;
  /** The registers after identifier and length, in their order. */
  readonly points: readonly ModelPoint[];
  /** A block that follows as often as the length says; null where there is none. */
  readonly repeating: { readonly label: string; readonly points: readonly ModelPoint[] } | null;
}

/**
 * A model from tables of a line a point: `name | type | scale factor | unit | rw | label | value label, value label`, the
 * last ones left out where they are empty. The tables hold what the Alliance's model files say, in their order, which is
 * that of the registers.
 * @throws Error for a line that is none: the tables are ours
 */
export function defineModel(label: string, table: string, repeating?: { readonly label: string; readonly table: string }): ModelDefinition {
  return { label, points: readTable(table), repeating: repeating === undefined ? null : { label: repeating.label, points: readTable(repeating.table) } };
}

/** Registers that a block takes. */
export function lengthOf(points: readonly ModelPoint[]): number {
  const last = points.at(-1);
  return last === undefined ? 0 : last.offset + last.size;
}

function readTable(table: string): ModelPoint[] {
  let offset = 0;
  return table.trim().split('\n').map((line) => {
    const point = readLine(line, offset);
    offset += point.size;
    return point;
  });
}

function readLine(line: string, offset: number): ModelPoint {
  const [name = '', typeText = '', scaleFactor = '', unit = '', access = '', label = '', symbols = ''] = line.split('|').map((cell) => cell.trim());
  const [, typeName, length] = /^([a-z]+?(?:16|32|64)?|[a-z]+)(?::(\d+))?$/.exec(typeText) ?? [];
  const type = sunSpecTypeSchema.safeParse(typeName);
  if (name === '' || !type.success) throw new Error(`"${line}" is no point of a model`);
  return {
    name,
    type: type.data,
    size: length === undefined ? sizeOf(type.data) : Number(length),
    offset,
    scaleFactor: scaleFactor === '' ? null : scaleFactor,
    unit,
    writable: access === 'rw',
    label: label === '' ? name : label,
    symbols: readSymbols(symbols),
  };
}

function readSymbols(text: string): ModelPoint['symbols'] {
  if (text === '') return [];
  return text.split(',').map((symbol) => {
    const [, value = '', label = ''] = /^\s*(\d+)\s+(.+?)\s*$/.exec(symbol) ?? [];
    return { value: Number(value), label };
  });
}
