import { z } from 'zod';
import { deviceLabelSchema } from '../domain/device';
import { sensorTypeSchema } from '../domain/point';
import { wireValueSchema } from '../domain/value';
import { tlsSchema } from './modbus-api';
import { procedure } from './procedure';

/** The published DNP3 routes; snake case as existing clients send and read them. */
const base = '/protocols/dnp3/devices';
const deviceRef = z.object({ device_id: deviceLabelSchema });

export const dnp3TypeSchema = z.enum(['binary_input', 'double_bit_input', 'analog_input', 'counter', 'frozen_counter', 'frozen_analog', 'binary_output', 'analog_output', 'octet_string']);
export type Dnp3Type = z.infer<typeof dnp3TypeSchema>;

const stationAddress = z.number().int().min(0).max(65_519);
const index = z.number().int().min(0).max(65_535);
const seconds = z.number().min(0.05).max(120);
const port = z.number().int().min(1).max(65_535);

export const dnp3PointSchema = z.object({
  index,
  data_type: dnp3TypeSchema,
  sensor_type: sensorTypeSchema.optional(),
  scale_factor: z
    .number()
    .refine((scale) => scale !== 0, 'a scale factor of 0 would lose the value')
    .default(1),
  offset: z.number().default(0),
  deadband: z.number().min(0).default(0),
  event_class: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]).optional(),
  description: z.string().max(2000).optional(),
});
export type Dnp3Point = z.infer<typeof dnp3PointSchema>;

const points = z.array(dnp3PointSchema).max(100_000);

export const dnp3DeviceBodySchema = z
  .object({
    device_id: deviceLabelSchema,
    master_address: stationAddress,
    outstation_address: stationAddress,
    host: z.string().min(1).max(253),
    /** 20000 where it is missing, 20001 with TLS. */
    port: port.optional(),
    /** 5 s each, unless the project has other defaults. */
    link_timeout: seconds.optional(),
    app_timeout: seconds.optional(),
    points: points.default([]),
    tls: tlsSchema.optional(),
  });
export type Dnp3DeviceBody = z.infer<typeof dnp3DeviceBodySchema>;

/** A change of a device: without defaults, because what is not given stays. */
export const dnp3DeviceUpdateSchema = z.object({
  device_id: deviceLabelSchema,
  master_address: stationAddress.optional(),
  outstation_address: stationAddress.optional(),
  host: z.string().min(1).max(253).optional(),
  port: port.optional(),
  link_timeout: seconds.optional(),
  app_timeout: seconds.optional(),
  points: points.optional(),
  tls: tlsSchema.optional(),
});
export type Dnp3DeviceUpdate = z.infer<typeof dnp3DeviceUpdateSchema>;

const done = z.object({ message: z.string(), device_id: z.string() });

const deviceEntry = z.object({
  master_address: z.number().int(),
  outstation_address: z.number().int(),
  host: z.string().nullable(),
  port: z.number().int().nullable(),
  connected: z.boolean(),
  data_point_count: z.number().int(),
  /** Points with a value that is not bad. */
  last_reading_count: z.number().int(),
});

export const dnp3ReadingSchema = z.object({
  index: z.number().int(),
  data_type: dnp3TypeSchema,
  value: wireValueSchema,
  quality: z.enum(['good', 'uncertain', 'bad']),
  flags: z.array(z.string()),
  timestamp: z.string(),
  source_timestamp: z.string().nullable(),
  sensor_type: z.string(),
  description: z.string(),
  error: z.string().optional(),
});

const performance = z.object({
  requests: z.number().int(),
  responses: z.number().int(),
  timeouts: z.number().int(),
  bytes_sent: z.number(),
  bytes_received: z.number(),
  average_response_ms: z.number().nullable(),
  p95_response_ms: z.number().nullable(),
  success_rate: z.number().nullable().describe('Responses for each request, 0 to 1; null before the first request.'),
  counters: z.record(z.string(), z.number()),
});
export type Dnp3Performance = z.infer<typeof performance>;

