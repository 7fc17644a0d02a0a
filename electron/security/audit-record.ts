import { createHash } from 'node:crypto';
import { z } from 'zod';
import { microsSchema } from '../../shared/domain/time';
import { wireValueSchema } from '../../shared/domain/value';

/** A value that was written to a device, for the markers in trends and "last written by". */
export const auditedWriteSchema = z.object({
  /** The same in the record before the write was sent and in the one with its outcome; missing in trails of before. */
  command: z.uuid().optional(),
  pointId: z.uuid(),
  oldValue: wireValueSchema,
  newValue: wireValueSchema,
  /** As the answer said: `verified`, `refused`, ... */
  outcome: z.string(),
});
/** The outcome of a write that is about to be sent, and stays so where the process dies before the device has answered. */
export const OUTCOME_NOT_RECORDED = 'outcome not recorded';
export type AuditedWrite = z.infer<typeof auditedWriteSchema>;

const bodySchema = z.object({
  sequence: z.number().int().min(1),
  time: microsSchema,
  user: z.string(),
  /** The door by which it came: `desktop`, `browser`, `token`, or `engine` for what the product did by itself. */
  door: z.string(),
  procedure: z.string(),
  /** What it concerned, in words: a device's label, a project's name; empty when the input says it. */
  target: z.string(),
  /** The input, without secrets, long ones cut. */
  input: z.unknown(),
  /** `ok` or the code of the error. */
  outcome: z.string(),
  message: z.string(),
  write: auditedWriteSchema.nullable(),
  /** The hash of the record before; 64 zeros for the first. */
  previousHash: z.string(),
});
const recordSchema = bodySchema.extend({ hash: z.string() });
export type AuditRecord = z.infer<typeof recordSchema>;
export type AuditBody = Omit<AuditRecord, 'hash'>;

export const FIRST_HASH = '0'.repeat(64);
const HASH_KEY = ',"hash":"';
const TAIL_LENGTH = HASH_KEY.length + 64 + '"}'.length;

/** One line of the trail without its line feed. The hash is the SHA-256 of the line's text before it. */
export function encodeAuditRecord(body: AuditBody): { line: string; hash: string } {
  const text = JSON.stringify(body).slice(0, -1);
  const hash = createHash('sha256').update(text).digest('hex');
  return { line: `${text}${HASH_KEY}${hash}"}`, hash };
}

export type DecodedRecord = { readonly ok: true; readonly record: AuditRecord } | { readonly ok: false; readonly problem: string };

/** Reads one line and checks its hash, not its place in the chain. Never throws. */
export function decodeAuditRecord(line: string): DecodedRecord {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return { ok: false, problem: 'is no JSON' };
  }
  const record = recordSchema.safeParse(parsed);
  if (!record.success) return { ok: false, problem: 'is no audit record' };
  const hash = createHash('sha256').update(line.slice(0, -TAIL_LENGTH)).digest('hex');
  return hash === record.data.hash ? { ok: true, record: record.data } : { ok: false, problem: 'was changed: its hash does not fit' };
}
