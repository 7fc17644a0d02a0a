import { z } from 'zod';
import { faultKind, NOTHING, sendingFaults } from '../../../sending-faults';
import { numberBetween } from '../../../setting-schemas';

/** Every kind of fault with what it needs. */
export const metFaultSchema = z.discriminatedUnion('kind', [
  ...sendingFaults(512),
  faultKind('no-answer', NOTHING),
  faultKind('busy', NOTHING),
  faultKind('exception', z.object({ code: numberBetween(1, 255).default(4) })),
  faultKind('wrong-crc', NOTHING),
  /** Null: the next unit. */
  faultKind('wrong-unit', z.object({ unitId: z.number().int().min(0).max(255).nullable().default(null) })),
  faultKind('wrong-transaction', z.object({ by: z.number().int().min(1).max(65_535).default(1) })),
  faultKind('wrong-length', z.object({ length: z.number().int().min(0).max(65_535).default(0) })),
  faultKind('hang-up', NOTHING),
  faultKind('stuck', NOTHING),
]);
/** One fault as it is met. */
export type MetFault = z.infer<typeof metFaultSchema>;
