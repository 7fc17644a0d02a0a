import type { ModbusDeviceBody, ModbusDeviceUpdate } from '../../../shared/contract/modbus-api';
import type { Opaque } from '../../../shared/domain/point';
import { badField, defined, mustBePem } from '../device-api/published-fields';

type DeviceType = NonNullable<ModbusDeviceUpdate['device_type']>;
type Tls = NonNullable<ModbusDeviceUpdate['tls']>;

const TRANSPORTS: Readonly<Record<DeviceType, string>> = { tcp: 'tcp', rtu: 'rtu', rtu_over_tcp: 'rtu-over-tcp', ascii: 'ascii', udp: 'udp' };
const USUAL_PORT = 502;
/** Of Modbus/TCP Security. */
const SECURE_PORT = 802;

type Given = Pick<ModbusDeviceUpdate, 'device_type' | 'host' | 'port' | 'serial' | 'tls'>;

/**
 * Line settings from the published fields, over what the line has or new lines begin with. The private key stands in
 * them as it was given: the caller puts it into the vault before they are kept.
 * @throws ProcedureError `bad_input` naming the field
 */
export function lineSettingsOf(given: Given, base: Opaque): Opaque {
  const type = given.device_type ?? typeOf(base);
  const secure = given.tls?.enabled ?? (base['transport'] === 'tls' && type === 'tcp');
  if (secure && type !== 'tcp') throw badField('tls', `TLS is for the device type tcp, not for ${type}`);
  const settings: Opaque = { ...base, transport: secure ? 'tls' : TRANSPORTS[type], ...(given.tls ? tlsFields(given.tls) : {}) };
  if (isSerialType(type)) {
    if (!given.serial && typeof base['serialPath'] !== 'string') throw badField('serial', NO_SERIAL_PORT);
    const { path, baud_rate: baudRate, parity, data_bits: dataBits, stop_bits: stopBits } = given.serial ?? {};
    return { ...settings, ...defined({ serialPath: path, baudRate, parity, dataBits, stopBits }) };
  }
  if (given.host === undefined && typeof base['host'] !== 'string') throw badField('host', 'is needed');
  return { ...settings, ...defined({ host: given.host, port: given.port }) };
}

const NO_SERIAL_PORT = 'a serial line needs its port: { "path": "/dev/ttyUSB0" }';

function isSerialType(type: DeviceType): boolean {
  return type === 'rtu' || type === 'ascii';
}

/** What is not given stays. */
function tlsFields({ ca, certificate, key, verify }: Tls): Opaque {
  mustBePem({ ca, certificate, key });
  return { verify, ...defined({ ca, certificate, key }) };
}

/** Whether a body says anything about the line. */
export function touchesLine({ device_type, host, port, serial, tls }: Given): boolean {
  return [device_type, host, port, serial, tls].some((field) => field !== undefined);
}

/** Device settings from the published fields, over what the device has or new ones begin with. */
export function deviceSettingsOf(given: Pick<ModbusDeviceUpdate, 'unit_id' | 'timeout'>, base: Opaque): Opaque {
  return { ...base, ...defined({ unitId: given.unit_id, timeoutMs: given.timeout === undefined ? undefined : Math.round(given.timeout * 1000) }) };
}

/** The published name of a line's transport; TLS is told beside it. */
export function typeOf(settings: Opaque): DeviceType {
  switch (settings['transport']) {
    case 'rtu':
    case 'ascii':
    case 'udp':
      return settings['transport'];
    case 'rtu-over-tcp':
      return 'rtu_over_tcp';
    default:
      return 'tcp';
  }
}

/** Whether the line is a serial port, which has no host. */
export function isSerialLine(settings: Opaque): boolean {
  return isSerialType(typeOf(settings));
}

/** The body of a new device as line fields; a serial one has no host, so a missing port means nothing. */
export function lineFieldsOf(body: ModbusDeviceBody): Given {
  const { device_type, host, serial, tls } = body;
  const serialType = isSerialType(device_type);
  if (!serialType && host === undefined) throw badField('host', 'is needed');
  if (serialType && serial === undefined) throw badField('serial', NO_SERIAL_PORT);
  const port = body.port ?? (tls?.enabled === true ? SECURE_PORT : USUAL_PORT);
  return { device_type, ...(serialType ? {} : { host, port }), ...(serial ? { serial } : {}), ...(tls ? { tls } : {}) };
}
