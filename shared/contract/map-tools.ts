import { z } from 'zod';
import { dataTypeSchema } from '../domain/data-type';
import { opaqueSchema } from '../domain/point';
import { microsSchema } from '../domain/time';
import { deviceRefSchema, fileSchema, jobSchema } from './common';
import { pointListFormatSchema } from './devices';
import { procedure } from './procedure';
import { templateSourceSchema } from './templates';

const editResult = z.object({ revision: z.number().int() });
const tableFormatSchema = z.enum(['csv', 'xlsx']);

/** The map that a device's is compared with. */
export const mapSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('device'), deviceId: z.uuid() }),
  z.object({ kind: z.literal('template'), source: templateSourceSchema }),
  z.object({ kind: z.literal('file'), format: pointListFormatSchema, file: fileSchema }),
  /** What the device answered to `map.inventory`, by the id in that job's file. */
  z.object({ kind: z.literal('inventory'), inventoryId: z.uuid() }),
]);
export type MapSource = z.infer<typeof mapSourceSchema>;

/** `address`: points are the same where they lie at the same place; `name`: where they have the same name; `both`: by address, what is left by name. */
export const matchBySchema = z.enum(['address', 'name', 'both']);
export type MatchBy = z.infer<typeof matchBySchema>;

/** One field in which two points differ, as text. */
export const fieldDifferenceSchema = z.object({ field: z.string(), label: z.string(), before: z.string(), after: z.string() });
export type FieldDifference = z.infer<typeof fieldDifferenceSchema>;

/** One difference of two maps. `added`: only the other map has it; `removed`: only the device has it. */
export const mapDifferenceSchema = z.object({
  /** Names the difference when it is adopted; the same as long as neither map changes. */
  key: z.string().max(200),
  kind: z.enum(['added', 'removed', 'changed']),
  matchedBy: z.enum(['address', 'name']).nullable(),
  /** The device's point; null for an added one. */
  pointId: z.uuid().nullable(),
  name: z.string(),
  /** The address in each notation of the protocol: the device's, or the other map's for an added one. */
  addresses: z.array(z.string()),
  fields: z.array(fieldDifferenceSchema),
});
export type MapDifference = z.infer<typeof mapDifferenceSchema>;

export const mapDiffSchema = z.object({
  /** What the other map is called. */
  other: z.string(),
  same: z.number().int(),
  differences: z.array(mapDifferenceSchema),
  /** Rows of a file that are no points, and points that the other map has twice. */
  problems: z.array(z.string()),
});
export type MapDiff = z.infer<typeof mapDiffSchema>;

const diffInput = z.object({ deviceId: z.uuid(), other: mapSourceSchema, matchBy: matchBySchema.default('both') });

/** What a point said when it was asked once. */
export const liveOutcomes = ['answers', 'odd', 'refused', 'silent', 'not-read'] as const;
export const liveRowSchema = z.object({
  pointId: z.uuid(),
  name: z.string(),
  addresses: z.array(z.string()),
  /** `odd`: it answers, and the value looks as if it were read in the wrong way. */
  outcome: z.enum(liveOutcomes),
  /** The exception by name, why it was not read, or what is odd. Empty where all is well. */
  message: z.string(),
  value: z.string(),
  raw: z.string(),
  /** Readings of the same octets that look as if they were meant. */
  suggestions: z.array(z.object({ label: z.string(), value: z.string(), dataType: dataTypeSchema, address: opaqueSchema })),
});
export type LiveRow = z.infer<typeof liveRowSchema>;
/** The file of the job `map.checkLive`. */
export const liveReportSchema = z.object({ deviceId: z.uuid(), label: z.string(), startedAt: microsSchema, endedAt: microsSchema, rows: z.array(liveRowSchema) });
export type LiveReport = z.infer<typeof liveReportSchema>;

/** The file of the job `map.inventory`. The last few inventories are kept while the program runs. */
export const inventoryReportSchema = z.object({
  inventoryId: z.uuid(),
  deviceId: z.uuid(),
  endedAt: microsSchema,
  points: z.number().int(),
  /** What is to be known of it: flags that are set, what could not be asked. */
  notes: z.array(z.string()),
});
export type InventoryReport = z.infer<typeof inventoryReportSchema>;

/** A stretch of a table in one state. Stretches of a table are in order and do not overlap; what none covers is a gap. */
export const coverageStretchSchema = z.object({ from: z.number().int(), count: z.number().int(), state: z.enum(['used', 'overlapping', 'refused', 'forbidden']) });
export type CoverageStretch = z.infer<typeof coverageStretchSchema>;

