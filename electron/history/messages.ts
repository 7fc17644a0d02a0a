import { z } from 'zod';
import { qualitySchema } from '../../shared/domain/quality';
import { microsSchema } from '../../shared/domain/time';
import { batchSchema, float64s } from './batch';

/**
 * What the main thread and the history worker say to each other. Every request but `cancel` has one final reply with its
 * id: its own kind, or `failed`.
 */
const id = z.number().int();

export const requestSchema = z.discriminatedUnion('type', [
  /** `points` and `qualities`: the session's lists so far, for a worker that begins anew. */
  z.object({ type: z.literal('open'), id, path: z.string().min(1), points: z.array(z.string()), qualities: z.array(qualitySchema) }),
  z.object({ type: z.literal('append'), id, batch: batchSchema }),
  z.object({ type: z.literal('range'), id, pointIds: z.array(z.string()).max(64), from: microsSchema, to: microsSchema, buckets: z.number().int().min(1).max(20_000) }),
  z.object({
    type: z.literal('export'),
    id,
    points: z.array(z.object({ pointId: z.string(), device: z.string(), point: z.string(), unit: z.string() })).max(1000),
    from: microsSchema,
    to: microsSchema,
    /** Where the file is made. */
    path: z.string().min(1),
  }),
  /** Ends the export with this id. */
  z.object({ type: z.literal('cancel'), id }),
  /** Forgets what ended before a time. */
  z.object({ type: z.literal('forget'), id, before: microsSchema }),
  z.object({ type: z.literal('stats'), id }),
  z.object({ type: z.literal('close'), id }),
]);
export type HistoryRequest = z.infer<typeof requestSchema>;

/** NaN stands for "nothing to draw". */
const seriesSchema = z.object({
  pointId: z.string(),
  raw: z.boolean(),
  times: float64s,
  min: float64s,
  max: float64s,
  mean: float64s,
  gaps: z.array(z.object({ from: microsSchema, to: microsSchema, reason: z.string() })),
});
export type SeriesMessage = z.infer<typeof seriesSchema>;

const statsSchema = z.object({ samples: z.number(), bytes: z.number(), oldest: microsSchema.nullable(), newest: microsSchema.nullable() });

export const replySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('opened'), id, seq: z.number().int(), recovery: z.string() }),
  /** The batch is on the disk. */
  z.object({ type: z.literal('appended'), id }),
  z.object({ type: z.literal('series'), id, series: z.array(seriesSchema) }),
  z.object({ type: z.literal('progress'), id, done: z.number(), total: z.number() }),
  /** The file is whole; `size` in octets. */
  z.object({ type: z.literal('exported'), id, size: z.number().int() }),
  z.object({ type: z.literal('forgotten'), id }),
  z.object({ type: z.literal('stats'), id, stats: statsSchema }),
  z.object({ type: z.literal('closed'), id }),
  z.object({
    type: z.literal('failed'),
    id,
    /** `newer`: the file is of a newer version; `full`: the disk is; `cancelled`; `refused`: in plain words why. */
    code: z.enum(['newer', 'full', 'cancelled', 'refused', 'internal']),
    message: z.string(),
  }),
  /** Something for the log that answers no request. */
  z.object({ type: z.literal('notice'), level: z.enum(['warn', 'error']), message: z.string(), /** In SQLite's words; empty where there is none. */ cause: z.string() }),
]);
export type HistoryReply = z.infer<typeof replySchema>;
export type FailureCode = Extract<HistoryReply, { type: 'failed' }>['code'];
