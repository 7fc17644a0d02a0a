import { z } from 'zod';
import { opaqueSchema } from '../domain/point';
import { microsSchema } from '../domain/time';
import { deviceRefSchema, jobSchema } from './common';
import { octetFieldSchema } from './points';
import { procedure } from './procedure';

/** One request as a person made it up: a function of the protocol's description with its fields, or octets as they are. */
export const rawRequestSchema = z.object({
  /** The id of a function in the protocol's description. */
  function: z.string().min(1).max(64),
  values: opaqueSchema,
  /** True: to every device of the line at once, where the protocol has such a thing. Nobody answers it. */
  broadcast: z.boolean().default(false),
});
export type RawRequest = z.infer<typeof rawRequestSchema>;

/** What a request would send; nothing is sent yet. */
export const preparedRequestSchema = z.object({
  operation: z.string(),
  connection: z.string(),
  /** True where it may change something in the device: it takes the permission to write, and is recorded. */
  changes: z.boolean(),
  octets: z.array(octetFieldSchema),
  consequences: z.array(z.string()),
  /** Who carries out a broadcast, as the line knows them, in words: what a person has to confirm. Empty where it is none. */
  reaches: z.array(z.string()),
  /** Why it can't be sent; empty when it can. */
  problem: z.string(),
});
export type PreparedRequest = z.infer<typeof preparedRequestSchema>;

export const requestResultSchema = z.object({
  /** `sent`: a broadcast, which nobody answers. */
  outcome: z.enum(['answered', 'refused', 'no_answer', 'not_sent', 'sent']),
  message: z.string(),
  durationMs: z.number(),
  time: microsSchema,
  operation: z.string(),
  request: z.array(octetFieldSchema),
  /** Empty where nothing came. */
  response: z.array(octetFieldSchema),
});
export type RequestResult = z.infer<typeof requestResultSchema>;

/** What a device says of itself when it is asked. */
export const identificationSchema = z.object({
  time: microsSchema,
  /** One a way of asking: its name, what came, and why nothing did (empty when something did). */
  sections: z.array(z.object({ title: z.string(), rows: z.array(z.object({ label: z.string(), value: z.string() })), problem: z.string() })),
});
export type Identification = z.infer<typeof identificationSchema>;

/** How many requests at once a device was found to take. */
export const depthResultSchema = z.object({
  time: microsSchema,
  steps: z.array(
    z.object({
      depth: z.number().int(),
      requests: z.number().int(),
      answered: z.number().int(),
      /** Unanswered, or the connection was lost with them. */
      lost: z.number().int(),
      /** Answers that can't belong to their request, by their form or their values. */
      wrong: z.number().int(),
      /** Answered with an exception, such as busy. */
      refused: z.number().int(),
      perSecond: z.number(),
      p95Ms: z.number().nullable(),
    }),
  ),
  /** The depth to use; null where not even one request at a time went well. */
  safeDepth: z.number().int().nullable(),
  /** In plain words: what was found, and why it ended there. */
  message: z.string(),
  /** Device settings that adopt it; empty where there is nothing to adopt. */
  settings: opaqueSchema,
});
export type DepthResult = z.infer<typeof depthResultSchema>;

const requestInput = z.object({ deviceId: z.uuid(), request: rawRequestSchema });

export const deviceRequestProcedures = {
  'device.prepareRequest': procedure('What a request would send, octet by octet; nothing is sent', 'view', requestInput, preparedRequestSchema),
  'device.request': procedure('Sends a request that only reads, once, and shows the answer', 'operate', requestInput, requestResultSchema),
  'device.command': procedure(
    'Sends a request that may change something, once. From the screens writing must be armed; a broadcast must name those whom it reaches',
    'write',
    requestInput.extend({
      /** For a broadcast: `reaches` as it was shown. Another answer by now ends it with `conflict`. */
      confirmed: z.array(z.string().max(300)).max(1000).default([]),
      reason: z.string().max(1000).default(''),
    }),
    requestResultSchema,
    { audited: true },
  ),
  'device.identify': procedure('Asks a device what it is', 'operate', deviceRefSchema, identificationSchema),
  'device.measureDepth': procedure('Starts to measure how many requests at once the device takes; the result is had with `device.depth`', 'operate', deviceRefSchema, jobSchema),
  'device.depth': procedure('What the last measurement of requests at once found; null before the first', 'view', deviceRefSchema, depthResultSchema.nullable()),
};
