import { z } from 'zod';
import { COMMAND_STATUS, MAX_STATION_ADDRESS } from '../../../../stacks/dnp3';
import { faultCheck } from '../../../planned-faults';
import { faultKind, NOTHING, sendingFaults } from '../../../sending-faults';
import { numberBetween } from '../../../setting-schemas';

/** Bits of IIN2 that an answer can be made to carry. */
export const REFUSALS = { 'function-not-supported': 0x01, 'object-unknown': 0x02, 'parameter-error': 0x04, 'already-executing': 0x10 } as const;

/** Every kind of fault with what it needs. */
export const metFaultSchema = z.discriminatedUnion('kind', [
  ...sendingFaults(292),
  faultKind('no-answer', NOTHING),
  faultKind('confirm-lost', NOTHING),
  faultKind('command-status', z.object({ status: numberBetween(1, 127).default(COMMAND_STATUS.hardwareError) })),
  faultKind('refusal', z.object({ bit: z.enum(['function-not-supported', 'object-unknown', 'parameter-error', 'already-executing']).default('function-not-supported') })),
  faultKind('wrong-sequence', z.object({ by: z.number().int().min(1).max(15).default(1) })),
  faultKind('wrong-crc', NOTHING),
  /** Null: the next address. */
  faultKind('wrong-source', z.object({ address: z.number().int().min(0).max(MAX_STATION_ADDRESS).nullable().default(null) })),
  faultKind('link-refuses', NOTHING),
  faultKind('hang-up', NOTHING),
  faultKind('stuck', NOTHING),
]);
/** One fault as it is met. */
export type MetFault = z.infer<typeof metFaultSchema>;

const anyOr = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);

/** Whom a fault meets; null takes any. */
export const faultScopeSchema = z.object({
  outstation: anyOr(z.number().int().min(0).max(MAX_STATION_ADDRESS)),
  master: anyOr(z.number().int().min(0).max(MAX_STATION_ADDRESS)),
  /** The function of the request; unsolicited responses have none. */
  function: anyOr(numberBetween(0, 128)),
  responses: anyOr(z.enum(['solicited', 'unsolicited'])),
});
export type FaultScope = z.infer<typeof faultScopeSchema>;

/** A fault with its defaults filled in, or in plain words what is wrong with it. */
export const checkFault = faultCheck('DNP3', metFaultSchema, faultScopeSchema);
