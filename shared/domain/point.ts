import { z } from 'zod';
import { dataTypeSchema } from './data-type';

/** A JSON object whose meaning only a protocol's own schema knows: an address, settings. */
export const opaqueSchema = z.record(z.string(), z.json());
export type Opaque = z.infer<typeof opaqueSchema>;

export const accessSchema = z.enum(['read', 'write', 'read-write']);
export type Access = z.infer<typeof accessSchema>;

/** Poll interval in milliseconds: 10 ms to one day. */
export const pollIntervalSchema = z.number().int().min(10).max(86_400_000);

/** Sensor type: a short label without spaces, used as a filter and in the API's keys `<sensor_type>_<address>`. */
export const sensorTypeSchema = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9_.-]*$/, 'letters, digits, dot, dash and underscore only');

/**
 * One value of a device. `address` is opaque to all but its protocol. Fields that may be missing are null, never
 * absent, so that a diff of two points is a diff of their fields.
 */
export const pointSchema = z.object({
  id: z.uuid(),
  name: z.string().min(1).max(200),
  description: z.string().max(2000).default(''),
  address: opaqueSchema,
  dataType: dataTypeSchema,
  access: accessSchema.default('read'),
  /** value = raw x scale + offset, in every protocol. */
  scale: z
    .number()
    .refine((scale) => scale !== 0, 'a scale of 0 would lose the value')
    .default(1),
  offset: z.number().default(0),
  unit: z.string().max(32).default(''),
  ucum: z.string().max(64).nullable().default(null),
  /** Digits after the point on screen; null lets the scale decide. */
  decimals: z.number().int().min(0).max(12).nullable().default(null),
  enumeration: z
    .array(z.object({ value: z.number().int(), label: z.string().min(1).max(100) }))
    .max(1000)
    .default([]),
  sensorType: sensorTypeSchema.default(''),
  /** Null: the device's interval. */
  pollIntervalMs: pollIntervalSchema.nullable().default(null),
  /** Change in engineering units below which no new sample is published; 0 publishes every change. */
  deadband: z.number().min(0).default(0),
  /** Engineering limits: outside them a read value is uncertain (Out of range) and a write is refused. */
  low: z.number().nullable().default(null),
  high: z.number().nullable().default(null),
  /** Age in milliseconds after which the value is stale; null: five poll intervals. */
  staleAfterMs: z.number().int().min(100).nullable().default(null),
  tags: z.array(z.string().min(1).max(64)).max(32).default([]),
});
export type Point = z.infer<typeof pointSchema>;
/** A point as it is typed in or imported: defaults may be missing. */
export type PointInput = z.input<typeof pointSchema>;
