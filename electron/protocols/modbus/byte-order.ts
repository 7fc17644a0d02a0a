import { z } from 'zod';

/** The order of octets in a value, as people write it: A the most significant. */
export const byteOrderSchema = z.enum(['ABCD', 'CDAB', 'BADC', 'DCBA']);
export type ByteOrder = z.infer<typeof byteOrderSchema>;
