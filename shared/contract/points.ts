import { z } from 'zod';
import { opaqueSchema } from '../domain/point';
import { wireSampleSchema } from '../domain/sample';
import { microsSchema } from '../domain/time';
import { wireValueSchema } from '../domain/value';
import { dataTypeSchema } from '../domain/data-type';
import { jobSchema, pointIdsSchema } from './common';
import { procedure } from './procedure';

/** Octets field by field, as shown before a write and in the traffic view. */
export const octetFieldSchema = z.object({ name: z.string(), octets: z.string(), text: z.string(), changed: z.boolean() });
export type OctetField = z.infer<typeof octetFieldSchema>;

export const preparedWriteSchema = z.object({
  /** Function by the protocol's own number and name: `06 Write single register`. */
  operation: z.string(),
  connection: z.string(),
  address: z.string(),
  /** Octets that will be sent. */
  octets: z.array(octetFieldSchema),
  /** Raw octets of the new value, hex. */
  newRaw: z.string(),
  current: wireSampleSchema.nullable(),
  /** What it would change, in plain words; empty where nothing more is known. */
  consequences: z.array(z.string()),
  lastWrite: z.object({ time: microsSchema, user: z.string(), value: wireValueSchema }).nullable(),
  /** Why this value can't be written; empty when it can. */
  problem: z.string(),
});
export type PreparedWrite = z.infer<typeof preparedWriteSchema>;

export const writeResultSchema = z.object({
  outcome: z.enum(['written', 'verified', 'differs', 'refused', 'no_answer', 'not_sent']),
  /** In plain words: `78.5 °C written and read back`. */
  message: z.string(),
  durationMs: z.number(),
  time: microsSchema,
  readBack: wireValueSchema,
});
export type WriteResult = z.infer<typeof writeResultSchema>;

export const readingSchema = z.object({
  /** `float32 CDAB`. */
  label: z.string(),
  value: z.string(),
  /** `Integer`, `Floating point`, `Time`, ...: under what long lists have it. */
  group: z.string(),
  /** Whether the value looks as if it were meant. */
  likely: z.boolean(),
  dataType: dataTypeSchema,
  /** The address that a point would have to read it so; its other fields stay. */
  address: opaqueSchema,
  current: z.boolean(),
});

export const inspectionSchema = z.object({
  sample: wireSampleSchema.nullable(),
  lastGood: wireSampleSchema.nullable(),
  /** The response that the value came in, hex, and which of its octets are the point's. */
  response: z.object({ octets: z.string(), from: z.number().int(), length: z.number().int() }).nullable(),
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
  readings: z.array(readingSchema),
});
export type Inspection = z.infer<typeof inspectionSchema>;

/** One bucket or one raw sample: `[time µs, min, max, mean]`; for raw samples the three are equal. */
export const seriesSchema = z.object({
  pointId: z.uuid(),
  /** True when every sample is there, false when buckets stand for several. */
  raw: z.boolean(),
  times: z.array(microsSchema),
  min: z.array(z.number().nullable()),
  max: z.array(z.number().nullable()),
  mean: z.array(z.number().nullable()),
  /** Spans without good values, with their reason. */
  gaps: z.array(z.object({ from: microsSchema, to: microsSchema, reason: z.string() })),
});
export type Series = z.infer<typeof seriesSchema>;

export const writeMarkerSchema = z.object({
  pointId: z.uuid(),
  time: microsSchema,
  user: z.string(),
  oldValue: wireValueSchema,
  newValue: wireValueSchema,
  outcome: z.string(),
});

export const pointProcedures = {
  'points.latest': procedure('The newest sample of each point', 'view', z.object({ pointIds: pointIdsSchema }), z.array(wireSampleSchema)),
  'points.addresses': procedure(
    "A device's addresses as text, in each notation of its protocol",
    'view',
    z.object({ deviceId: z.uuid() }),
    z.record(z.string(), z.array(z.string())),
  ),
  'point.inspect': procedure('A value with its octets and every other reading of them', 'view', z.object({ pointId: z.uuid() }), inspectionSchema),
  'point.prepareWrite': procedure(
    'What writing a value would send; nothing is sent',
    'view',
    z.object({ pointId: z.uuid(), value: wireValueSchema }),
    preparedWriteSchema,
  ),
  'point.write': procedure(
    'Writes an engineering value to the device, once. From the screens writing must be armed',
    'write',
    z.object({
      pointId: z.uuid(),
      value: wireValueSchema,
      /** Raw octets of the old value that the person saw (hex); another present value answers `conflict`. Null: whatever is there. */
      expectedRaw: z.string().nullable().default(null),
      verify: z.boolean().default(true),
      reason: z.string().max(1000).default(''),
    }),
    writeResultSchema,
    { audited: true },
  ),
  'history.range': procedure(
    'Samples between two times, thinned to at most `buckets` a point with the peaks kept',
    'view',
    z.object({ pointIds: z.array(z.uuid()).min(1).max(64), from: microsSchema, to: microsSchema, buckets: z.number().int().min(10).max(20_000).default(2000) }),
    z.array(seriesSchema),
  ),
  'history.markers': procedure(
    'Writes between two times',
    'view',
    z.object({ pointIds: z.array(z.uuid()).max(64), from: microsSchema, to: microsSchema }),
    z.array(writeMarkerSchema),
  ),
  'history.exportCsv': procedure(
    'Starts the export of samples as CSV; the file is fetched with `job.result`',
    'view',
    z.object({ pointIds: z.array(z.uuid()).min(1).max(1000), from: microsSchema, to: microsSchema }),
    jobSchema,
    { audited: true },
  ),
  'history.stats': procedure(
    'Size and reach of the history',
    'view',
    z.object({}),
    z.object({ samples: z.number(), bytes: z.number(), oldest: microsSchema.nullable(), newest: microsSchema.nullable() }),
  ),
};
