import { z } from 'zod';
import { microsSchema } from '../domain/time';
import { wireValueSchema } from '../domain/value';
import { deviceRefSchema, okSchema } from './common';
import { procedure } from './procedure';

/** One event as it came from a device that keeps events. */
export const pathEventSchema = z.object({
  /** Counts up, so that a reader tells new ones from those it has. */
  seq: z.number().int(),
  pointId: z.uuid().nullable(),
  /** `BI 3`. */
  address: z.string(),
  value: wireValueSchema,
  flags: z.array(z.string()),
  /** Null where the event came without a time. */
  sourceTime: microsSchema.nullable(),
  receivedTime: microsSchema,
  /** `unsolicited`: by itself. `asked`: it waited in the device's buffer until it was asked for. */
  how: z.enum(['unsolicited', 'asked']),
  /** The answer in which it came, in the protocol's words: `Unsolicited`, `Event poll of class 1, 2`. */
  way: z.string(),
  synchronized: z.boolean(),
  /** The same event was here before: the device has not got the confirmation. */
  repeated: z.boolean(),
  /** The change at the source that it tells, by this computer's clock; null where the source is no simulator of the project. */
  change: z.object({ changedAt: microsSchema, bufferedAt: microsSchema }).nullable(),
});
export type PathEvent = z.infer<typeof pathEventSchema>;

const spreadSchema = z.object({ count: z.number().int(), min: z.number(), p50: z.number(), p95: z.number(), max: z.number(), histogram: z.array(z.object({ upToMs: z.number().nullable(), count: z.number().int() })) });
/** How long something took, in milliseconds. */
export type Spread = z.infer<typeof spreadSchema>;

/** The simulator of the same project that a device is, and what became of the changes of its points. */
export const eventSourceSchema = z.object({
  simulatorId: z.uuid(),
  simulatorName: z.string(),
  unitId: z.uuid(),
  unitName: z.string(),
  /** Since when its changes are followed. */
  since: microsSchema,
  /** Changes that entered the event buffer. */
  changes: z.number().int(),
  arrived: z.number().int(),
  /** Not here yet, and none that came after them either. */
  waiting: z.number().int(),
  /** Never came, although later ones of the same class did. */
  lost: z.number().int(),
  /** From the change to the event buffer, and from there to here, for those that arrived; null before the first. */
  toBuffer: spreadSchema.nullable(),
  toHere: spreadSchema.nullable(),
});
export type EventSource = z.infer<typeof eventSourceSchema>;

export const eventPathSchema = z.object({
  /** Since when it is counted. */
  since: microsSchema,
  events: z.number().int(),
  unsolicited: z.number().int(),
  asked: z.number().int(),
  /** How many came in which kind of answer, the most first. */
  ways: z.array(z.object({ way: z.string(), events: z.number().int() })),
  withoutTime: z.number().int(),
  unsynchronized: z.number().int(),
  /** Events that came again. */
  repeated: z.number().int(),
  /** Whole unsolicited responses that came again; their events were taken once. */
  repeatedResponses: z.number().int(),
  /** How often the device said that its buffer overflowed: events are lost then, how many it does not say. */
  overflows: z.number().int(),
  /** States that changed without an event, as two readings of everything showed. */
  changedWithoutEvent: z.number().int(),
  /** What the device's clock shows beside this computer's, milliseconds (positive: ahead); null where it was not measured. */
  clock: z.object({ offsetMs: z.number(), uncertaintyMs: z.number(), measuredAt: microsSchema }).nullable(),
  /** From the time in the event to its arrival, with the clock's offset taken out where it is known; null where no event had a time. */
  delay: z.object({ unsolicited: spreadSchema.nullable(), asked: spreadSchema.nullable() }),
  /** A point that counts its changes by one; null where none was named. */
  counting: z.object({ pointId: z.uuid(), events: z.number().int(), lost: z.number().int(), repeated: z.number().int(), restarts: z.number().int() }).nullable(),
  /** Null where the source is no simulator of the project: the time in an event is the first that is known of it. */
  source: eventSourceSchema.nullable(),
  /** The newest last. */
  newest: z.array(pathEventSchema),
});
export type EventPath = z.infer<typeof eventPathSchema>;

export const eventPathProcedures = {
  'device.eventPath': procedure('How events came from a device: when they happened, when they arrived, how many were lost or came again', 'view', deviceRefSchema, eventPathSchema.nullable()),
  'device.resetEventPath': procedure('Begins to count events anew; a point that counts by one may be named, whose gaps are lost events', 'operate', deviceRefSchema.extend({ countingPointId: z.uuid().nullable().default(null) }), okSchema),
};
