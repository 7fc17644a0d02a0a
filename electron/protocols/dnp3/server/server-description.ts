import type { FaultKind, ServerDescription } from '../../../../shared/contract/simulators';
import type { SettingField } from '../../../../shared/contract/devices';
import { COMMAND_STATUS, commandStatusName } from '../../../stacks/dnp3';
import { serialFields } from '../../serial-fields';
import { field, type GivenField } from '../../setting-field';
import { switchList } from './switch-list';
import { unitFields } from './unit-fields';

const milliseconds = (key: string, label: string, defaultValue: number, maximum = 600_000): SettingField => field({ key, label, kind: 'number', group: 'Fault', defaultValue, unit: 'ms', minimum: 0, maximum });
const count = (key: string, label: string, defaultValue: number | null, minimum: number, maximum: number, help = ''): SettingField => field({ key, label, kind: 'integer', group: 'Fault', defaultValue, minimum, maximum, help });

const NETWORK = { transport: ['tcp', 'tls', 'udp'] };
const STREAM = { transport: ['tcp', 'tls'] };
const TLS = { transport: ['tls'] };
const SERIAL = { transport: ['serial'] };
const SERIAL_PORT = serialFields('Port', SERIAL, { baudRate: 9600, parity: 'none' });

const portFields: SettingField[] = [
  field({ key: 'transport', label: 'Transport', kind: 'choice', group: 'Port', defaultValue: 'tcp', choices: [['tcp', 'TCP'], ['tls', 'TCP with TLS'], ['udp', 'UDP'], ['serial', 'Serial']] }),
  field({ key: 'host', label: 'Listens on', kind: 'text', group: 'Port', defaultValue: '127.0.0.1', help: 'An address of this computer; 0.0.0.0 for every one: then anybody in the network can reach it', visibleWhen: NETWORK }),
  field({ key: 'port', label: 'Port', kind: 'integer', group: 'Port', defaultValue: 20_000, minimum: 0, maximum: 65_535, help: '20000 is usual, 20001 with TLS; 0 takes a free one', visibleWhen: NETWORK }),
  SERIAL_PORT.port,
  ...SERIAL_PORT.character,
  field({ key: 'certificate', label: 'Certificate', kind: 'pem', group: 'Security', defaultValue: '', help: 'PEM, with its chain', visibleWhen: TLS }),
  field({ key: 'key', label: 'Private key', kind: 'secret-pem', group: 'Security', defaultValue: '', help: 'PEM', visibleWhen: TLS }),
  field({ key: 'clientCa', label: 'Masters certified by', kind: 'pem', group: 'Security', defaultValue: '', help: 'PEM of the authority; empty: anybody is let in', visibleWhen: TLS }),
  field({ key: 'maxClients', label: 'Connections at once', kind: 'integer', group: 'Clients', defaultValue: 32, minimum: 1, maximum: 1000, visibleWhen: NETWORK }),
];

const kind = (id: string, title: string, help: string, fields: SettingField[] = [], onlyWhere: FaultKind['onlyWhere'] = {}, meets: FaultKind['meets'] = 'answer'): FaultKind => ({ id, title, help, meets, fields, onlyWhere });

const faultKinds: FaultKind[] = [
  kind('delay', 'Delay', 'The response comes later', [milliseconds('ms', 'By', 1000)]),
  kind('jitter', 'Jitter', 'The response comes later by chance', [milliseconds('fromMs', 'At least', 0), milliseconds('toMs', 'At most', 500)]),
  kind('no-answer', 'No answer', 'The request is carried out and the response lost'),
  kind('confirm-lost', 'Confirm lost', "The master's confirm is not heard, so events come again"),
  kind('command-status', 'Command refused', 'Nothing is operated', [
    field({ key: 'status', label: 'Status', kind: 'choice', group: 'Fault', defaultValue: String(COMMAND_STATUS.hardwareError), choices: Object.values(COMMAND_STATUS).filter((status) => status > 0).map((status) => [String(status), `${status} ${commandStatusName(status)}`] as const) }),
  ]),
  kind('refusal', 'Refusing indication', 'The response says that it refused; what it refused is carried out', [
    field({ key: 'bit', label: 'Indication', kind: 'choice', group: 'Fault', defaultValue: 'function-not-supported', choices: [['function-not-supported', 'IIN2.0 function not supported'], ['object-unknown', 'IIN2.1 object unknown'], ['parameter-error', 'IIN2.2 parameter error'], ['already-executing', 'IIN2.4 already executing']] }),
  ]),
  kind('wrong-sequence', 'Wrong sequence', 'The response has another sequence number than its request', [count('by', 'Off by', 1, 1, 15)]),
  kind('wrong-crc', 'Wrong CRC', 'The last checksum of each frame is wrong'),
  kind('wrong-source', 'Wrong source', 'The response names another outstation', [count('address', 'Address', null, 0, 65_519, 'Empty: the next one')]),
  kind('link-refuses', 'Link refuses', 'Reset, test, status and confirmed data of the link layer are refused: NACK, not supported'),
  kind('truncated', 'Truncated', 'Only the beginning of each frame is sent', [count('octets', 'Octets sent', null, 0, 292, 'Empty: half of them')]),
  kind('split', 'Split', 'Each octet by itself; on UDP each is a datagram', [milliseconds('gapMs', 'Gap', 1, 10_000)]),
  kind('duplicated', 'Duplicated', 'Each frame comes twice', [milliseconds('gapMs', 'Gap', 0, 10_000)]),
  kind('garbage', 'Trailing garbage', 'Octets of chance behind each frame', [count('octets', 'Octets', 8, 1, 256)]),
  kind('hang-up', 'Hang up', 'The connection is closed in place of a response; the request was carried out', [], STREAM),
  kind('stuck', 'Stuck connection', 'A new connection is accepted and never answered', [], STREAM, 'connection'),
];

const scope = (given: Omit<GivenField, 'group' | 'defaultValue'>): SettingField => field({ group: 'Meets', defaultValue: null, ...given });

const faultScopeFields: SettingField[] = [
  scope({ key: 'outstation', label: 'Outstation address', kind: 'integer', minimum: 0, maximum: 65_519 }),
  scope({ key: 'master', label: 'Master address', kind: 'integer', minimum: 0, maximum: 65_519 }),
  scope({ key: 'function', label: 'Function', kind: 'integer', minimum: 0, maximum: 128, help: 'Of the request: 1 read, 3 select, 4 operate, 5 direct operate' }),
  scope({ key: 'responses', label: 'Responses', kind: 'choice', choices: [['solicited', 'To requests'], ['unsolicited', 'Unsolicited']] }),
];

/** What the screens are told about serving DNP3. */
export const dnp3ServerDescription: ServerDescription = {
  protocol: 'dnp3',
  title: 'DNP3',
  unitTitle: 'Outstation',
  portFields,
  unitFields,
  faultKinds,
  faultScopeFields,
  learns: false,
  keepsFiles: true,
  switches: [...switchList],
};
