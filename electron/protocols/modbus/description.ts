import type { ProtocolDescription, SettingField } from '../../../shared/contract/devices';
import { dataTypeSchema } from '../../../shared/domain/data-type';
import { serialFields } from '../serial-fields';
import { field, type Choices } from '../setting-field';
import { NOTATIONS } from './address-notation';
import { presets } from './presets';
import { requestFunctions } from './request-functions';

const NETWORK = { transport: ['tcp', 'tls', 'udp', 'rtu-over-tcp'] };
const STREAM = { transport: ['tcp', 'tls', 'rtu-over-tcp'] };
const SERIAL = { transport: ['rtu', 'ascii'] };
const SECURE = { transport: ['tls'] };
const SERIAL_PORT = serialFields('Connection', SERIAL, { baudRate: 19_200, parity: 'even', dataBits: 'ASCII is mostly 7' });
const BYTE_ORDERS: Choices = [
  ['ABCD', 'ABCD'],
  ['CDAB', 'CDAB'],
  ['BADC', 'BADC'],
  ['DCBA', 'DCBA'],
];

const lineFields: SettingField[] = [
  field({ key: 'transport', label: 'Transport', kind: 'choice', group: 'Connection', defaultValue: 'tcp', choices: [['tcp', 'TCP'], ['tls', 'TCP with TLS'], ['udp', 'UDP'], ['rtu-over-tcp', 'RTU over TCP'], ['rtu', 'RTU'], ['ascii', 'ASCII']] }),
  field({ key: 'host', label: 'Host', kind: 'text', group: 'Connection', defaultValue: '', help: 'Name or address', visibleWhen: NETWORK }),
  field({ key: 'port', label: 'Port', kind: 'integer', group: 'Connection', defaultValue: 502, minimum: 1, maximum: 65_535, help: '502 is usual, 802 with TLS', visibleWhen: NETWORK }),
  SERIAL_PORT.port,
  SERIAL_PORT.adapter,
  ...SERIAL_PORT.character,
  field({ key: 'verify', label: "Check the device's certificate", kind: 'switch', group: 'Security', defaultValue: true, help: 'Off: anybody between can read and change everything', visibleWhen: SECURE }),
  field({ key: 'ca', label: 'Trusted authority', kind: 'pem', group: 'Security', defaultValue: '', help: "PEM; empty: this computer's list", visibleWhen: SECURE }),
  field({ key: 'certificate', label: 'Own certificate', kind: 'pem', group: 'Security', defaultValue: '', help: 'PEM, with its chain. Modbus/TCP Security asks for one', visibleWhen: SECURE }),
  field({ key: 'key', label: 'Own private key', kind: 'secret-pem', group: 'Security', defaultValue: '', help: 'PEM without a passphrase; kept in the vault', visibleWhen: SECURE }),
  field({ key: 'serverName', label: 'Server name', kind: 'text', group: 'Security', defaultValue: '', help: 'Where the certificate has another name than the host', visibleWhen: SECURE }),
  field({ key: 'connectTimeoutMs', label: 'Connection timeout', kind: 'integer', group: 'Timing', defaultValue: 5000, unit: 'ms', minimum: 100, maximum: 60_000, visibleWhen: STREAM }),
  field({ key: 'afterConnectDelayMs', label: 'Delay after connecting', kind: 'number', group: 'Timing', defaultValue: 0, unit: 'ms', minimum: 0, maximum: 10_000, help: 'Before the first request' }),
  field({ key: 'interRequestDelayMs', label: 'Inter-frame delay', kind: 'number', group: 'Timing', defaultValue: 0, unit: 'ms', minimum: 0, maximum: 10_000, help: 'Between any two requests of the line, beyond the 3.5 characters of the standard' }),
  field({ key: 'turnaroundMs', label: 'Turnaround delay', kind: 'number', group: 'Timing', defaultValue: 150, unit: 'ms', minimum: 0, maximum: 10_000, help: 'After a broadcast; the standard says 100 to 200', visibleWhen: SERIAL }),
  field({ key: 'keepAliveS', label: 'Keep alive', kind: 'number', group: 'Timing', defaultValue: 10, unit: 's', minimum: 0, maximum: 7200, help: 'Quiet time before TCP asks whether the peer is there; 0 for never', visibleWhen: STREAM }),
  field({ key: 'connectionLife', label: 'A connection', kind: 'choice', group: 'Requests', defaultValue: 'auto', choices: [['auto', 'Is kept'], ['per-request', 'Carries one request']], help: 'A device that ends each after its answer is found out by itself', visibleWhen: STREAM }),
  field({ key: 'connectionUse', label: 'Connections', kind: 'choice', group: 'Requests', defaultValue: 'shared', choices: [['shared', 'One for all units'], ['per-unit', 'One a unit']], help: 'One a unit only where the device or gateway takes so many', visibleWhen: STREAM }),
  field({ key: 'maxConnections', label: 'The gateway takes', kind: 'integer', group: 'Requests', defaultValue: 10, unit: 'connections', minimum: 1, maximum: 64, help: 'More units than these share them', visibleWhen: { ...STREAM, connectionUse: ['per-unit'] } }),
];

