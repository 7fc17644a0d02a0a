import { z } from 'zod';
import { microsSchema } from '../domain/time';

export const emptySchema = z.object({});
export const okSchema = z.object({});
export const deviceRefSchema = z.object({ deviceId: z.uuid() });
export const lineRefSchema = z.object({ lineId: z.uuid() });
export const pointIdsSchema = z.array(z.uuid()).max(10_000);
/** A file on its way: its name and its octets as base64 (48 MiB of file at most). */
export const fileSchema = z.object({ name: z.string().min(1).max(255), contentBase64: z.string().max(64 * 1024 * 1024) });
export type FileContent = z.infer<typeof fileSchema>;

export const logEntrySchema = z.object({
  seq: z.number().int(),
  time: microsSchema,
  level: z.enum(['info', 'warning', 'error']),
  /** What it concerns, for people: `BLR-01`, `COM5`, `Project`. */
  source: z.string(),
  message: z.string(),
  deviceId: z.uuid().nullable(),
  errorId: z.string().nullable(),
});
export type LogEntry = z.infer<typeof logEntrySchema>;

/** Long work. Shown with a bar over 1 s, can be cancelled, survives changing screens. */
export const jobSchema = z.object({
  id: z.uuid(),
  title: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** What is being done now. */
  step: z.string(),
  done: z.number(),
  /** Null while it is not known. */
  total: z.number().nullable(),
  startedAt: microsSchema,
  message: z.string(),
  /** True when a file waits for `job.result`. */
  hasFile: z.boolean(),
});
export type Job = z.infer<typeof jobSchema>;
