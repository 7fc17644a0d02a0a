import { z } from 'zod';
import { tableSchema } from '../point-address';

/** How points are served to other Modbus clients. */
export const serverSettingsSchema = z.object({
  transport: z.enum(['tcp', 'rtu-over-tcp']).default('tcp'),
  host: z.string().min(1).max(253).default('127.0.0.1'),
  /** 0 takes a free one. */
  port: z.number().int().min(0).max(65_535).default(502),
  maxClients: z.number().int().min(1).max(1000).default(32),
  /** Registers without a point between the first and the last of a table: read as 0, or refused with exception 2. */
  gaps: z.enum(['zero', 'refuse']).default('refuse'),
  /** Addresses that are refused with exception 2 although they lie in such a gap. */
  refused: z.array(z.object({ unitId: z.number().int().min(0).max(255), table: tableSchema, address: z.number().int().min(0).max(65_535) })).max(10_000).default([]),
});
export type ServerSettings = z.infer<typeof serverSettingsSchema>;
