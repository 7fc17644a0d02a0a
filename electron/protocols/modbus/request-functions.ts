import type { RequestFunction, SettingField } from '../../../shared/contract/devices';
import { DIAGNOSTIC_NAMES, functionName } from '../../stacks/modbus';

/** Sub-functions of function 8 that only look. */
export const LOOKING = [0, 2, 11, 12, 13, 14, 15, 16, 17, 18] as const;
/** Those that change how the device works or what it has counted. */
export const ACTING = [1, 3, 4, 10, 20] as const;

function field(given: Pick<SettingField, 'key' | 'label' | 'kind' | 'defaultValue'> & Partial<SettingField>): SettingField {
  return { group: 'Request', unit: '', help: '', minimum: null, maximum: null, visibleWhen: {}, choices: [], ...given };
}

const word = (key: string, label: string, defaultValue = 0): SettingField => field({ key, label, kind: 'integer', defaultValue, minimum: 0, maximum: 65_535 });
const address = (key = 'address', label = 'Address'): SettingField => field({ key, label, kind: 'integer', defaultValue: 0, minimum: 0, maximum: 65_535, help: '0-based, as on the wire' });
const quantity = (most: number): SettingField => field({ key: 'quantity', label: 'Quantity', kind: 'integer', defaultValue: 1, minimum: 1, maximum: most });
const registers = field({ key: 'values', label: 'Registers', kind: 'text', defaultValue: '0', help: '10, 0x1F, 65535' });
const octets = (defaultValue: string, help: string): SettingField => field({ key: 'data', label: 'Octets', kind: 'text', defaultValue, help });
const mask = (key: string, label: string, help: string, defaultValue: string): SettingField => field({ key, label, kind: 'text', defaultValue, help });
const subFunction = (codes: readonly number[]): SettingField =>
  field({ key: 'subFunction', label: 'Sub-function', kind: 'choice', defaultValue: String(codes[0]), choices: codes.map((code) => ({ value: String(code), label: `${code} ${DIAGNOSTIC_NAMES[code] ?? ''}` })) });

interface Entry extends Partial<Pick<RequestFunction, 'help' | 'changes' | 'broadcast'>> {
  readonly id: string;
  readonly title: string;
  readonly fields: SettingField[];
}

const title = (code: number): string => `${String(code).padStart(2, '0')} ${functionName(code)}`;

const ENTRIES: readonly Entry[] = [
  { id: '1', title: title(1), fields: [address(), quantity(2000)] },
  { id: '2', title: title(2), fields: [address(), quantity(2000)] },
  { id: '3', title: title(3), fields: [address(), quantity(125)] },
  { id: '4', title: title(4), fields: [address(), quantity(125)] },
  { id: '5', title: title(5), changes: true, broadcast: true, fields: [address(), field({ key: 'on', label: 'Coil', kind: 'switch', defaultValue: false })] },
  { id: '6', title: title(6), changes: true, broadcast: true, fields: [address(), word('value', 'Value')] },
  { id: '7', title: title(7), help: 'Eight bits whose meaning the device defines', fields: [] },
  { id: '8-look', title: `${title(8)}: look`, fields: [subFunction(LOOKING), octets('00 00', 'Two octets that go with it, as hex')] },
  { id: '8-act', title: `${title(8)}: act`, changes: true, help: 'Listen only mode ends with a restart of the device', fields: [subFunction(ACTING), octets('00 00', 'Two octets that go with it, as hex')] },
  { id: '11', title: title(11), fields: [] },
  { id: '12', title: title(12), fields: [] },
  { id: '15', title: title(15), changes: true, broadcast: true, fields: [address(), field({ key: 'values', label: 'Coils', kind: 'text', defaultValue: '0', help: '1 0 1 1, the lowest address first' })] },
  { id: '16', title: title(16), changes: true, broadcast: true, fields: [address(), registers] },
  { id: '17', title: title(17), fields: [] },
  { id: '20', title: title(20), fields: [word('file', 'File', 1), field({ key: 'record', label: 'Record', kind: 'integer', defaultValue: 0, minimum: 0, maximum: 9999 }), quantity(124)] },
  { id: '21', title: title(21), changes: true, fields: [word('file', 'File', 1), field({ key: 'record', label: 'Record', kind: 'integer', defaultValue: 0, minimum: 0, maximum: 9999 }), registers] },
  { id: '22', title: title(22), changes: true, broadcast: true, help: '(register AND the first) OR (the second AND NOT the first)', fields: [address(), mask('andMask', 'AND mask', '1 keeps a bit', '0xFFFF'), mask('orMask', 'OR mask', 'for bits that are not kept', '0x0000')] },
  { id: '23', title: title(23), changes: true, help: 'The write is carried out first', fields: [address('address', 'Read from'), quantity(125), address('writeAddress', 'Write from'), registers] },
  { id: '24', title: title(24), help: 'The address of the queue holds its count', fields: [address()] },
  {
    id: '43',
    title: title(43),
    fields: [
      field({
        key: 'access',
        label: 'Which objects',
        kind: 'choice',
        defaultValue: '1',
        choices: [
          { value: '1', label: 'Basic' },
          { value: '2', label: 'Regular' },
          { value: '3', label: 'Extended' },
          { value: '4', label: 'One' },
        ],
      }),
      field({ key: 'objectId', label: 'From object', kind: 'integer', defaultValue: 0, minimum: 0, maximum: 255 }),
    ],
  },
  {
    id: 'raw',
    title: 'Any function, as octets',
    changes: true,
    help: 'What it does is not known here, so it is treated as a write',
    fields: [field({ key: 'code', label: 'Function code', kind: 'integer', defaultValue: 65, minimum: 1, maximum: 127 }), octets('', 'What follows the function code, as hex; may be empty')],
  },
];

/** Every function that a person can send by hand. */
export const requestFunctions: RequestFunction[] = ENTRIES.map((entry) => ({ help: '', changes: false, broadcast: false, ...entry }));
