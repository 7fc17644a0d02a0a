import type { ProtocolDescription, SettingField } from '../../../shared/contract/devices';
import { NOTATIONS } from './address-notation';

type Choices = readonly (readonly [value: string, label: string])[];

/** A field with what most fields have left out. */
function field(given: Pick<SettingField, 'key' | 'label' | 'kind' | 'group' | 'defaultValue'> & Partial<Omit<SettingField, 'choices'>> & { readonly choices?: Choices }): SettingField {
  const choices = (given.choices ?? []).map(([value, label]) => ({ value, label }));
  return { unit: '', help: '', minimum: null, maximum: null, visibleWhen: {}, ...given, choices };
}

const TCP = { transport: ['tcp', 'rtu-over-tcp'] };
const SERIAL = { transport: ['rtu'] };
const BAUD_RATES = ['1200', '2400', '4800', '9600', '19200', '38400', '57600', '115200', '230400', '460800', '921600'];
const BYTE_ORDERS: Choices = [
  ['ABCD', 'ABCD'],
  ['CDAB', 'CDAB'],
  ['BADC', 'BADC'],
  ['DCBA', 'DCBA'],
];

const lineFields: SettingField[] = [
  field({ key: 'transport', label: 'Transport', kind: 'choice', group: 'Connection', defaultValue: 'tcp', choices: [['tcp', 'TCP'], ['rtu', 'RTU'], ['rtu-over-tcp', 'RTU over TCP']] }),
  field({ key: 'host', label: 'Host', kind: 'text', group: 'Connection', defaultValue: '', help: 'Name or address', visibleWhen: TCP }),
  field({ key: 'port', label: 'Port', kind: 'integer', group: 'Connection', defaultValue: 502, minimum: 1, maximum: 65_535, help: '502 is usual', visibleWhen: TCP }),
  field({ key: 'serialPath', label: 'Serial port', kind: 'serial-port', group: 'Connection', defaultValue: '', visibleWhen: SERIAL }),
  field({ key: 'serialNumber', label: 'Adapter serial number', kind: 'text', group: 'Connection', defaultValue: '', help: 'Finds the adapter when it comes back under another name', visibleWhen: SERIAL }),
  field({ key: 'baudRate', label: 'Baud rate', kind: 'choice', group: 'Connection', defaultValue: 19_200, unit: 'bit/s', choices: BAUD_RATES.map((rate) => [rate, rate] as const), visibleWhen: SERIAL }),
  field({ key: 'dataBits', label: 'Data bits', kind: 'choice', group: 'Connection', defaultValue: 8, choices: [['8', '8 data'], ['7', '7 data']], visibleWhen: SERIAL }),
  field({ key: 'parity', label: 'Parity', kind: 'choice', group: 'Connection', defaultValue: 'even', choices: [['none', 'None'], ['even', 'Even'], ['odd', 'Odd']], visibleWhen: SERIAL }),
  field({ key: 'stopBits', label: 'Stop bits', kind: 'choice', group: 'Connection', defaultValue: 1, choices: [['1', '1 stop'], ['2', '2 stop']], visibleWhen: SERIAL }),
  field({ key: 'connectTimeoutMs', label: 'Connection timeout', kind: 'integer', group: 'Timing', defaultValue: 5000, unit: 'ms', minimum: 100, maximum: 60_000, visibleWhen: TCP }),
  field({ key: 'interRequestDelayMs', label: 'Inter-frame delay', kind: 'number', group: 'Timing', defaultValue: 0, unit: 'ms', minimum: 0, maximum: 10_000, help: 'Beyond the 3.5 characters of the standard' }),
  field({ key: 'connectionUse', label: 'Connections', kind: 'choice', group: 'Requests', defaultValue: 'shared', choices: [['shared', 'One for all units'], ['per-unit', 'One a unit']], help: 'One a unit only where the device or gateway takes so many', visibleWhen: { transport: ['tcp'] } }),
  field({ key: 'maxConnections', label: 'At most', kind: 'integer', group: 'Requests', defaultValue: 10, unit: 'connections', minimum: 1, maximum: 64, visibleWhen: { transport: ['tcp'], connectionUse: ['per-unit'] } }),
];

const deviceFields: SettingField[] = [
  field({ key: 'unitId', label: 'Unit identifier', kind: 'integer', group: 'Connection', defaultValue: 1, minimum: 0, maximum: 255, help: '1 to 247 on serial lines; 0 or 255 for some TCP devices' }),
  field({ key: 'timeoutMs', label: 'Response timeout', kind: 'integer', group: 'Timing', defaultValue: 5000, unit: 'ms', minimum: 20, maximum: 120_000 }),
  field({ key: 'retries', label: 'Retries', kind: 'integer', group: 'Timing', defaultValue: 3, minimum: 0, maximum: 20, help: 'Reads only; a write is never sent again' }),
  field({ key: 'idleCheckMs', label: 'Check when idle for', kind: 'integer', group: 'Timing', defaultValue: 3000, unit: 'ms', minimum: 0, maximum: 3_600_000, help: 'One read, so that a loss shows; 0 for never' }),
  field({ key: 'maxRegistersPerRead', label: 'Registers a request', kind: 'integer', group: 'Requests', defaultValue: 125, minimum: 1, maximum: 125 }),
  field({ key: 'maxBitsPerRead', label: 'Bits a request', kind: 'integer', group: 'Requests', defaultValue: 2000, minimum: 1, maximum: 2000 }),
  field({ key: 'maxRegistersPerWrite', label: 'Registers a write', kind: 'integer', group: 'Requests', defaultValue: 123, minimum: 1, maximum: 123 }),
  field({ key: 'gapTolerance', label: 'Gap tolerance', kind: 'integer', group: 'Requests', defaultValue: 8, unit: 'registers', minimum: 0, maximum: 124, help: 'Unused registers that one request may carry' }),
  field({ key: 'pipelineDepth', label: 'Requests at once', kind: 'integer', group: 'Requests', defaultValue: 1, minimum: 1, maximum: 16, help: 'More than 1 only on TCP, where the device allows it' }),
  field({ key: 'writeFunction', label: 'Write functions', kind: 'choice', group: 'Requests', defaultValue: 'auto', choices: [['auto', '05, 06, 15, 16'], ['multiple', '15 and 16 only']] }),
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
  field({ key: 'bit', label: 'Bit', kind: 'integer', group: 'Address', defaultValue: null, minimum: 0, maximum: 15, help: 'Of a register, 0 the least significant', visibleWhen: { dataType: ['boolean'] } }),
  field({ key: 'byteOrder', label: 'Word order', kind: 'choice', group: 'Address', defaultValue: null, choices: BYTE_ORDERS, help: "Empty: the device's" }),
  field({ key: 'length', label: 'Length', kind: 'integer', group: 'Address', defaultValue: null, unit: 'registers', minimum: 1, maximum: 125, help: 'Two octets each', visibleWhen: { dataType: ['string'] } }),
];

/** What the screens are told about Modbus. */
export const modbusDescription: ProtocolDescription = {
  name: 'modbus',
  title: 'Modbus',
  pointListTitle: 'Register map',
  capabilities: ['poll', 'write', 'inspect', 'prepare-write', 'test'],
  lineFields,
  deviceFields,
  addressFields,
  dataTypes: ['boolean', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'float32', 'float64', 'string'],
  addressNotations: [...NOTATIONS],
  defaultPollIntervalMs: 1000,
};
