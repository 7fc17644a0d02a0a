import { z } from 'zod';
import { protocolNameSchema } from './device';
import { opaqueSchema, pointSchema } from './point';
import { wireValueSchema } from './value';

/** Milliseconds that a wave, a step or a time constant may last: 100 ms (values change ten times a second) to 30 days. */
const spanMs = z.number().min(100).max(30 * 86_400_000);
const finite = z.number();

/** Names that an expression gives to points: letters, digits and underscore. */
export const expressionNameSchema = z
  .string()
  .max(32)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'letters, digits and underscore, not a digit first');

/**
 * What a simulated point's value is made of, in engineering units (raw x scale + offset, as in every protocol). Times run
 * from the simulator's start. For a boolean, a number counts as true from 0.5 on.
 */
export const valueSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('constant'), value: wireValueSchema }),
  /** From one value to the other and then again, back, or no further. */
  z.object({ kind: z.literal('ramp'), from: finite, to: finite, durationMs: spanMs, atEnd: z.enum(['restart', 'back', 'stay']).default('restart') }),
  z.object({ kind: z.literal('sine'), mean: finite, amplitude: finite, periodMs: spanMs, phaseDegrees: z.number().min(-360).max(360).default(0) }),
  /** High during the first `dutyPercent` of each period. */
  z.object({ kind: z.literal('square'), low: finite, high: finite, periodMs: spanMs, dutyPercent: z.number().min(0).max(100).default(50) }),
  /** Each step goes up or down by at most `step` and stays between the limits. The same seed walks the same way. */
  z
    .object({ kind: z.literal('random-walk'), start: finite, step: z.number().min(0), low: finite, high: finite, everyMs: spanMs.default(1000), seed: z.number().int().min(0).max(4_294_967_295).default(1) })
    .refine(({ low, high }) => low <= high, { message: 'is below the lower limit', path: ['high'] }),
  /** Follows another point of the simulator as a first-order lag: 63 % of a step after the time constant. */
  z.object({ kind: z.literal('lag'), pointId: z.uuid(), timeConstantMs: spanMs, start: finite.nullable().default(null) }),
  /** After `most` (null: the type's end) it begins at `start` again. */
  z.object({ kind: z.literal('counter'), start: finite.default(0), step: finite.default(1), everyMs: spanMs.default(1000), most: finite.nullable().default(null) }),
  /** A column of one of the simulator's recordings. Column 1 holds the times. */
  z.object({ kind: z.literal('recording'), recordingId: z.uuid(), column: z.number().int().min(2).max(256), between: z.enum(['hold', 'line']).default('hold'), atEnd: z.enum(['restart', 'stay']).default('restart') }),
  /** An expression (CEL; every number a double) of other points of the simulator, by the names given here, and of `t`, seconds since the start. */
  z.object({ kind: z.literal('expression'), text: z.string().trim().min(1).max(500), names: z.record(expressionNameSchema, z.uuid()).refine((names) => Object.keys(names).length <= 32, 'at most 32 names') }),
  /** The value of a point of a device of the project; while that is bad, its last good value or a refusal. */
  z.object({ kind: z.literal('live'), pointId: z.uuid(), whenBad: z.enum(['hold', 'refuse']).default('hold') }),
]);
export type ValueSource = z.infer<typeof valueSourceSchema>;
export type ValueSourceKind = ValueSource['kind'];

/**
 * What becomes of a value that a client writes: it stays until the simulator's restart or reset; for a time; it is accepted
 * and the behaviour goes on; or it is refused.
 */
export const writeRuleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hold') }),
  z.object({ kind: z.literal('hold-for'), durationMs: z.number().int().min(100).max(86_400_000) }),
  z.object({ kind: z.literal('ignore') }),
  z.object({ kind: z.literal('refuse') }),
]);
export type WriteRule = z.infer<typeof writeRuleSchema>;

export const behaviourSchema = z.object({ source: valueSourceSchema, onWrite: writeRuleSchema.default({ kind: 'hold' }) });
export type Behaviour = z.infer<typeof behaviourSchema>;

export const MOST_UNIT_POINTS = 20_000;

/** What the protocol calls a device: for Modbus, a unit identifier. */
export const simulatedUnitSchema = z.object({
  id: z.uuid(),
  name: z.string().trim().min(1).max(200),
  /** By the protocol's own schema for served devices. */
  settings: opaqueSchema,
  points: z.array(pointSchema).max(MOST_UNIT_POINTS).default([]),
  /** By point. One without is the constant 0 (false, empty text) until it is written. */
  behaviours: z.record(z.uuid(), behaviourSchema).default({}),
});
export type SimulatedUnit = z.infer<typeof simulatedUnitSchema>;

/** Something that goes wrong on purpose. */
export const faultSchema = z.object({
  id: z.uuid(),
  enabled: z.boolean().default(true),
  /** One of the protocol's fault kinds. */
  kind: z.string().min(1).max(64),
  /** What the kind needs, by the protocol's schema: milliseconds, an exception code. */
  settings: opaqueSchema.default({}),
  /** Whom it meets, by the protocol's schema: unit, function, table, addresses. Empty: everything. */
  scope: opaqueSchema.default({}),
  /** Share of the answers (or connections) in scope that it meets, 0 to 1. */
  probability: z.number().min(0).max(1).default(1),
});
export type Fault = z.infer<typeof faultSchema>;

/** Values over time as text: the first column times (seconds, or ISO 8601), a header line or not. */
export const recordingSchema = z.object({ id: z.uuid(), name: z.string().trim().min(1).max(200), csv: z.string().max(1_048_576) });
export type Recording = z.infer<typeof recordingSchema>;

/** Where a simulator can be reached: one port or one serial line. */
export const simulatorPortSchema = z.object({ id: z.uuid(), settings: opaqueSchema });
export type SimulatorPort = z.infer<typeof simulatorPortSchema>;

export const simulatorSchema = z.object({
  id: z.uuid(),
  name: z.string().trim().min(1).max(200),
  protocol: protocolNameSchema,
  /** The desired state, kept over restarts. */
  enabled: z.boolean().default(false),
  /** All serve the same units. */
  ports: z.array(simulatorPortSchema).min(1).max(16),
  units: z.array(simulatedUnitSchema).max(256).default([]),
  faults: z.array(faultSchema).max(200).default([]),
  /** Seed of the faults' chance: the same requests in the same order meet the same faults. */
  seed: z.number().int().min(0).max(4_294_967_295).default(1),
  /** What is answered where there is no unit or point: nothing special; zero to everything; or a refusal. Either way it is noted. */
  unknown: z.enum(['absent', 'zero', 'refuse']).default('absent'),
  recordings: z.array(recordingSchema).max(8).default([]),
});
export type Simulator = z.infer<typeof simulatorSchema>;