export const dnp3ApiProcedures = {
  'api.dnp3.add': procedure('Adds a DNP3 outstation', 'configure', dnp3DeviceBodySchema, done, { audited: true, rest: { method: 'POST', path: base, successStatus: 201 } }),
  'api.dnp3.list': procedure(
    'DNP3 outstations',
    'view',
    z.object({}),
    z.object({ service: z.literal('dnp3'), master_initialized: z.boolean(), total_devices: z.number().int(), connected_devices: z.number().int(), devices: z.record(z.string(), deviceEntry) }),
    { rest: { method: 'GET', path: base } },
  ),
  'api.dnp3.get': procedure('One DNP3 outstation', 'view', deviceRef, deviceEntry.extend({ device_id: z.string(), points: z.array(z.record(z.string(), z.json())) }), { rest: { method: 'GET', path: `${base}/{device_id}` } }),
  'api.dnp3.update': procedure('Changes a DNP3 outstation; what is not given stays', 'configure', dnp3DeviceUpdateSchema, done, { audited: true, rest: { method: 'PUT', path: `${base}/{device_id}` } }),
  'api.dnp3.remove': procedure('Removes a DNP3 outstation', 'configure', deviceRef, done, { audited: true, rest: { method: 'DELETE', path: `${base}/{device_id}` } }),
  'api.dnp3.connect': procedure('Connects; the connection is kept and sought again when lost', 'operate', deviceRef.extend({ tls: tlsSchema.optional() }), done, { audited: true, rest: { method: 'POST', path: `${base}/{device_id}/connect` } }),
  'api.dnp3.disconnect': procedure('Disconnects', 'operate', deviceRef, done, { audited: true, rest: { method: 'POST', path: `${base}/{device_id}/disconnect` } }),
  'api.dnp3.test': procedure(
    'Opens, asks for link status and points, and says in plain words what is wrong',
    'operate',
    deviceRef,
    z.object({ success: z.boolean(), steps: z.array(z.object({ name: z.string(), ok: z.boolean().nullable(), duration_ms: z.number(), message: z.string() })), diagnosis: z.string() }),
    { rest: { method: 'POST', path: `${base}/{device_id}/test` } },
  ),
  'api.dnp3.data': procedure(
    'The newest values, from the cache',
    'view',
    deviceRef,
    z.object({ device_id: z.string(), timestamp: z.string(), success: z.boolean(), readings: z.array(dnp3ReadingSchema) }),
    { rest: { method: 'GET', path: `${base}/{device_id}/data` } },
  ),
  'api.dnp3.integrityPoll': procedure('Reads everything now', 'operate', deviceRef, done.extend({ points: z.number().int(), duration_ms: z.number() }), { rest: { method: 'POST', path: `${base}/{device_id}/integrity-poll` } }),
  'api.dnp3.write': procedure(
    'Operates an output: a control relay output block or an analog output command, sent once',
    'write',
    deviceRef.extend({
      index,
      data_type: z.enum(['binary_output', 'analog_output']),
      value: wireValueSchema.optional().describe('Engineering units where the point is mapped. May be left out where an operation is given, which goes before it.'),
      mode: z.enum(['direct', 'select_before_operate']).optional(),
      operation: z.enum(['latch_on', 'latch_off', 'pulse_on', 'trip', 'close']).optional(),
      count: z.number().int().min(1).max(255).optional(),
      on_time_ms: z.number().int().min(0).max(4_294_967_295).optional(),
      off_time_ms: z.number().int().min(0).max(4_294_967_295).optional(),
    }),
    done.extend({ index: z.number().int(), status: z.string() }),
    { audited: true, rest: { method: 'POST', path: `${base}/{device_id}/write` } },
  ),
  'api.dnp3.metrics': procedure('Counters of every outstation', 'view', z.object({}), z.object({ timestamp: z.string(), devices: z.record(z.string(), performance) }), { rest: { method: 'GET', path: '/protocols/dnp3/performance/metrics' } }),
  'api.dnp3.summary': procedure(
    'Counters of all outstations together',
    'view',
    z.object({}),
    z.object({ timestamp: z.string(), total_devices: z.number().int(), connected_devices: z.number().int(), data_points: z.number().int(), requests: z.number().int(), responses: z.number().int(), timeouts: z.number().int(), success_rate: z.number().nullable(), average_response_ms: z.number().nullable() }),
    { rest: { method: 'GET', path: '/protocols/dnp3/performance/summary' } },
  ),
  'api.dnp3.performance': procedure('Counters of one outstation', 'view', deviceRef, performance.extend({ device_id: z.string(), timestamp: z.string() }), { rest: { method: 'GET', path: `${base}/{device_id}/performance` } }),
};
