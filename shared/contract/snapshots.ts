import { z } from 'zod';
import { snapshotHeadSchema, snapshotNameSchema, snapshotSchema } from '../domain/snapshot';
import { qualitySchema } from '../domain/quality';
import { microsSchema } from '../domain/time';
import { wireValueSchema } from '../domain/value';
import { emptySchema, fileSchema, jobSchema, okSchema } from './common';
import { writeResultSchema } from './points';
import { procedure } from './procedure';

const snapshotRef = z.object({ snapshotId: z.uuid() });

/** A value with its quality on one side of a comparison. */
export const comparedValueSchema = z.object({ value: wireValueSchema, raw: z.string().nullable(), quality: qualitySchema });

/** One point of a snapshot beside what it is compared with. */
export const snapshotDifferenceSchema = z.object({
  pointId: z.uuid(),
  deviceId: z.uuid(),
  device: z.string(),
  name: z.string(),
  address: z.string(),
  unit: z.string(),
  /** Null where that side does not have the point. */
  old: comparedValueSchema.nullable(),
  now: comparedValueSchema.nullable(),
  /** `unknown`: one of the two values is bad, so that nobody can say. */
  state: z.enum(['same', 'different', 'unknown', 'only-old', 'only-new']),
  /** New less old; a text where it is wider than a number is exact; null where there is none. */
  delta: z.union([z.number(), z.string()]).nullable(),
  /** Why the old value can't be written back; empty when it can. */
  notRestorable: z.string(),
});
export type SnapshotDifference = z.infer<typeof snapshotDifferenceSchema>;

/** The file of the job `snapshot.compare`. */
export const snapshotComparisonSchema = z.object({
  old: snapshotHeadSchema,
  /** What it was compared with: another snapshot, or null for the devices at `comparedAt`. */
  other: snapshotHeadSchema.nullable(),
  comparedAt: microsSchema,
  rows: z.array(snapshotDifferenceSchema),
});
export type SnapshotComparison = z.infer<typeof snapshotComparisonSchema>;

/** What became of one value that was to be restored. `skipped`: nothing was sent, the message says why. */
export const restoredRowSchema = z.object({ pointId: z.uuid(), outcome: z.union([writeResultSchema.shape.outcome, z.literal('skipped')]), message: z.string() });
export type RestoredRow = z.infer<typeof restoredRowSchema>;

export const snapshotProcedures = {
  'snapshots.list': procedure('The snapshots of the open project, newest first', 'view', emptySchema, z.object({
    snapshots: z.array(snapshotHeadSchema),
    /** Files that can't be read, and why. */
    problems: z.array(z.object({ file: z.string(), message: z.string() })),
  })),
  'snapshot.take': procedure(
    'Reads every point of devices once and keeps the values as found: a job; empty: all devices',
    'operate',
    z.object({ name: snapshotNameSchema, note: z.string().max(2000).default(''), deviceIds: z.array(z.uuid()).max(10_000).default([]) }),
    jobSchema,
    { audited: true },
  ),
  'snapshot.get': procedure('A snapshot whole', 'view', snapshotRef, snapshotSchema),
  'snapshot.rename': procedure('Gives a snapshot another name and note', 'configure', snapshotRef.extend({ name: snapshotNameSchema, note: z.string().max(2000) }), okSchema, { audited: true }),
  'snapshot.remove': procedure('Deletes a snapshot; that can not be undone', 'configure', snapshotRef, okSchema, { audited: true }),
  'snapshot.exportCsv': procedure('The values of a snapshot as CSV', 'view', snapshotRef, fileSchema),
  'snapshot.compare': procedure(
    'What differs between a snapshot and the devices now, or another snapshot: a job whose file is the comparison',
    'operate',
    snapshotRef.extend({ with: z.discriminatedUnion('kind', [z.object({ kind: z.literal('now') }), z.object({ kind: z.literal('snapshot'), snapshotId: z.uuid() })]) }),
    jobSchema,
  ),
  'snapshot.restore': procedure(
    'Writes chosen values of a snapshot back, each once and read back: a job. From the screens writing must be armed',
    'write',
    snapshotRef.extend({
      values: z
        .array(
          z.object({
            pointId: z.uuid(),
            /** Raw octets of the present value that the person saw (hex); another one now leaves the point alone. Null: whatever is there. */
            expectedRaw: z.string().max(4000).nullable(),
          }),
        )
        .min(1)
        .max(100_000),
      reason: z.string().max(1000).default(''),
    }),
    jobSchema,
    { audited: true },
  ),
  'snapshot.restored': procedure('What became of each value of a restore so far, also after it was cancelled', 'view', z.object({ jobId: z.uuid() }), z.object({ rows: z.array(restoredRowSchema) })),
};
