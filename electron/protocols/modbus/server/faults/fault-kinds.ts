import { z } from 'zod';
import { numberBetween } from '../../../setting-schemas';

const ms = z.number().min(0).max(600_000);
const kind = <K extends string, S extends z.ZodType>(name: K, settings: S) => z.object({ kind: z.literal(name), settings });
const nothing = z.object({});

/** Every kind of fault with what it needs. */
export const metFaultSchema = z.discriminatedUnion('kind', [
  kind('delay', z.object({ ms: ms.default(1000) })),
  kind('jitter', z.object({ fromMs: ms.default(0), toMs: ms.default(500) }).refine(({ fromMs, toMs }) => fromMs <= toMs, { message: 'is less than the least', path: ['toMs'] })),
  kind('no-answer', nothing),
  kind('busy', nothing),
  kind('exception', z.object({ code: numberBetween(1, 255).default(4) })),
  kind('wrong-crc', nothing),
  /** Null: the next unit. */
  kind('wrong-unit', z.object({ unitId: z.number().int().min(0).max(255).nullable().default(null) })),
  kind('wrong-transaction', z.object({ by: z.number().int().min(1).max(65_535).default(1) })),
  kind('wrong-length', z.object({ length: z.number().int().min(0).max(65_535).default(0) })),
  /** Octets that are sent; null: half of them. */
  kind('truncated', z.object({ octets: z.number().int().min(0).max(512).nullable().default(null) })),
  kind('split', z.object({ gapMs: z.number().min(0).max(10_000).default(1) })),
  kind('duplicated', z.object({ gapMs: z.number().min(0).max(10_000).default(0) })),
  kind('garbage', z.object({ octets: z.number().int().min(1).max(256).default(8) })),
  kind('hang-up', nothing),
  kind('stuck', nothing),
]);
/** One fault as it is met. */
export type MetFault = z.infer<typeof metFaultSchema>;
