import { z } from 'zod';
import { microsSchema } from '../domain/time';
import { emptySchema, fileSchema, jobSchema, logEntrySchema, okSchema } from './common';
import { permissions, procedure } from './procedure';

export const systemInfoSchema = z.object({
  product: z.string(),
  version: z.string(),
  contractVersion: z.number().int(),
  /** `Electron 45.4.1, Node 22.x` or `Node 20.20.2`. */
  runtime: z.string(),
  platform: z.string(),
  headless: z.boolean(),
  /** True on the out-of-support runtime that stands in where the product's own could not be had. */
  standInRuntime: z.boolean(),
  protocols: z.array(z.object({ name: z.string(), title: z.string() })),
  utcOffsetMinutes: z.number().int(),
});

export const licenceSchema = z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string() });

export const serialPortSchema = z.object({
  path: z.string(),
  label: z.string(),
  manufacturer: z.string().nullable(),
  serialNumber: z.string().nullable(),
});

/** Metrics of the engine about itself. */
export const metricsSchema = z.object({
  time: microsSchema,
  eventLoopDelayP99Ms: z.number(),
  samplesPerSecond: z.number(),
  points: z.number().int(),
  latePolls: z.number().int(),
  historyWritesPerSecond: z.number(),
  /** Samples not yet acknowledged on disk. */
  historyPending: z.number().int(),
  historyError: z.string().nullable(),
  heapUsedBytes: z.number(),
  rssBytes: z.number(),
  diskFreeBytes: z.number().nullable(),
});

export const sessionInfoSchema = z.object({
  user: z.string(),
  permissions: z.array(z.enum(permissions)),
  tenantId: z.uuid(),
});

export const writingStateSchema = z.object({
  /** Read-only is on until the engineer arms writing; only the screens are bound by it, not tokens with `write`. */
  armed: z.boolean(),
  armedBy: z.string().nullable(),
  until: microsSchema.nullable(),
});

export const systemProcedures = {
  'system.info': procedure('Version, runtime, protocols', 'view', emptySchema, systemInfoSchema, { tenant: false }),
  'system.licences': procedure('Licences of everything shipped', 'view', emptySchema, z.array(licenceSchema), { tenant: false }),
  'system.serialPorts': procedure(
    'Serial ports of this machine',
    'view',
    emptySchema,
    z.object({ ports: z.array(serialPortSchema), note: z.string() }),
    { tenant: false },
  ),
  'system.metrics': procedure('What the engine measures about itself', 'view', emptySchema, metricsSchema),
  'session.info': procedure('Who is asking and what they may do', 'view', emptySchema, sessionInfoSchema, { tenant: false }),
  'preferences.get': procedure(
    'A personal setting, such as the window layout; null when never set',
    'view',
    z.object({ key: z.string().regex(/^[a-z][a-zA-Z0-9.:-]{0,127}$/) }),
    z.object({ value: z.json().nullable() }),
    { tenant: false },
  ),
  'preferences.set': procedure(
    'Keeps a personal setting, apart from the project',
    'view',
    z.object({ key: z.string().regex(/^[a-z][a-zA-Z0-9.:-]{0,127}$/), value: z.json() }),
    okSchema,
    { tenant: false },
  ),
  'log.recent': procedure(
    'The newest log entries, newest last',
    'view',
    z.object({ limit: z.number().int().min(1).max(5000).default(500), deviceId: z.uuid().nullable().default(null) }),
    z.array(logEntrySchema),
  ),
  'job.list': procedure('Long work under way and lately ended', 'view', emptySchema, z.array(jobSchema)),
  'job.cancel': procedure('Cancels long work', 'view', z.object({ jobId: z.uuid() }), okSchema),
  'job.result': procedure(
    'The file that a job made, in parts of at most 4 MiB: part 0 says how many there are',
    'view',
    z.object({ jobId: z.uuid(), part: z.number().int().min(0).default(0) }),
    fileSchema.extend({ part: z.number().int(), parts: z.number().int() }),
  ),
  'writing.state': procedure('Whether writing is armed', 'view', emptySchema, writingStateSchema),
  'writing.arm': procedure(
    'Arms writing from the screens for some minutes, or ends it',
    'write',
    z.object({ armed: z.boolean(), minutes: z.number().int().min(1).max(480).default(30) }),
    writingStateSchema,
    { audited: true },
  ),
};
