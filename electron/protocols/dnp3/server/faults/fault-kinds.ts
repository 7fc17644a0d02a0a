import { z } from 'zod';
import { COMMAND_STATUS, MAX_STATION_ADDRESS } from '../../../../stacks/dnp3';
import type { Fault } from '../../../../../shared/domain/simulator';
import { numberBetween } from '../../../setting-schemas';
import type { CheckedFault } from '../../../planned-faults';

const ms = z.number().min(0).max(600_000);
const kind = <K extends string, S extends z.ZodType>(name: K, settings: S) => z.object({ kind: z.literal(name), settings });
const nothing = z.object({});

/** Bits of IIN2 that an answer can be made to carry. */
export const REFUSALS = { 'function-not-supported': 0x01, 'object-unknown': 0x02, 'parameter-error': 0x04, 'already-executing': 0x10 } as const;

/** Every kind of fault with what it needs. */
export const metFaultSchema = z.discriminatedUnion('kind', [
  kind('delay', z.object({ ms: ms.default(1000) })),
  kind('jitter', z.object({ fromMs: ms.default(0), toMs: ms.default(500) }).refine(({ fromMs, toMs }) => fromMs <= toMs, { message: 'is less than the least', path: ['toMs'] })),
  kind('no-answer', nothing),
  kind('confirm-lost', nothing),
  kind('command-status', z.object({ status: numberBetween(1, 127).default(COMMAND_STATUS.hardwareError) })),
  kind('refusal', z.object({ bit: z.enum(['function-not-supported', 'object-unknown', 'parameter-error', 'already-executing']).default('function-not-supported') })),
  kind('wrong-sequence', z.object({ by: z.number().int().min(1).max(15).default(1) })),
  kind('wrong-crc', nothing),
  /** Null: the next address. */
  kind('wrong-source', z.object({ address: z.number().int().min(0).max(MAX_STATION_ADDRESS).nullable().default(null) })),
  kind('link-refuses', nothing),
  /** Octets of each frame that are sent; null: half of them. */
  kind('truncated', z.object({ octets: z.number().int().min(0).max(292).nullable().default(null) })),
  kind('split', z.object({ gapMs: z.number().min(0).max(10_000).default(1) })),
  kind('duplicated', z.object({ gapMs: z.number().min(0).max(10_000).default(0) })),
  kind('garbage', z.object({ octets: z.number().int().min(1).max(256).default(8) })),
  kind('hang-up', nothing),
  kind('stuck', nothing),
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
export function checkFault({ kind: given, settings, scope }: Pick<Fault, 'kind' | 'settings' | 'scope'>): CheckedFault<MetFault, FaultScope> | { readonly problem: string } {
  const fault = metFaultSchema.safeParse({ kind: given, settings });
  if (!fault.success) return { problem: fault.error.issues.some(({ path }) => path[0] === 'kind') ? `There is no fault "${given}" for DNP3` : firstIssue(fault.error.issues) };
  const where = faultScopeSchema.safeParse(scope);
  return where.success ? { fault: fault.data, scope: where.data } : { problem: firstIssue(where.error.issues) };
}

function firstIssue(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  const [issue] = issues;
  return issue === undefined ? 'It does not fit' : `${issue.path.map(String).join('.')}: ${issue.message}`;
}