export const coverageTableSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** Addresses that the table has. */
  size: z.number().int(),
  stretches: z.array(coverageStretchSchema),
  /** Where each point lies, by first address: id, first address, addresses that it takes. */
  places: z.array(z.tuple([z.uuid(), z.number().int(), z.number().int()])),
  /** Addresses in each state, each counted once. */
  used: z.number().int(),
  overlapping: z.number().int(),
  refused: z.number().int(),
  forbidden: z.number().int(),
  /** Longest stretches between points, longest first, 20 at most. */
  gaps: z.array(z.object({ from: z.number().int(), count: z.number().int() })),
});
export type CoverageTable = z.infer<typeof coverageTableSchema>;

/** Points that are in each other's way. */
export const mapTroubleSchema = z.object({ kind: z.enum(['same-address', 'overlap', 'same-name', 'outside']), pointIds: z.array(z.uuid()), message: z.string() });
export type MapTrouble = z.infer<typeof mapTroubleSchema>;

export const coverageSchema = z.object({
  tables: z.array(coverageTableSchema),
  /** The first thousand. */
  troubles: z.array(mapTroubleSchema),
  troubleCount: z.number().int(),
  /** Why there is no picture: the protocol's addresses do not count. Empty where there is one. */
  reason: z.string(),
});
export type Coverage = z.infer<typeof coverageSchema>;

/** What one row of a table of devices would do. */
export const deviceRowSchema = z.object({
  row: z.number().int(),
  deviceId: z.string(),
  action: z.enum(['add', 'change', 'same', 'refused']),
  /** What would be made or changed, each as text. */
  changes: z.array(fieldDifferenceSchema),
  problems: z.array(z.object({ column: z.string(), message: z.string() })),
  /** What a person should know: points that stay, a line shared with others. */
  notes: z.array(z.string()),
});
export type DeviceRow = z.infer<typeof deviceRowSchema>;

const deviceTableInput = z.object({
  format: tableFormatSchema,
  contentBase64: z.string().max(64 * 1024 * 1024),
  /** Point lists that the table names in its column `map_file`. */
  maps: z.array(fileSchema).max(1000).default([]),
});

export const mapToolProcedures = {
  'map.diff': procedure("What differs between a device's map and another one; nothing is changed", 'view', diffInput, mapDiffSchema),
  'map.adopt': procedure(
    'Takes chosen differences into the device, in one edit',
    'configure',
    diffInput.extend({
      /** By the difference's key; `fields` of a changed one, null for all. */
      chosen: z.array(z.object({ key: z.string().max(200), fields: z.array(z.string().max(100)).max(100).nullable().default(null) })).min(1).max(200_000),
    }),
    editResult.extend({ added: z.number().int(), changed: z.number().int(), removed: z.number().int() }),
    { audited: true },
  ),
  'map.diffCsv': procedure('The differences as CSV', 'view', diffInput, fileSchema),
  'map.checkLive': procedure(
    'Reads every point of the device once and says which answer, which are refused and which look wrong in type: a job whose file is the report',
    'operate',
    deviceRefSchema.extend({
      /** Forgets first which addresses the device refused, so that they are asked again. */
      forgetFindings: z.boolean().default(false),
    }),
    jobSchema,
    { audited: true },
  ),
  'map.inventory': procedure(
    'Asks the device for all that it has, as far as its protocol can: a job whose file names the inventory, to be compared with the map by `map.diff`',
    'operate',
    deviceRefSchema,
    jobSchema,
    { audited: true },
  ),
  'map.coverage': procedure("Which addresses a device's points take, overlap on, are refused or forbidden, and points that are in each other's way", 'view', deviceRefSchema, coverageSchema),
  'points.shift': procedure(
    'Moves the addresses of points by a number of places, in one edit',
    'configure',
    z.object({ deviceId: z.uuid(), pointIds: z.array(z.uuid()).min(1).max(100_000), by: z.number().int().min(-65_535).max(65_535), dryRun: z.boolean().default(false) }),
    editResult.extend({
      moved: z.number().int(),
      /** The first and the last of them, each address in the notations of the protocol. */
      examples: z.array(z.object({ name: z.string(), before: z.array(z.string()), after: z.array(z.string()) })),
      /** Why it can't be done; empty when it can. */
      problems: z.array(z.string()),
    }),
  ),
  'devices.exportTable': procedure('All devices as a table, one row a device, with their settings; secrets are left out', 'view', z.object({ format: tableFormatSchema }), fileSchema, { audited: true }),
  'devices.previewTable': procedure('What a table of devices would make and change, row by row; nothing is changed', 'configure', deviceTableInput, z.object({ rows: z.array(deviceRowSchema), unknownColumns: z.array(z.string()) })),
  'devices.applyTable': procedure(
    'Makes and changes devices as a table says, in one edit; rows that can not be are left out',
    'configure',
    deviceTableInput,
    editResult.extend({ added: z.number().int(), changed: z.number().int(), refused: z.number().int() }),
    { audited: true },
  ),
};
