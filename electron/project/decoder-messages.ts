import { z } from 'zod';

/** What the main thread asks of the worker that decodes project files. */
export type ToDecoder =
  | { readonly kind: 'decode'; readonly octets: Uint8Array; readonly as: 'file' | 'json' }
  /** The next devices. */
  | { readonly kind: 'more' };

/** Devices on their way: a device without its points begins, points go to the one that began last. */
const pieceSchema = z.union([z.object({ device: z.unknown() }), z.object({ points: z.array(z.unknown()) })]);
export type DevicePiece = z.infer<typeof pieceSchema>;

export const fromDecoderSchema = z.discriminatedUnion('kind', [
  /** What was decoded, its project without devices where they follow. */
  z.object({ kind: z.literal('decoded'), decoded: z.unknown(), more: z.boolean() }),
  z.object({ kind: z.literal('devices'), pieces: z.array(pieceSchema), more: z.boolean() }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);
export type FromDecoder = z.infer<typeof fromDecoderSchema>;
