import { z } from 'zod';
import { procedure } from './procedure';

/** Bits of a word: 16, 32, 48 or 64. */
const MOST_BITS = 64;
const bitNumberSchema = z.number().int().min(0).max(MOST_BITS - 1);

/** A point that is a part of a word: one bit, or a field of `count` bits from `bit` on; 0 is the word's least significant. */
export const wordBitSchema = z.object({ pointId: z.uuid(), bit: bitNumberSchema, count: z.number().int().min(1).max(MOST_BITS) });
export type WordBit = z.infer<typeof wordBitSchema>;

/** A bit that is, or could be, a point of its own. */
export const bitPlaceSchema = z.object({
  bit: bitNumberSchema,
  /** Its address in each notation of the protocol. */
  addresses: z.array(z.string()),
  /** Null where nobody named it yet. */
  pointId: z.uuid().nullable(),
});
export type BitPlace = z.infer<typeof bitPlaceSchema>;

export const wordBitProcedures = {
  'points.wordBits': procedure("By word, those of a device's points that are bits of it, the least significant first", 'view', z.object({ deviceId: z.uuid() }), z.record(z.string(), z.array(wordBitSchema))),
  'point.bits': procedure('Every bit of a word, the least significant first', 'view', z.object({ pointId: z.uuid() }), z.object({ /** Why the point has no bits to name; empty when it has. */ problem: z.string(), bits: z.array(bitPlaceSchema).max(MOST_BITS) })),
  'point.nameBits': procedure(
    'Names bits of a word, in one edit: a name makes a bit a point of its own or renames it, an empty one deletes its point. Bits that are not given stay',
    'configure',
    z.object({
      pointId: z.uuid(),
      names: z
        .array(z.object({ bit: bitNumberSchema, name: z.string().trim().max(200) }))
        .min(1)
        .max(MOST_BITS)
        .refine((names) => new Set(names.map(({ bit }) => bit)).size === names.length, 'the same bit twice'),
    }),
    z.object({ revision: z.number().int(), added: z.number().int(), renamed: z.number().int(), removed: z.number().int() }),
    { audited: true },
  ),
};
