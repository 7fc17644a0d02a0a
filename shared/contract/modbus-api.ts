import { z } from 'zod';
import { deviceLabelSchema } from '../domain/device';
import { wireValueSchema } from '../domain/value';
import { dataTypeSchema } from '../domain/data-type';
import { sensorTypeSchema } from '../domain/point';
import { procedure } from './procedure';

/** The published Modbus routes; snake case as existing clients send and read them. */
const base = '/protocols/modbus/devices';
const deviceRef = z.object({ device_id: deviceLabelSchema });

export const registerTypeSchema = z.enum(['holding_register', 'input_register', 'coil', 'discrete_input']);
const byteOrder = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^(?!.*(.).*\1)(?:[AB]{2}|[A-D]{4}|[A-F]{6}|[A-H]{8})$/, 'the letters from A on, each once, for 2, 4, 6 or 8 octets, such as CDAB')
  .describe('The order of octets on the wire, A the most significant. ABCD, CDAB, BADC and DCBA hold for every length; any other permutation, such as EFABCD, for values of its own length.');
const dataType = z
  .union([dataTypeSchema, z.literal('bool')])
  .describe(
    'qM.N and uqM.N are fixed point with and without a sign; bcd16 and bcd32 binary coded decimal; unix32, unix64 and unix64ms count from 1970 UTC; time32 and utime32 are spans in milliseconds (IEC 61131-3 TIME); date48ymd, date48mdy and date64 are dates in three or four registers, as seconds (date64: milliseconds) since 1970 on the device\'s own clock. Octets that are no value of the type are bad with a reason.',
  );

export const registerSchema = z.object({
  address: z.number().int().min(0).max(65_535),
  register_type: registerTypeSchema,
  count: z.number().int().min(1).max(125).optional(),
  data_type: dataType.optional(),
  scale_factor: z
    .number()
    .refine((scale) => scale !== 0, 'a scale factor of 0 would lose the value')
    .default(1),
  offset: z.number().default(0),
  sensor_type: sensorTypeSchema.min(1),
  name: z.string().min(1).max(200).optional(),
  unit: z.string().max(32).optional(),
  byte_order: byteOrder.optional(),
  /** Bit in the register, 0 the least significant. */
  bit: z.number().int().min(0).max(15).optional(),
  bit_count: z.number().int().min(1).max(16).optional().describe('Bits from `bit` on that make one number, as uint16 or int16.'),
  elements: z.number().int().min(1).max(10_000).optional().describe('Makes an array: so many values in a row from `address` on, each a register and a reading of its own.'),
});
export type ApiRegister = z.infer<typeof registerSchema>;
export type ApiRegisterType = z.infer<typeof registerTypeSchema>;

/** Certificates and key as PEM. The key goes into the vault. */
export const tlsSchema = z.object({
  enabled: z.boolean(),
  ca: z.string().max(1_000_000).optional(),
  certificate: z.string().max(1_000_000).optional(),
  key: z.string().max(64_000).optional(),
  verify: z.boolean().default(true),
});

export const serialSchema = z.object({
  path: z.string().min(1),
  baud_rate: z.number().int().min(300).max(4_000_000).default(19_200),
  parity: z.enum(['none', 'even', 'odd']).default('even'),
  data_bits: z.union([z.literal(7), z.literal(8)]).default(8),
  stop_bits: z.union([z.literal(1), z.literal(2)]).default(1),
});

export const modbusDeviceBodySchema = z.object({
  device_id: deviceLabelSchema,
  unit_id: z.number().int().min(0).max(255),
  /** Required for every transport but a serial one. */
  host: z.string().min(1).max(253).optional(),
  /** 502 where it is missing, 802 with TLS. */
  port: z.number().int().min(1).max(65_535).optional(),
  device_type: z.enum(['tcp', 'rtu', 'rtu_over_tcp', 'ascii', 'udp']).default('tcp'),
  serial: serialSchema.optional(),
  /** Seconds. */
  /** Seconds; 5 unless the project has another default. */
  timeout: z.number().min(0.05).max(120).optional(),
  registers: z.array(registerSchema).max(100_000).default([]),
  tls: tlsSchema.optional(),
});

export type ModbusDeviceBody = z.infer<typeof modbusDeviceBodySchema>;

/** A change of a device: without defaults, because what is not given stays. */
export const modbusDeviceUpdateSchema = z.object({
  device_id: deviceLabelSchema,
  unit_id: z.number().int().min(0).max(255).optional(),
  host: z.string().min(1).max(253).optional(),
  port: z.number().int().min(1).max(65_535).optional(),
  device_type: z.enum(['tcp', 'rtu', 'rtu_over_tcp', 'ascii', 'udp']).optional(),
  serial: z
    .object({
      path: z.string().min(1),
      baud_rate: z.number().int().min(300).max(4_000_000),
      parity: z.enum(['none', 'even', 'odd']),
      data_bits: z.union([z.literal(7), z.literal(8)]),
      stop_bits: z.union([z.literal(1), z.literal(2)]),
    })
    .partial()
    .optional(),
  timeout: z.number().min(0.05).max(120).optional(),
  registers: z.array(registerSchema).max(100_000).optional(),
  tls: tlsSchema.optional(),
});
export type ModbusDeviceUpdate = z.infer<typeof modbusDeviceUpdateSchema>;

