import { z } from 'zod';

/** Data types of points over all protocols. */
export const dataTypeSchema = z.enum([
  'boolean',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'float32',
  'float64',
  'string',
]);
export type DataType = z.infer<typeof dataTypeSchema>;

/** True for the types whose values are numbers (bigint for 64-bit integers), so that scale and offset apply. */
export function isNumeric(type: DataType): boolean {
  return type !== 'boolean' && type !== 'string';
}

/** True for the integer types whose values are bigint, because a number would not hold them exactly. */
export function isWideInteger(type: DataType): boolean {
  return type === 'int64' || type === 'uint64';
}
