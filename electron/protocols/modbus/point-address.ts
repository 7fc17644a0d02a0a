import { z } from 'zod';
import { checkByteOrder } from '../../stacks/modbus';
import type { Point } from '../../../shared/domain/point';

/** The four tables of the Modbus data model, in the order of their Modicon digits 0, 1, 3, 4. */
export const TABLES = ['coil', 'discrete-input', 'input-register', 'holding-register'] as const;
export const tableSchema = z.enum(TABLES);
export type Table = z.infer<typeof tableSchema>;

/** An order of octets in capital letters, each once. The devices' usual four hold for every type, others for their length. */
export const pointByteOrderSchema = z
  .string()
  .trim()
  .toUpperCase()
  .superRefine((order, context) => {
    const problem = checkByteOrder(order);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

/**
 * Where a point is in a Modbus device. `address` counts from 0 as on the wire, whatever notation a person uses:
 * the one stored truth.
 */
export const pointAddressSchema = z.object({
  table: tableSchema,
  address: z.number().int().min(0).max(65_535),
  /** Null: the device's own. */
  byteOrder: pointByteOrderSchema.nullable().default(null),
  /** Bit of a register, 0 the least significant; null where the point is not a bit of a register. */
  bit: z.number().int().min(0).max(15).nullable().default(null),
  /** Bits of a register from `bit` on that make one number; null where the point is one bit or whole registers. */
  bitCount: z.number().int().min(1).max(16).nullable().default(null),
  /** Registers that a string takes; of no meaning for other types. */
  length: z.number().int().min(1).max(125).nullable().default(null),
  /** Octets, hex, by which the device says that it has no value here (`8000`). Missing: it has no such octets. */
  noValue: z.string().regex(/^(?:[0-9A-F]{2}){1,8}$/, 'octets in hexadecimal, such as 8000').exactOptional(),
  /**
   * Register of the same table that holds the power of ten by which the device scales the value (16 bits with a sign), and
   * the power for which the point's own scale was made. Missing: the scale stands fast.
   */
  scaleFrom: z.object({ address: z.number().int().min(0).max(65_535), exponent: z.number().int().min(-10).max(10) }).exactOptional(),
});
export type PointAddress = z.infer<typeof pointAddressSchema>;

/** The address of a point that may come from an old or foreign file; null when it is none. */
export function addressOf(point: Point): PointAddress | null {
  const parsed = pointAddressSchema.safeParse(point.address);
  return parsed.success ? parsed.data : null;
}

/** Whether the table holds single bits. */
export function isBitTable(table: Table): boolean {
  return table === 'coil' || table === 'discrete-input';
}

/** Whether the standard has a function to write the table. */
export function isWritable(table: Table): boolean {
  return table === 'coil' || table === 'holding-register';
}

/** The table's name in the field's words: `holding register`. */
export function tableName(table: Table): string {
  return table.replace('-', ' ');
}
