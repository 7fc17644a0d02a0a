import { z } from 'zod';
import { qualitySchema } from '../../shared/domain/quality';

const octetsOf = <T>(type: new (buffer: ArrayBuffer) => T) => z.custom<T>((value) => value instanceof type);
export const float64s = octetsOf<Float64Array<ArrayBuffer>>(Float64Array);
export const uint32s = octetsOf<Uint32Array<ArrayBuffer>>(Uint32Array);
const uint8s = octetsOf<Uint8Array<ArrayBuffer>>(Uint8Array);

/**
 * Samples on their way to the worker, column by column. Points and qualities are numbers of the session's own lists;
 * a batch brings what the lists gained since the batch before, and where in the list that belongs.
 */
export const batchSchema = z
  .object({
    /** Number of the batch: one more than the last. A number that the file has already is not stored again. */
    seq: z.number().int().positive(),
    pointsFrom: z.number().int().min(0),
    newPoints: z.array(z.string()),
    qualitiesFrom: z.number().int().min(0),
    newQualities: z.array(qualitySchema),
    points: uint32s,
    times: float64s,
    /** NaN where there is none; null where no sample has one. */
    sourceTimes: float64s.nullable(),
    kinds: uint8s,
    /** Cells of `value-kind.ts`, seen as floating point. */
    cells: float64s,
    qualities: uint32s,
    texts: z.array(z.string()),
  })
  .refine(
    ({ points, times, sourceTimes, kinds, cells, qualities }) =>
      [times, kinds, cells, qualities, sourceTimes ?? times].every((column) => column.length === points.length),
    'columns of different lengths',
  );
export type Batch = z.infer<typeof batchSchema>;
