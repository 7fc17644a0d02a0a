import { z } from 'zod';
import { byteOrderSchema } from '../device-settings';

const text = z.string().max(200).default('');
const register = z.number().int().min(0).max(65_535);

/** What is served as one unit identifier. A device's settings fit too: what they have besides is left out. */
export const unitSettingsSchema = z.object({
  unitId: z.number().int().min(0).max(255).default(1),
  /** For points that do not name their own. */
  byteOrder: byteOrderSchema.default('ABCD'),
  /** Function 7: eight bits. Null: exception 1. */
  exceptionStatus: z.number().int().min(0).max(255).nullable().default(0),
  /** Function 17: the identifier octet, and what follows the run indicator; empty: the simulator's name. */
  serverId: z.number().int().min(0).max(255).default(255),
  serverText: z.string().max(200).default(''),
  running: z.boolean().default(true),
  /** Function 43/14; where empty, the product, its version and the simulator's name stand in. */
  vendorName: text,
  productCode: text,
  revision: text,
  productName: text,
  modelName: text,
  /** Functions 20 and 21: registers by file number from record 0 on. A file that is not here is exception 2. */
  files: z.array(z.object({ file: z.number().int().min(1).max(65_535), registers: z.array(register).max(10_000) })).max(100).default([]),
  /** Function 24: what the queue at an address holds, at most 31 registers. */
  queues: z.array(z.object({ address: register, registers: z.array(register).max(31) })).max(1000).default([]),
});
export type UnitSettings = z.infer<typeof unitSettingsSchema>;
