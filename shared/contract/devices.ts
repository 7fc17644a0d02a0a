import { z } from 'zod';
import { adaptivePollingSchema, deviceLabelSchema, deviceStatusSchema, protocolNameSchema } from '../domain/device';
import { opaqueSchema, pollIntervalSchema, pointSchema } from '../domain/point';
import { microsSchema } from '../domain/time';
import { deviceRefSchema, emptySchema, fileSchema, lineRefSchema, okSchema } from './common';
import { deviceActionSchema } from './device-actions';
import { deviceFilesDescriptionSchema } from './device-files';
import { procedure } from './procedure';
import { settingFieldSchema } from './setting-field';

export { settingFieldSchema, type SettingField } from './setting-field';

const editResult = z.object({ revision: z.number().int() });

/** Settings that go together, taken over with one click. */
export const presetSchema = z.object({ id: z.string(), title: z.string(), help: z.string(), lineSettings: opaqueSchema, deviceSettings: opaqueSchema });
export type Preset = z.infer<typeof presetSchema>;

/** A function that a person may send by hand, and the fields of its request. */
export const requestFunctionSchema = z.object({
  id: z.string(),
  title: z.string(),
  help: z.string(),
  /** True where it may change something in the device. */
  changes: z.boolean(),
  /** True where it can be sent to all devices of a line at once. */
  broadcast: z.boolean(),
  fields: z.array(settingFieldSchema),
});
export type RequestFunction = z.infer<typeof requestFunctionSchema>;

/** A kind of file that the protocol describes a device's points in: a DNP3 device profile. */
export const mapFileSchema = z.object({ id: z.string().max(32), title: z.string(), extension: z.string() });
export type MapFile = z.infer<typeof mapFileSchema>;

/** `csv`, `xlsx`, or the id of one of the protocol's own kinds of files. */
export const pointListFormatSchema = z.string().min(1).max(32);

/** What a protocol tells the screens about itself. */
export const protocolDescriptionSchema = z.object({
  name: protocolNameSchema,
  title: z.string(),
  /** Name of the list of a device's points: `Register map`, `Topics`. */
  pointListTitle: z.string(),
  capabilities: z.array(z.enum(['poll', 'subscribe', 'browse', 'write', 'inspect', 'prepare-write', 'test', 'describe-itself', 'request', 'identify', 'measure-depth', 'word-bits', 'act', 'command', 'event-path', 'inventory', 'files'])),
  lineFields: z.array(settingFieldSchema),
  deviceFields: z.array(settingFieldSchema),
  addressFields: z.array(settingFieldSchema),
  dataTypes: z.array(z.string()),
  /** Ways to show an address: `0-based`, `1-based`, `Modicon` for Modbus; one entry where there is but one. */
  addressNotations: z.array(z.string()),
  defaultPollIntervalMs: z.number().int(),
  presets: z.array(presetSchema).optional(),
  requestFunctions: z.array(requestFunctionSchema).optional(),
  /** Where its frames can be taken apart: keys of the line's fields that say how they are made. Missing: they can not. */
  frameFields: z.array(z.string()).optional(),
  /** Kinds of files beside CSV and XLSX that a list of points is read from and written to. */
  mapFiles: z.array(mapFileSchema).optional(),
  /** What may be done with a device by hand. */
  actions: z.array(deviceActionSchema).optional(),
  /** Of the files that its devices keep; with the capability `files`. */
  files: deviceFilesDescriptionSchema.optional(),
});
export type ProtocolDescription = z.infer<typeof protocolDescriptionSchema>;

export const testStepSchema = z.object({
  name: z.string(),
  ok: z.boolean().nullable(),
  durationMs: z.number(),
  message: z.string(),
  /** Octets that were sent or came, as hex; empty where there are none. */
  octets: z.string(),
});
export const testResultSchema = z.object({
  success: z.boolean(),
  ranAt: microsSchema,
  steps: z.array(testStepSchema),
  /** What was found, in one line. */
  diagnosis: z.string(),
  /** What was seen and what that means, a few sentences. */
  evidence: z.string(),
  /** What to try, the likeliest first. */
  suggestions: z.array(z.object({ title: z.string(), how: z.string() })),
});
export type TestResult = z.infer<typeof testResultSchema>;

