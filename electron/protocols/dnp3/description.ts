import { ACTIONS } from './actions';
import { serialFields } from '../serial-fields';
import { field } from '../setting-field';
import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { Choices } from '../setting-field';
import { FILE_ROOT, FILE_SEPARATOR } from './file-words';
import { DEVICE_PROFILE } from './profile/device-profile';
import { SECURITY_ACTIONS } from './security-actions';
import { securityFields } from './security-fields';
import { ADDRESS_TYPES, TYPE_FACTS } from './point-address';

const NETWORK = { transport: ['tcp', 'tls', 'udp'] };
const STREAM = { transport: ['tcp', 'tls'] };
const TLS = { transport: ['tls'] };
const SERIAL = { transport: ['serial'] };
const SERIAL_PORT = serialFields('Connection', SERIAL, { baudRate: 9600, parity: 'none' });
const BINARY_OUTPUT = { type: ['binary-output'] };
const CLASSES: Choices = [['', 'None'], ['1', '1'], ['2', '2'], ['3', '3'], ['1,2', '1 and 2'], ['1,3', '1 and 3'], ['2,3', '2 and 3'], ['1,2,3', '1, 2 and 3']];

/** What the screens are told about DNP3. */
export const dnp3Description: ProtocolDescription = {
  name: 'dnp3',
  title: 'DNP3',
  pointListTitle: 'Points',
  frameFields: ['transport'],
  capabilities: ['poll', 'subscribe', 'write', 'prepare-write', 'test', 'identify', 'act', 'command', 'event-path', 'inventory', 'files'],
  files: { root: FILE_ROOT, separator: FILE_SEPARATOR },
  lineFields: [
    field({ key: 'transport', label: 'Transport', kind: 'choice', group: 'Connection', defaultValue: 'tcp', choices: [['tcp', 'TCP'], ['tls', 'TCP with TLS'], ['udp', 'UDP'], ['serial', 'Serial']] }),
    field({ key: 'host', label: 'Host', kind: 'text', group: 'Connection', defaultValue: '', help: 'Name or address', visibleWhen: NETWORK }),
    field({ key: 'port', label: 'Port', kind: 'integer', group: 'Connection', defaultValue: 20_000, minimum: 1, maximum: 65_535, help: '20000 is usual, 20001 with TLS', visibleWhen: NETWORK }),
    SERIAL_PORT.port,
    SERIAL_PORT.adapter,
    ...SERIAL_PORT.character,
    field({ key: 'multiDrop', label: 'Several outstations (RS-485)', kind: 'switch', group: 'Connection', defaultValue: false, help: 'None speaks without being asked: unsolicited responses are disabled, link status is not asked', visibleWhen: SERIAL }),
    field({ key: 'ca', label: 'Trusted authority', kind: 'pem', group: 'Security', defaultValue: '', help: "PEM; empty: this computer's list", visibleWhen: TLS }),
    field({ key: 'certificate', label: 'Own certificate', kind: 'pem', group: 'Security', defaultValue: '', help: 'PEM, where the outstation asks for one', visibleWhen: TLS }),
    field({ key: 'key', label: 'Own key', kind: 'secret-pem', group: 'Security', defaultValue: '', help: 'PEM', visibleWhen: TLS }),
    field({ key: 'verify', label: "Check the outstation's certificate", kind: 'switch', group: 'Security', defaultValue: true, visibleWhen: TLS }),
    field({ key: 'serverName', label: 'Server name', kind: 'text', group: 'Security', defaultValue: '', help: 'Where the certificate has another name than the host', visibleWhen: TLS }),
    field({ key: 'connectTimeoutMs', label: 'Connection timeout', kind: 'integer', group: 'Timing', defaultValue: 5000, unit: 'ms', minimum: 100, maximum: 60_000, visibleWhen: NETWORK }),
    field({ key: 'keepAliveS', label: 'TCP keep alive', kind: 'integer', group: 'Timing', defaultValue: 10, unit: 's', minimum: 0, maximum: 7200, help: '0 for never', visibleWhen: STREAM }),
  ],
  deviceFields: [
    field({ key: 'outstationAddress', label: 'Outstation address', kind: 'integer', group: 'Connection', defaultValue: 10, minimum: 0, maximum: 65_519, help: "The device's own, 0 to 65519" }),
    field({ key: 'masterAddress', label: 'Master address', kind: 'integer', group: 'Connection', defaultValue: 1, minimum: 0, maximum: 65_519, help: "This side's; some outstations answer only the one they know" }),
    field({ key: 'integrityIntervalS', label: 'Integrity poll every', kind: 'integer', group: 'Polls', defaultValue: 300, unit: 's', minimum: 0, maximum: 86_400, help: '0: at the start and after a restart only' }),
    field({ key: 'eventPollS', label: 'Event poll every', kind: 'number', group: 'Polls', defaultValue: 10, unit: 's', minimum: 0, maximum: 86_400, help: '0 for never' }),
    field({ key: 'eventClasses', label: 'Classes of event polls', kind: 'choice', group: 'Polls', defaultValue: '1,2,3', choices: CLASSES }),
    field({ key: 'unsolicitedClasses', label: 'Unsolicited responses of class', kind: 'choice', group: 'Polls', defaultValue: '1,2,3', choices: CLASSES, help: 'None: they are disabled' }),
    field({ key: 'timeSync', label: 'When it needs time', kind: 'choice', group: 'Time', defaultValue: 'lan', choices: [['lan', 'Set it, over a LAN'], ['non-lan', 'Measure the delay and set it'], ['none', 'Leave it']], help: 'Measure the delay on serial lines and radio' }),
    field({ key: 'operate', label: 'Commands', kind: 'choice', group: 'Commands', defaultValue: 'select', choices: [['select', 'Select before operate'], ['direct', 'Direct operate']] }),
    field({ key: 'selectTimeoutMs', label: 'A select holds for', kind: 'integer', group: 'Commands', defaultValue: 10_000, unit: 'ms', minimum: 500, maximum: 120_000, help: "The outstation's select timeout, for commands in two steps" }),
    field({ key: 'maxRequestOctets', label: 'Longest request', kind: 'integer', group: 'Timing', defaultValue: 2048, unit: 'octets', minimum: 249, maximum: 2048, help: 'What the outstation takes in one fragment' }),
    field({ key: 'responseTimeoutMs', label: 'Response within', kind: 'integer', group: 'Timing', defaultValue: 5000, unit: 'ms', minimum: 50, maximum: 120_000 }),
    field({ key: 'retries', label: 'Retries', kind: 'integer', group: 'Timing', defaultValue: 3, minimum: 0, maximum: 3, help: 'Of requests without answer; commands are never sent again' }),
    field({ key: 'linkTimeoutMs', label: 'Link answer within', kind: 'integer', group: 'Timing', defaultValue: 5000, unit: 'ms', minimum: 50, maximum: 120_000 }),
    field({ key: 'linkRetries', label: 'Link retries', kind: 'integer', group: 'Timing', defaultValue: 3, minimum: 0, maximum: 10 }),
    field({ key: 'linkConfirm', label: 'Link confirms', kind: 'choice', group: 'Timing', defaultValue: 'never', choices: [['never', 'Never'], ['multi-segment', 'For several frames'], ['always', 'Always']], help: 'Never on TCP' }),
    field({ key: 'linkKeepAliveS', label: 'Ask link status after silence of', kind: 'integer', group: 'Timing', defaultValue: 60, unit: 's', minimum: 0, maximum: 86_400, help: '0 for never' }),
    ...securityFields,
  ],
  addressFields: [
    field({ key: 'type', label: 'Type', kind: 'choice', group: 'Address', defaultValue: 'analog-input', choices: ADDRESS_TYPES.map((type) => [type, TYPE_FACTS[type].title] as const) }),
    field({ key: 'index', label: 'Index', kind: 'integer', group: 'Address', defaultValue: 0, minimum: 0, maximum: 65_535 }),
    field({ key: 'control', label: 'Control', kind: 'choice', group: 'Commands', defaultValue: 'latch', choices: [['latch', 'Latch on, latch off'], ['pulse', 'Pulse on, pulse off'], ['trip-close', 'On closes, off trips']], visibleWhen: BINARY_OUTPUT }),
    field({ key: 'count', label: 'Count', kind: 'integer', group: 'Commands', defaultValue: 1, minimum: 1, maximum: 255, visibleWhen: BINARY_OUTPUT }),
    field({ key: 'onTimeMs', label: 'On time', kind: 'integer', group: 'Commands', defaultValue: 500, unit: 'ms', minimum: 0, maximum: 4_294_967_295, visibleWhen: BINARY_OUTPUT }),
    field({ key: 'offTimeMs', label: 'Off time', kind: 'integer', group: 'Commands', defaultValue: 500, unit: 'ms', minimum: 0, maximum: 4_294_967_295, visibleWhen: BINARY_OUTPUT }),
    field({ key: 'command', label: 'Sent as', kind: 'choice', group: 'Commands', defaultValue: 'auto', choices: [['auto', 'Like the data type'], ['int32', '32-bit integer'], ['int16', '16-bit integer'], ['float32', 'Single precision'], ['float64', 'Double precision']], visibleWhen: { type: ['analog-output'] } }),
    field({ key: 'operate', label: 'Operate', kind: 'choice', group: 'Commands', defaultValue: 'device', choices: [['device', 'As the device'], ['select', 'Select before operate'], ['direct', 'Direct operate']], visibleWhen: { type: ['binary-output', 'analog-output'] } }),
  ],
  actions: [...ACTIONS, ...SECURITY_ACTIONS],
  dataTypes: ['float64', 'float32', 'int32', 'int16', 'uint32', 'uint16', 'boolean', 'string'],
  addressNotations: ['Type and index'],
  mapFiles: [DEVICE_PROFILE],
  // Nothing is polled at it: polls have their own intervals. The age after which a value is stale counts in it, late after two, stale after five: an integrity poll every 300 s is neither.
  defaultPollIntervalMs: 160_000,
};
