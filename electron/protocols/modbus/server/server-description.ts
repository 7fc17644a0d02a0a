import type { SettingField } from '../../../../shared/contract/devices';
import type { FaultKind, ServerDescription } from '../../../../shared/contract/simulators';
import { MODBUS_EXCEPTIONS } from '../../../stacks/modbus';
import { serialFields } from '../../serial-fields';
import { field } from '../../setting-field';

const milliseconds = (key: string, label: string, defaultValue: number, maximum = 600_000): SettingField => field({ key, label, kind: 'number', group: 'Fault', defaultValue, unit: 'ms', minimum: 0, maximum });

const NETWORK = { transport: ['tcp', 'udp', 'rtu-over-tcp'] };
const STREAM = { transport: ['tcp', 'rtu-over-tcp'] };
const SERIAL = { transport: ['rtu', 'ascii'] };
const SERIAL_PORT = serialFields('Port', SERIAL, { baudRate: 19_200, parity: 'even', dataBits: 'ASCII is mostly 7' });
const BYTE_ORDERS = ['ABCD', 'CDAB', 'BADC', 'DCBA'];

const portFields: SettingField[] = [
  field({ key: 'transport', label: 'Transport', kind: 'choice', group: 'Port', defaultValue: 'tcp', choices: [['tcp', 'TCP'], ['udp', 'UDP'], ['rtu-over-tcp', 'RTU over TCP'], ['rtu', 'RTU'], ['ascii', 'ASCII']] }),
  field({ key: 'host', label: 'Listens on', kind: 'text', group: 'Port', defaultValue: '127.0.0.1', help: 'An address of this computer; 0.0.0.0 for every one: then anybody in the network can reach it', visibleWhen: NETWORK }),
  field({ key: 'port', label: 'Port', kind: 'integer', group: 'Port', defaultValue: 502, minimum: 0, maximum: 65_535, help: '0 takes a free one; below 1024 some systems ask for rights', visibleWhen: NETWORK }),
  SERIAL_PORT.port,
  ...SERIAL_PORT.character,
  field({ key: 'maxClients', label: 'Clients at once', kind: 'integer', group: 'Clients', defaultValue: 32, minimum: 1, maximum: 1000, visibleWhen: NETWORK }),
  field({ key: 'idleS', label: 'Close when idle for', kind: 'number', group: 'Clients', defaultValue: 0, unit: 's', minimum: 0, maximum: 86_400, help: '0 for never', visibleWhen: STREAM }),
  field({ key: 'absentUnit', label: 'Units that are not here', kind: 'choice', group: 'Answers', defaultValue: 'silent', choices: [['silent', 'No answer'], ['10', 'Exception 10, as a gateway'], ['11', 'Exception 11, as a gateway']], visibleWhen: NETWORK }),
  field({ key: 'gaps', label: 'Addresses between points', kind: 'choice', group: 'Answers', defaultValue: 'refuse', choices: [['refuse', 'Exception 2'], ['zero', 'Read as 0']] }),
];

const unitFields: SettingField[] = [
  field({ key: 'unitId', label: 'Unit identifier', kind: 'integer', group: 'Unit', defaultValue: 1, minimum: 0, maximum: 255, help: '1 to 247 on serial lines' }),
  field({ key: 'byteOrder', label: 'Word order', kind: 'choice', group: 'Unit', defaultValue: 'ABCD', choices: BYTE_ORDERS.map((order) => [order, order] as const), help: 'For points that name none' }),
  field({ key: 'exceptionStatus', label: 'Exception status (07)', kind: 'integer', group: 'Says of itself', defaultValue: 0, minimum: 0, maximum: 255, help: 'Eight bits; empty: exception 1' }),
  field({ key: 'serverId', label: 'Server id (17)', kind: 'integer', group: 'Says of itself', defaultValue: 255, minimum: 0, maximum: 255 }),
  field({ key: 'serverText', label: 'Server text (17)', kind: 'text', group: 'Says of itself', defaultValue: '', help: "Empty: the simulator's name" }),
  field({ key: 'running', label: 'Run indicator (17)', kind: 'switch', group: 'Says of itself', defaultValue: true }),
  field({ key: 'vendorName', label: 'Vendor name (43/14)', kind: 'text', group: 'Says of itself', defaultValue: '' }),
  field({ key: 'productCode', label: 'Product code (43/14)', kind: 'text', group: 'Says of itself', defaultValue: '' }),
  field({ key: 'revision', label: 'Revision (43/14)', kind: 'text', group: 'Says of itself', defaultValue: '' }),
  field({ key: 'productName', label: 'Product name (43/14)', kind: 'text', group: 'Says of itself', defaultValue: '' }),
  field({ key: 'modelName', label: 'Model name (43/14)', kind: 'text', group: 'Says of itself', defaultValue: '' }),
];

