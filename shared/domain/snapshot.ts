import { z } from 'zod';
import { dataTypeSchema } from './data-type';
import { deviceLabelSchema, protocolNameSchema } from './device';
import { accessSchema } from './point';
import { qualitySchema } from './quality';
import { microsSchema } from './time';
import { wireValueSchema } from './value';

/** Raised by one with every change of the file that an older reader could not read. */
export const SNAPSHOT_SCHEMA_VERSION = 1;
export const SNAPSHOT_FORMAT = 'thermacore-snapshot';

/** Snapshots that a project keeps. */
export const MOST_SNAPSHOTS = 200;
/** Values that one snapshot holds. */
export const MOST_SNAPSHOT_VALUES = 500_000;

/** One value as it was found, with what the point was then: later edits of the map do not change the record. */
export const snapshotValueSchema = z.object({
  pointId: z.uuid(),
  name: z.string().max(200),
  /** In the first notation of the protocol. */
  address: z.string().max(1000),
  dataType: dataTypeSchema,
  access: accessSchema,
  scale: z.number(),
  offset: z.number(),
  unit: z.string().max(32),
  value: wireValueSchema,
  /** The octets as they came, hex words; null where there are none. */
  raw: z.string().max(4000).nullable(),
  quality: qualitySchema,
  /** When it was captured; null where nothing came. */
  time: microsSchema.nullable(),
});
export type SnapshotValue = z.infer<typeof snapshotValueSchema>;

export const snapshotDeviceSchema = z.object({
  deviceId: z.uuid(),
  /** The device's label then. */
  label: deviceLabelSchema,
  protocol: protocolNameSchema,
  values: z.array(snapshotValueSchema).max(100_000),
});
export type SnapshotDevice = z.infer<typeof snapshotDeviceSchema>;

export const snapshotNameSchema = z.string().trim().min(1).max(200);

/** What a list shows of a snapshot: the first line of its file. */
export const snapshotHeadSchema = z.object({
  format: z.literal(SNAPSHOT_FORMAT),
  schemaVersion: z.literal(SNAPSHOT_SCHEMA_VERSION),
  id: z.uuid(),
  name: snapshotNameSchema,
  note: z.string().max(2000),
  takenAt: microsSchema,
  takenBy: z.string().max(200),
  /** Labels of the devices, the first hundred. */
  devices: z.array(z.string().max(64)).max(100),
  deviceCount: z.number().int(),
  values: z.number().int(),
  /** Values that were bad. */
  bad: z.number().int(),
});
export type SnapshotHead = z.infer<typeof snapshotHeadSchema>;

/** All values of one or more devices at one time, as found. */
export interface Snapshot {
  readonly head: SnapshotHead;
  readonly devices: readonly SnapshotDevice[];
}
export const snapshotSchema = z.object({ head: snapshotHeadSchema, devices: z.array(snapshotDeviceSchema).max(10_000) });
