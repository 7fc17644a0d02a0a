import { z } from 'zod';
import { microsSchema } from './time';
import { opaqueSchema, pointSchema, pollIntervalSchema } from './point';

/** Protocols that the published API names; which of them exist is a question to the engine. */
export const protocolNameSchema = z.string().regex(/^[a-z][a-z0-9]{1,31}$/);

/** The label by which people and the REST API name a device: unique in a tenant over all protocols. */
export const deviceLabelSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/,
    'starts with a letter or digit, then letters, digits, underscore, dot, colon or dash, 64 characters at most',
  );

/** Something learned from the device that is worth keeping, such as an address it refuses. */
export const findingSchema = z.object({
  kind: z.string().min(1).max(64),
  /** Identifies the finding within its device, so that the same one is kept once. */
  key: z.string().min(1).max(200),
  message: z.string().max(1000),
  seenAt: microsSchema,
});
export type Finding = z.infer<typeof findingSchema>;

/** A line: one host and port, one serial port, one broker connection. Shared by the devices on it. */
export const lineSchema = z.object({
  id: z.uuid(),
  name: z.string().min(1).max(200),
  protocol: protocolNameSchema,
  settings: opaqueSchema,
});
export type Line = z.infer<typeof lineSchema>;

/** How far the poll interval of a value may follow how much it changes: times the interval that is set. */
export const adaptivePollingSchema = z
  .object({
    /** For a value that keeps changing, 0.1 to 1. */
    fastest: z.number().min(0.1).max(1),
    /** For a value that stays, 1 to 16. */
    slowest: z.number().min(1).max(16),
  })
  .refine(({ fastest, slowest }) => fastest < 1 || slowest > 1, 'with both at 1 nothing would adapt');
export type AdaptivePolling = z.infer<typeof adaptivePollingSchema>;

export const deviceSchema = z.object({
  id: z.uuid(),
  /** `device_id` of the REST API, and the name on screen. */
  deviceId: deviceLabelSchema,
  description: z.string().max(2000).default(''),
  protocol: protocolNameSchema,
  lineId: z.uuid(),
  settings: opaqueSchema,
  /** The desired state of the connection, kept over restarts. */
  enabled: z.boolean().default(false),
  /** Null: the protocol's default. */
  pollIntervalMs: pollIntervalSchema.nullable().default(null),
  /** Null or missing: every value is polled at its interval, whatever it does. */
  adaptivePolling: adaptivePollingSchema.nullable().optional(),
  points: z.array(pointSchema).max(100_000).default([]),
  findings: z.array(findingSchema).max(1000).default([]),
});
export type Device = z.infer<typeof deviceSchema>;
export type DeviceInput = z.input<typeof deviceSchema>;

/** Connection state of a device as it is shown. `off`: not wanted. `lost`: wanted, and its peer is gone or silent. */
export const connectionStateSchema = z.enum(['off', 'connecting', 'connected', 'lost', 'error']);
export type ConnectionState = z.infer<typeof connectionStateSchema>;

/** What the screens show of a device beside its points. */
export const deviceStatusSchema = z.object({
  deviceId: z.uuid(),
  state: connectionStateSchema,
  /** Since when it is in this state. */
  since: microsSchema,
  /** The last trouble in plain words; empty when there is none. */
  reason: z.string(),
  /** Identifies the trouble in the log; null when there is none. */
  errorId: z.string().nullable(),
  /** Mean round trip of the last requests, milliseconds; null where nothing was measured. */
  roundTripMs: z.number().nullable(),
  /** When it will be tried again; null when it is connected or off. */
  nextTryAt: microsSchema.nullable(),
  lastAnswerAt: microsSchema.nullable(),
  pointsGood: z.number().int(),
  pointsBad: z.number().int(),
  latePolls: z.number().int(),
});
export type DeviceStatus = z.infer<typeof deviceStatusSchema>;