/** A test's result and where its frames are: `first` is the number of the first; null where none are held. */
export const deviceTestSchema = testResultSchema.extend({ frames: z.object({ sourceId: z.uuid(), first: z.number().int(), count: z.number().int() }).nullable() });
export type DeviceTestResult = z.infer<typeof deviceTestSchema>;

/** Counters of a device or a line, as label and figure in the protocol's terms, and the histogram of round trips. */
export const diagnosticsSchema = z.object({
  requests: z.number().int(),
  responses: z.number().int(),
  timeouts: z.number().int(),
  bytesSent: z.number(),
  bytesReceived: z.number(),
  roundTripMs: z.object({ min: z.number(), mean: z.number(), p95: z.number(), p99: z.number(), max: z.number(), last: z.number() }).nullable(),
  /** Upper bounds in milliseconds and counts. */
  histogram: z.array(z.object({ upToMs: z.number().nullable(), count: z.number().int() })),
  /** Share of the last minute that the line was in use, 0 to 1; null where it has no meaning. */
  load: z.number().nullable(),
  /** The protocol's own counters: exceptions by name, CRC errors, late answers, ... */
  counters: z.array(z.object({ label: z.string(), value: z.number() })),
  /** What the device says of its own state, each with what to do about it; missing where the protocol has no such thing. */
  conditions: z
    .array(
      z.object({
        id: z.string(),
        /** True where somebody should look at it; the others are daily business. */
        trouble: z.boolean(),
        /** `Needs time: its clock is not set`. */
        title: z.string(),
        /** The next step in words. */
        next: z.string(),
        since: microsSchema,
        /** The action of the protocol that is the next step; null where there is none to press. */
        action: z.string().nullable(),
      }),
    )
    .optional(),
  /** The last trouble in plain words, and its likely causes, the likeliest first. */
  lastError: z.object({ time: microsSchema, message: z.string(), causes: z.array(z.string()).optional() }).nullable(),
});
export type Diagnostics = z.infer<typeof diagnosticsSchema>;

export const lineStatusSchema = z.object({
  lineId: z.uuid(),
  state: z.enum(['closed', 'opening', 'open', 'failed']),
  reason: z.string(),
  devices: z.number().int(),
  devicesConnected: z.number().int(),
  load: z.number().nullable(),
  roundTripMs: z.number().nullable(),
  requestsPerSecond: z.number(),
});
export type LineStatus = z.infer<typeof lineStatusSchema>;

export const overviewSchema = z.object({
  protocols: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      enabled: z.boolean(),
      status: z.enum(['ready', 'degraded', 'error', 'off', 'empty']),
      healthScore: z.number().min(0).max(100),
      devices: z.number().int(),
      connected: z.number().int(),
      roundTripMs: z.number().nullable(),
      secured: z.number().int(),
      message: z.string(),
    }),
  ),
  lines: z.array(lineStatusSchema),
  devices: z.array(deviceStatusSchema),
  /** What to improve and by how much: the gravest first, of these the most useful. */
  advice: z.array(z.object({ severity: z.enum(['failure', 'warning', 'hint']), title: z.string(), detail: z.string(), deviceId: z.uuid().nullable(), lineId: z.uuid().nullable() })),
});
export type Overview = z.infer<typeof overviewSchema>;

/** A device as the editor sends it; its line is found or made from `lineSettings`. */
export const deviceEditSchema = z.object({
  deviceId: deviceLabelSchema,
  description: z.string().max(2000),
  protocol: protocolNameSchema,
  lineName: z.string().max(200).nullable(),
  lineSettings: opaqueSchema,
  settings: opaqueSchema,
  pollIntervalMs: pollIntervalSchema.nullable(),
  /** Missing: as it is. Null: off. */
  adaptivePolling: adaptivePollingSchema.nullable().optional(),
});
export type DeviceEdit = z.infer<typeof deviceEditSchema>;

