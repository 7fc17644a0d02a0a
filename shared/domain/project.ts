import { z } from 'zod';
import { deviceSchema, lineSchema } from './device';
import { opaqueSchema, pollIntervalSchema } from './point';
import { simulatorSchema } from './simulator';
import { microsSchema } from './time';

/** Raised by one with every change of the project's schema; a migration leads from each version to the next. */
export const PROJECT_SCHEMA_VERSION = 2;

export const trendPenSchema = z.object({
  pointId: z.uuid(),
  /** Number of the pen style, 1 to 6. */
  pen: z.number().int().min(1).max(6),
});

export const trendSchema = z.object({
  id: z.uuid(),
  name: z.string().min(1).max(200),
  pens: z.array(trendPenSchema).max(64),
  /** Width of the live window in milliseconds. */
  spanMs: z.number().int().min(1000).max(31 * 86_400_000),
});
export type Trend = z.infer<typeof trendSchema>;

export const protocolPolicySchema = z.object({
  /** A protocol that is off connects nothing and is not offered. */
  enabled: z.boolean(),
  /** Values that new lines and devices begin with; the protocol's own schema knows their meaning. */
  lineDefaults: opaqueSchema,
  deviceDefaults: opaqueSchema,
  /** Poll interval that new devices begin with, milliseconds; null or missing: the protocol's own. */
  pollIntervalMs: pollIntervalSchema.nullable().optional(),
});
export type ProtocolPolicy = z.infer<typeof protocolPolicySchema>;

export const projectSchema = z.object({
  schemaVersion: z.literal(PROJECT_SCHEMA_VERSION),
  id: z.uuid(),
  name: z.string().min(1).max(200),
  createdAt: microsSchema,
  /** True for the demonstration plant: its values carry the mark SIM. */
  simulated: z.boolean().default(false),
  lines: z.array(lineSchema).max(10_000),
  devices: z.array(deviceSchema).max(10_000),
  trends: z.array(trendSchema).max(1000),
  simulators: z.array(simulatorSchema).max(200).default([]),
  protocols: z.record(z.string(), protocolPolicySchema),
  history: z.object({
    /** Days that samples are kept. */
    retentionDays: z.number().int().min(1).max(3650),
  }),
});
export type Project = z.infer<typeof projectSchema>;