const added = z.object({ message: z.string(), device_id: z.string() });

export const readingApiSchema = z.object({
  name: z.string(),
  sensor_type: z.string(),
  register_type: registerTypeSchema,
  address: z.number().int(),
  raw_value: z.array(z.number().int()),
  processed_value: wireValueSchema,
  processed_time: z.string().optional().describe('The value of a time type as ISO 8601, or as IEC 61131-3 writes a span.'),
  data_type: z.string(),
  unit: z.string(),
  quality: z.enum(['good', 'uncertain', 'bad']),
  timestamp: z.string(),
  error: z.string().optional(),
});

const deviceEntry = z.object({
  unit_id: z.number().int(),
  host: z.string().nullable(),
  port: z.number().int().nullable(),
  device_type: z.string(),
  connected: z.boolean(),
  register_count: z.number().int(),
  last_reading: z.string().nullable(),
});

export const modbusApiProcedures = {
  'api.modbus.add': procedure('Adds a Modbus device', 'configure', modbusDeviceBodySchema, added, {
    audited: true,
    rest: { method: 'POST', path: base, successStatus: 201 },
  }),
  'api.modbus.list': procedure(
    'Modbus devices',
    'view',
    z.object({}),
    z.object({
      service: z.literal('modbus'),
      total_devices: z.number().int(),
      connected_devices: z.number().int(),
      devices: z.record(z.string(), deviceEntry),
    }),
    { rest: { method: 'GET', path: base } },
  ),
  'api.modbus.get': procedure('One Modbus device', 'view', deviceRef, deviceEntry.extend({ device_id: z.string(), registers: z.array(z.record(z.string(), z.json())) }), {
    rest: { method: 'GET', path: `${base}/{device_id}` },
  }),
  'api.modbus.update': procedure(
    'Changes a Modbus device; what is not given stays',
    'configure',
    modbusDeviceUpdateSchema,
    added,
    { audited: true, rest: { method: 'PUT', path: `${base}/{device_id}` } },
  ),
  'api.modbus.remove': procedure('Removes a Modbus device', 'configure', deviceRef, added, {
    audited: true,
    rest: { method: 'DELETE', path: `${base}/{device_id}` },
  }),
  'api.modbus.connect': procedure('Connects; the connection is kept and sought again when lost', 'operate', deviceRef.extend({ tls: tlsSchema.optional() }), added, {
    audited: true,
    rest: { method: 'POST', path: `${base}/{device_id}/connect` },
  }),
  'api.modbus.disconnect': procedure('Disconnects', 'operate', deviceRef, added, {
    audited: true,
    rest: { method: 'POST', path: `${base}/{device_id}/disconnect` },
  }),
  'api.modbus.test': procedure(
    'Opens, reads one thing, closes, and says in plain words what is wrong',
    'operate',
    deviceRef,
    z.object({
      success: z.boolean(),
      steps: z.array(z.object({ name: z.string(), ok: z.boolean().nullable(), duration_ms: z.number(), message: z.string() })),
      diagnosis: z.string(),
    }),
    { rest: { method: 'POST', path: `${base}/{device_id}/test` } },
  ),
  'api.modbus.setRegisters': procedure(
    'Replaces the register map',
    'configure',
    deviceRef.extend({ registers: z.array(registerSchema).max(100_000) }),
    z.object({ message: z.string(), device_id: z.string(), register_count: z.number().int() }),
    { audited: true, rest: { method: 'POST', path: `${base}/{device_id}/registers` } },
  ),
  'api.modbus.data': procedure(
    'Reads the device now',
    'view',
    deviceRef,
    z.object({
      device_id: z.string(),
      timestamp: z.string(),
      success: z.boolean(),
      readings: z.record(z.string(), readingApiSchema),
      error: z.string().optional(),
    }),
    { rest: { method: 'GET', path: `${base}/{device_id}/data` } },
  ),
  'api.modbus.read': procedure(
    'Reads addresses, mapped or not',
    'operate',
    deviceRef.extend({
      address: z.number().int().min(0).max(65_535),
      count: z.number().int().min(1).max(2000),
      register_type: registerTypeSchema,
      data_type: dataType.optional(),
      byte_order: byteOrder.optional(),
    }),
    z.object({ device_id: z.string(), address: z.number().int(), values: z.array(wireValueSchema), timestamp: z.string() }),
    { rest: { method: 'POST', path: `${base}/{device_id}/read` } },
  ),
  'api.modbus.write': procedure(
    'Writes: engineering where the address is mapped, raw otherwise',
    'write',
    deviceRef.extend({
      address: z.number().int().min(0).max(65_535),
      value: wireValueSchema.optional(),
      values: z.array(wireValueSchema).min(1).max(1968).optional(),
      register_type: z.enum(['holding_register', 'coil']).default('holding_register'),
      data_type: dataType.optional(),
      byte_order: byteOrder.optional(),
      verify: z.boolean().default(false),
    }),
    z.object({
      message: z.string(),
      device_id: z.string(),
      address: z.number().int(),
      value: z.union([wireValueSchema, z.array(wireValueSchema)]),
      previous_value: z.union([wireValueSchema, z.array(wireValueSchema)]),
      verified: z.boolean(),
    }),
    { audited: true, rest: { method: 'POST', path: `${base}/{device_id}/write` } },
  ),
};