const deviceFields: SettingField[] = [
  field({ key: 'unitId', label: 'Unit identifier', kind: 'integer', group: 'Connection', defaultValue: 1, minimum: 0, maximum: 255, help: '1 to 247 on serial lines; 0 or 255 for some TCP devices' }),
  field({ key: 'timeoutMs', label: 'Response timeout', kind: 'integer', group: 'Timing', defaultValue: 5000, unit: 'ms', minimum: 20, maximum: 120_000 }),
  field({ key: 'retries', label: 'Retries', kind: 'integer', group: 'Timing', defaultValue: 3, minimum: 0, maximum: 20, help: 'After the first try: 3 means 4 tries in all, fewer where a lost device would show too late. Reads only; a write is never sent again' }),
  field({ key: 'requestDelayMs', label: 'Delay between requests', kind: 'integer', group: 'Timing', defaultValue: 0, unit: 'ms', minimum: 0, maximum: 10_000, help: 'To this device; others on the line go on' }),
  field({ key: 'idleCheckMs', label: 'Check when idle for', kind: 'integer', group: 'Timing', defaultValue: 3000, unit: 'ms', minimum: 0, maximum: 3_600_000, help: 'One read, so that a loss shows; 0 for never' }),
  field({ key: 'maxRegistersPerRead', label: 'Registers a request', kind: 'integer', group: 'Requests', defaultValue: 125, minimum: 1, maximum: 125 }),
  field({ key: 'maxBitsPerRead', label: 'Bits a request', kind: 'integer', group: 'Requests', defaultValue: 2000, minimum: 1, maximum: 2000 }),
  field({ key: 'maxRegistersPerWrite', label: 'Registers a write', kind: 'integer', group: 'Requests', defaultValue: 123, minimum: 1, maximum: 123 }),
  field({ key: 'gapTolerance', label: 'Gap tolerance', kind: 'integer', group: 'Requests', defaultValue: 8, unit: 'registers', minimum: 0, maximum: 124, help: 'Unused registers that one request may carry' }),
  field({ key: 'forbidden', label: 'Never read', kind: 'text', group: 'Requests', defaultValue: '', help: 'Addresses that no read may touch: 40100-40110, coils 5' }),
  field({ key: 'pipelineDepth', label: 'Requests at once', kind: 'integer', group: 'Requests', defaultValue: 1, minimum: 1, maximum: 16, help: 'More than 1 only on TCP, where the device allows it; the diagnostics measure it' }),
  field({ key: 'writeFunction', label: 'Write functions', kind: 'choice', group: 'Requests', defaultValue: 'auto', choices: [['auto', '05, 06, 15, 16'], ['multiple', '15 and 16 only']] }),
  field({ key: 'bitWrite', label: 'Bit of a register', kind: 'choice', group: 'Requests', defaultValue: 'auto', choices: [['auto', 'As the device can'], ['mask', '22 Mask write only'], ['read-modify-write', 'Read, then write whole']], help: 'Read and written whole, what changes in between is lost' }),
  field({ key: 'addressNotation', label: 'Shown as', kind: 'choice', group: 'Addresses and decoding', defaultValue: 'Modicon', choices: NOTATIONS.map((notation) => [notation, notation] as const) }),
  field({ key: 'byteOrder', label: 'Word order', kind: 'choice', group: 'Addresses and decoding', defaultValue: 'ABCD', choices: BYTE_ORDERS, help: 'For points that name none' }),
];

const addressFields: SettingField[] = [
  field({
    key: 'table',
    label: 'Table',
    kind: 'choice',
    group: 'Address',
    defaultValue: 'holding-register',
    choices: [
      ['coil', 'Coils'],
      ['discrete-input', 'Discrete inputs'],
      ['input-register', 'Input registers'],
      ['holding-register', 'Holding registers'],
    ],
  }),
  field({ key: 'address', label: 'Address', kind: 'integer', group: 'Address', defaultValue: 0, minimum: 0, maximum: 65_535, help: '0-based, as on the wire' }),
  field({ key: 'bit', label: 'Bit', kind: 'integer', group: 'Address', defaultValue: null, minimum: 0, maximum: 15, help: 'Of a register, 0 the least significant', visibleWhen: { dataType: ['boolean', 'uint16', 'int16'] } }),
  field({ key: 'bitCount', label: 'Number of bits', kind: 'integer', group: 'Address', defaultValue: null, minimum: 1, maximum: 16, help: 'For a number in some bits of a register', visibleWhen: { dataType: ['uint16', 'int16'] } }),
  field({ key: 'byteOrder', label: 'Word order', kind: 'text', group: 'Address', defaultValue: null, choices: BYTE_ORDERS, help: "Empty: the device's. Also others, such as EFABCD" }),
  field({ key: 'length', label: 'Length', kind: 'integer', group: 'Address', defaultValue: null, unit: 'registers', minimum: 1, maximum: 125, help: 'Two octets each', visibleWhen: { dataType: ['string'] } }),
];

/** What the screens are told about Modbus. */
export const modbusDescription: ProtocolDescription = {
  name: 'modbus',
  title: 'Modbus',
  pointListTitle: 'Register map',
  frameFields: ['transport'],
  capabilities: ['poll', 'write', 'inspect', 'prepare-write', 'test', 'request', 'identify', 'measure-depth', 'word-bits', 'describe-itself'],
  lineFields,
  deviceFields,
  addressFields,
  dataTypes: [...dataTypeSchema.options],
  addressNotations: [...NOTATIONS],
  defaultPollIntervalMs: 1000,
  presets,
  requestFunctions,
};
