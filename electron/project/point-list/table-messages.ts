import { z } from 'zod';
import type { Table, TableFormat } from './table';

/** What the main thread asks of the worker of point lists. */
export type ToWorker =
  | { readonly kind: 'read'; readonly octets: Uint8Array; readonly format: TableFormat }
  /** The next batch of rows, please. */
  | { readonly kind: 'more' }
  | { readonly kind: 'rows'; readonly rows: Table }
  | { readonly kind: 'write'; readonly format: TableFormat; readonly numeric: readonly number[] };

/** What it answers: one message to each of ours. Checked, since it comes from another thread. */
export const fromWorkerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rows'), rows: z.custom<Table>((value) => Array.isArray(value)), last: z.boolean(), decimalComma: z.boolean() }),
  z.object({ kind: z.literal('taken') }),
  z.object({ kind: z.literal('octets'), octets: z.instanceof(Uint8Array) }),
  z.object({ kind: z.literal('failed'), message: z.string(), problem: z.boolean(), cause: z.string().optional() }),
]);
export type FromWorker = z.infer<typeof fromWorkerSchema>;
