import { ProcedureError } from '../../../shared/contract/answer';
import type { ModbusDeviceBody, ModbusDeviceUpdate } from '../../../shared/contract/modbus-api';
import type { Opaque } from '../../../shared/domain/point';

type DeviceType = NonNullable<ModbusDeviceUpdate['device_type']>;

const TRANSPORTS: Partial<Record<DeviceType, string>> = { tcp: 'tcp', rtu: 'rtu', rtu_over_tcp: 'rtu-over-tcp' };

type Given = Pick<ModbusDeviceUpdate, 'device_type' | 'host' | 'port' | 'serial' | 'tls'>;

/**
 * Line settings from the published fields, over what the line has or new lines begin with.
 * @throws ProcedureError `bad_input` naming the field
 */
export function lineSettingsOf(given: Given, base: Opaque): Opaque {
  const type = given.device_type ?? typeOf(base);
  const transport = TRANSPORTS[type];
  if (transport === undefined) throw badField('device_type', `${type} is not offered by this version; tcp, rtu and rtu_over_tcp are`);
  if (given.tls?.enabled === true) throw badField('tls', 'Modbus over TLS is not offered by this version');
  const settings: Opaque = { ...base, transport };
  if (transport === 'rtu') {
    if (!given.serial && typeof base['serialPath'] !== 'string') throw badField('serial', 'a serial line needs its port: { "path": "/dev/ttyUSB0" }');
    const { path, baud_rate: baudRate, parity, data_bits: dataBits, stop_bits: stopBits } = given.serial ?? {};
    return { ...settings, ...defined({ serialPath: path, baudRate, parity, dataBits, stopBits }) };
  }
  if (given.host === undefined && typeof base['host'] !== 'string') throw badField('host', 'is needed');
  return { ...settings, ...defined({ host: given.host, port: given.port }) };
}

/** Whether a body says anything about the line. */
export function touchesLine({ device_type, host, port, serial, tls }: Given): boolean {
  return [device_type, host, port, serial, tls].some((field) => field !== undefined);
}

/** Device settings from the published fields, over what the device has or new ones begin with. */
export function deviceSettingsOf(given: Pick<ModbusDeviceUpdate, 'unit_id' | 'timeout'>, base: Opaque): Opaque {
  return { ...base, ...defined({ unitId: given.unit_id, timeoutMs: given.timeout === undefined ? undefined : Math.round(given.timeout * 1000) }) };
}

/** The published name of a line's transport. */
export function typeOf(settings: Opaque): DeviceType {
  const { transport } = settings;
  return transport === 'rtu' ? 'rtu' : transport === 'rtu-over-tcp' ? 'rtu_over_tcp' : 'tcp';
}

/** The body of a new device as line fields; a serial one has no host, so a missing port means nothing. */
export function lineFieldsOf(body: ModbusDeviceBody): Given {
  const { device_type, host, port, serial, tls } = body;
  if (device_type !== 'rtu' && host === undefined) throw badField('host', 'is needed');
  if (device_type === 'rtu' && serial === undefined) throw badField('serial', 'a serial line needs its port: { "path": "/dev/ttyUSB0" }');
  return { device_type, ...(device_type === 'rtu' ? {} : { host, port }), ...(serial ? { serial } : {}), ...(tls ? { tls } : {}) };
}

function defined(fields: Record<string, string | number | undefined>): Opaque {
  const kept: Opaque = {};
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) kept[key] = value;
  return kept;
}

export function badField(path: string, message: string): ProcedureError {
  return new ProcedureError('bad_input', `${path}: ${message}.`, { fields: [{ path, message }] });
}
