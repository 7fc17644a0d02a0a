import { z } from 'zod';
import { qualitySchema } from './quality';
import { microsSchema } from './time';
import { wireValueSchema } from './value';
import type { Quality } from './quality';
import type { Micros } from './time';
import type { Value } from './value';

/** One value of one point, after scaling. What travels on the sample bus. */
export interface Sample {
  readonly pointId: string;
  /** Engineering value: raw x scale + offset. Null when there is none. */
  readonly value: Value;
  /** The octets of the point as they came on the wire; null where the protocol has none or nothing came. */
  readonly raw: Uint8Array | null;
  readonly quality: Quality;
  /** When the source says the value was taken; null where the wire has no time. */
  readonly sourceTime: Micros | null;
  /** When the product captured it. */
  readonly receivedTime: Micros;
}

/** A sample as the contract carries it: the value for JSON, the octets as hex words. */
export const wireSampleSchema = z.object({
  pointId: z.uuid(),
  value: wireValueSchema,
  raw: z.string().nullable(),
  quality: qualitySchema,
  sourceTime: microsSchema.nullable(),
  receivedTime: microsSchema,
});
export type WireSample = z.infer<typeof wireSampleSchema>;
