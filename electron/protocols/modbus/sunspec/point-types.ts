import { z } from 'zod';
import type { DataType } from '../../../../shared/domain/data-type';

/** The types of SunSpec's information model (those that its models use). */
const TYPES = ['int16', 'uint16', 'acc16', 'enum16', 'bitfield16', 'count', 'sunssf', 'pad', 'int32', 'uint32', 'acc32', 'enum32', 'bitfield32', 'float32', 'int64', 'uint64', 'acc64', 'float64', 'string'] as const;
export const sunSpecTypeSchema = z.enum(TYPES);
export type SunSpecType = z.infer<typeof sunSpecTypeSchema>;

interface TypeFacts {
  readonly registers: number;
  readonly dataType: DataType;
  /** Octets by which a device says that it does not implement the point, hex; null where there are none. */
  readonly notImplemented: string | null;
}

/**
 * Sizes and the values for "not implemented", from the SunSpec Device Information Model Specification (from memory).
 * Accumulators say it with 0, which is also what a counter shows that has counted nothing: they are taken as they are.
 */
const FACTS: Readonly<Record<Exclude<SunSpecType, 'string'>, TypeFacts>> = {
  int16: { registers: 1, dataType: 'int16', notImplemented: '8000' },
  uint16: { registers: 1, dataType: 'uint16', notImplemented: 'FFFF' },
  acc16: { registers: 1, dataType: 'uint16', notImplemented: null },
  enum16: { registers: 1, dataType: 'uint16', notImplemented: 'FFFF' },
  bitfield16: { registers: 1, dataType: 'uint16', notImplemented: 'FFFF' },
  count: { registers: 1, dataType: 'uint16', notImplemented: null },
  sunssf: { registers: 1, dataType: 'int16', notImplemented: '8000' },
  pad: { registers: 1, dataType: 'uint16', notImplemented: '8000' },
  int32: { registers: 2, dataType: 'int32', notImplemented: '80000000' },
  uint32: { registers: 2, dataType: 'uint32', notImplemented: 'FFFFFFFF' },
  acc32: { registers: 2, dataType: 'uint32', notImplemented: null },
  enum32: { registers: 2, dataType: 'uint32', notImplemented: 'FFFFFFFF' },
  bitfield32: { registers: 2, dataType: 'uint32', notImplemented: 'FFFFFFFF' },
  float32: { registers: 2, dataType: 'float32', notImplemented: '7FC00000' },
  int64: { registers: 4, dataType: 'int64', notImplemented: '8000000000000000' },
  uint64: { registers: 4, dataType: 'uint64', notImplemented: 'FFFFFFFFFFFFFFFF' },
  acc64: { registers: 4, dataType: 'uint64', notImplemented: null },
  float64: { registers: 4, dataType: 'float64', notImplemented: '7FF8000000000000' },
};

/** Registers of a value; a string's are told by its model (1 here). */
export function sizeOf(type: SunSpecType): number {
  return type === 'string' ? 1 : FACTS[type].registers;
}

export function dataTypeOf(type: SunSpecType): DataType {
  return type === 'string' ? 'string' : FACTS[type].dataType;
}

/** Octets by which a device says that it does not implement the point, hex; null where there are none. */
export function notImplementedOf(type: SunSpecType): string | null {
  return type === 'string' ? null : FACTS[type].notImplemented;
}

/** True for the types whose symbols name bits. */
export function isBitField(type: SunSpecType): boolean {
  return type === 'bitfield16' || type === 'bitfield32';
}