export const deviceProcedures = {
  'protocol.list': procedure('The protocols and what each can do', 'view', emptySchema, z.array(protocolDescriptionSchema), { tenant: false }),
  'overview.get': procedure('Protocols, lines and devices, the worst first, and what to improve', 'view', emptySchema, overviewSchema),
  'device.add': procedure('Adds a device; its line is found or made', 'configure', deviceEditSchema.extend({ enabled: z.boolean() }), z.object({ id: z.uuid() }), { audited: true }),
  'device.update': procedure('Changes a device and the settings of its line', 'configure', deviceEditSchema.extend({ id: z.uuid() }), editResult, { audited: true }),
  'line.configureDevices': procedure(
    'Gives every device of a line these settings and this poll interval, in one edit; what is not given stays',
    'configure',
    lineRefSchema.extend({ settings: z.record(z.string(), z.json()), pollIntervalMs: pollIntervalSchema.nullable().optional() }),
    editResult.extend({ devices: z.number().int() }),
    { audited: true },
  ),
  'device.duplicate': procedure('Copies a device with its points under a new label', 'configure', z.object({ id: z.uuid(), deviceId: deviceLabelSchema }), z.object({ id: z.uuid() }), { audited: true }),
  'device.remove': procedure('Removes devices; their history stays', 'configure', z.object({ ids: z.array(z.uuid()).min(1).max(10_000) }), editResult, { audited: true }),
  'device.connect': procedure('Asks for the connection; it is kept, and sought again when lost', 'operate', deviceRefSchema, okSchema, { audited: true }),
  'device.disconnect': procedure('Ends the connection', 'operate', deviceRefSchema, okSchema, { audited: true }),
  'device.statuses': procedure('Connection state of all devices', 'view', emptySchema, z.array(deviceStatusSchema)),
  'device.readNow': procedure('Reads all points of the device at once', 'operate', deviceRefSchema, z.object({ good: z.number().int(), bad: z.number().int(), durationMs: z.number() })),
  'device.test': procedure(
    'Opens, reads one thing, and says in plain words what is wrong; settings not yet saved may be given',
    'operate',
    z.object({ deviceId: z.uuid().nullable(), edit: deviceEditSchema }),
    deviceTestSchema,
  ),
  'device.diagnostics': procedure('Counters of a device', 'view', deviceRefSchema, diagnosticsSchema),
  'line.diagnostics': procedure('Counters of a line', 'view', lineRefSchema, diagnosticsSchema),
  'device.clearFindings': procedure('Forgets what was learned, so that it is tried again', 'configure', deviceRefSchema, editResult),
  'points.add': procedure('Adds points to a device', 'configure', z.object({ deviceId: z.uuid(), points: z.array(pointSchema).min(1).max(100_000) }), editResult),
  'points.update': procedure('Changes points of a device; each is given whole', 'configure', z.object({ deviceId: z.uuid(), points: z.array(pointSchema).min(1).max(100_000) }), editResult),
  'points.remove': procedure('Removes points', 'configure', z.object({ deviceId: z.uuid(), pointIds: z.array(z.uuid()).min(1).max(100_000) }), editResult),
  'points.export': procedure('The point list as CSV, XLSX or a file of its protocol', 'view', z.object({ deviceId: z.uuid(), format: pointListFormatSchema }), fileSchema),
  'points.preview': procedure(
    'Reads a CSV, an XLSX, a block copied from a spreadsheet (`clipboard`) or a file of the protocol and says what each row would do; nothing is changed',
    'configure',
    z.object({ deviceId: z.uuid(), format: pointListFormatSchema, contentBase64: z.string().max(64 * 1024 * 1024) }),
    z.object({
      rows: z.array(
        z.object({
          row: z.number().int(),
          action: z.enum(['add', 'update', 'same', 'bad']),
          /** The point as it would be; null for a bad row. */
          point: pointSchema.nullable(),
          /** What is wrong, field by field. */
          problems: z.array(z.object({ column: z.string(), message: z.string() })),
          /** Of a bad row: what stands in the table, as it stands there; the cells of the address one after the other. */
          cells: z.object({ name: z.string(), address: z.string(), dataType: z.string(), unit: z.string(), sensorType: z.string() }).optional(),
        }),
      ),
      columns: z.array(z.string()),
      unknownColumns: z.array(z.string()),
      /** What else the file says and what of it was not understood, for people. */
      notes: z.array(z.string()).optional(),
      /** Settings of the device that the file states and that differ; null where it states none. */
      settings: z.object({ values: opaqueSchema, changes: z.array(z.object({ label: z.string(), before: z.string(), after: z.string() })) }).nullable().optional(),
    }),
  ),
};

/** The text of an address in each notation of its protocol, by point. */
export type AddressTexts = Record<string, string[]>;