const kind = (id: string, title: string, help: string, fields: SettingField[] = [], onlyWhere: FaultKind['onlyWhere'] = {}, meets: FaultKind['meets'] = 'answer'): FaultKind => ({ id, title, help, meets, fields, onlyWhere });

const faultKinds: FaultKind[] = [
  kind('delay', 'Delay', 'The answer comes later', [milliseconds('ms', 'By', 1000)]),
  kind('jitter', 'Jitter', 'The answer comes later by chance', [milliseconds('fromMs', 'At least', 0), milliseconds('toMs', 'At most', 500)]),
  kind('no-answer', 'No answer', 'The request is carried out and the answer lost'),
  kind('busy', 'Busy', 'Exception 6; nothing is carried out'),
  kind('exception', 'Exception', 'Nothing is carried out', [
    field({ key: 'code', label: 'Exception', kind: 'choice', group: 'Fault', defaultValue: 4, choices: Object.entries(MODBUS_EXCEPTIONS).map(([code, { name }]) => [code, `${code} ${name}`] as const) }),
  ]),
  kind('wrong-crc', 'Wrong checksum', 'CRC on RTU, LRC on ASCII', [], { transport: ['rtu', 'ascii', 'rtu-over-tcp'] }),
  kind('wrong-unit', 'Wrong unit', 'The answer names another unit', [field({ key: 'unitId', label: 'Unit identifier', kind: 'integer', group: 'Fault', defaultValue: null, minimum: 0, maximum: 255, help: 'Empty: the next one' })]),
  kind('wrong-transaction', 'Wrong transaction', 'The answer names another transaction', [field({ key: 'by', label: 'Off by', kind: 'integer', group: 'Fault', defaultValue: 1, minimum: 1, maximum: 65_535 })], { transport: ['tcp', 'udp'] }),
  kind('wrong-length', 'Wrong length', 'The header says another length', [field({ key: 'length', label: 'Length', kind: 'integer', group: 'Fault', defaultValue: 0, minimum: 0, maximum: 65_535 })], { transport: ['tcp', 'udp'] }),
  kind('truncated', 'Truncated', 'Only the beginning is sent', [field({ key: 'octets', label: 'Octets sent', kind: 'integer', group: 'Fault', defaultValue: null, minimum: 0, maximum: 512, help: 'Empty: half of them' })]),
  kind('split', 'Split', 'Each octet by itself; on UDP each is a datagram', [milliseconds('gapMs', 'Gap', 1, 10_000)]),
  kind('duplicated', 'Duplicated', 'The answer comes twice', [milliseconds('gapMs', 'Gap', 0, 10_000)]),
  kind('garbage', 'Trailing garbage', 'Octets of chance behind the answer', [field({ key: 'octets', label: 'Octets', kind: 'integer', group: 'Fault', defaultValue: 8, minimum: 1, maximum: 256 })]),
  kind('hang-up', 'Hang up', 'The connection is closed in place of an answer; the request was carried out', [], STREAM),
  kind('stuck', 'Stuck connection', 'A new connection is accepted and never answered', [], STREAM, 'connection'),
];

const faultScopeFields: SettingField[] = [
  field({ key: 'unitId', label: 'Unit identifier', kind: 'integer', group: 'Meets', defaultValue: null, minimum: 0, maximum: 255 }),
  field({ key: 'function', label: 'Function', kind: 'integer', group: 'Meets', defaultValue: null, minimum: 1, maximum: 127 }),
  field({ key: 'table', label: 'Table', kind: 'choice', group: 'Meets', defaultValue: null, choices: [['coil', 'Coils'], ['discrete-input', 'Discrete inputs'], ['input-register', 'Input registers'], ['holding-register', 'Holding registers']] }),
  field({ key: 'from', label: 'From address', kind: 'integer', group: 'Meets', defaultValue: null, minimum: 0, maximum: 65_535, help: '0-based, as on the wire' }),
  field({ key: 'to', label: 'To address', kind: 'integer', group: 'Meets', defaultValue: null, minimum: 0, maximum: 65_535 }),
];

/** What the screens are told about a Modbus server. */
export const modbusServerDescription: ServerDescription = { protocol: 'modbus', title: 'Modbus', unitTitle: 'Unit', portFields, unitFields, faultKinds, faultScopeFields, learns: true, keepsFiles: false, switches: [] };
