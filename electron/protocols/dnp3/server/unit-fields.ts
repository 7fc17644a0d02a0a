import type { SettingField } from '../../../../shared/contract/devices';
import { field, type Choices } from '../../setting-field';
import { securityUnitFields } from './security-unit-fields';

const address = (key: string, label: string, defaultValue: number): SettingField => field({ key, label, kind: 'integer', group: 'Addresses', defaultValue, minimum: 0, maximum: 65_519 });
const timing = (key: string, label: string, defaultValue: number): SettingField => field({ key, label, kind: 'integer', group: 'Timing', defaultValue, unit: 'ms', minimum: 50, maximum: 600_000 });
const choice = (group: string, key: string, label: string, defaultValue: string, choices: Choices, help = ''): SettingField => field({ key, label, kind: 'choice', group, defaultValue, choices, help });

const CLASSES: Choices = [['0', '0, no events'], ['1', '1'], ['2', '2'], ['3', '3']];
const classes = (key: string, label: string, defaultValue: string): SettingField => choice('Classes of points that name none', key, label, defaultValue, CLASSES);
const ANALOG: Choices = [['1', '1, 32-bit with flags'], ['2', '2, 16-bit with flags']];

/** Fields of one served outstation. The first is what it is told apart by. */
export const unitFields: SettingField[] = [
  address('outstationAddress', 'Outstation address', 10),
  address('masterAddress', 'Master address', 1),
  field({ key: 'otherMasters', label: 'Other masters', kind: 'text', group: 'Addresses', defaultValue: '', help: '2, 5-7; * answers anybody' }),
  field({ key: 'selfAddress', label: 'Answers to 0xFFFC too', kind: 'switch', group: 'Addresses', defaultValue: false, help: 'The self address' }),
  field({ key: 'unsolicited', label: 'Unsolicited responses', kind: 'switch', group: 'Events', defaultValue: true }),
  field({ key: 'unsolicitedAtOnce', label: 'Before a master enables them', kind: 'switch', group: 'Events', defaultValue: false, help: 'Level 2 outstations wait', visibleWhen: { unsolicited: ['true'] } }),
  field({ key: 'unsolicitedRetries', label: 'Sent again', kind: 'integer', group: 'Events', defaultValue: 3, unit: 'times', minimum: 0, maximum: 100, visibleWhen: { unsolicited: ['true'] } }),
  field({ key: 'eventsPerType', label: 'Event buffer', kind: 'integer', group: 'Events', defaultValue: 1000, unit: 'events', minimum: 1, maximum: 10_000, help: 'For each master and type of point' }),
  classes('binaryClass', 'Binary and double-bit inputs', '1'),
  classes('analogClass', 'Analog inputs', '2'),
  classes('counterClass', 'Counters', '3'),
  classes('outputClass', 'Outputs', '1'),
  field({ key: 'needTimeAtStart', label: 'Asks for the time after a restart', kind: 'switch', group: 'Time', defaultValue: true }),
  field({ key: 'needTimeEveryS', label: 'Asks for it again after', kind: 'number', group: 'Time', defaultValue: 0, unit: 's', minimum: 0, maximum: 86_400, help: '0 for never' }),
  field({ key: 'restartS', label: 'A restart takes', kind: 'number', group: 'Time', defaultValue: 2, unit: 's', minimum: 0, maximum: 600 }),
  choice('Commands', 'controls', 'Binary outputs take', 'any', [['any', 'Every operation'], ['listed', 'That of the point list alone']], 'Others are refused as not supported'),
  field({ key: 'files', label: 'Keeps files', kind: 'switch', group: 'Files', defaultValue: false, help: 'An event log, its configuration, and up to 4 MiB that masters write, until it stops' }),
  ...securityUnitFields,
  timing('selectTimeoutMs', 'A select holds', 10_000),
  timing('confirmTimeoutMs', 'Waits for a confirm', 10_000),
  choice('Timing', 'linkConfirm', 'Link confirms', 'never', [['never', 'Never'], ['multi-segment', 'For several frames'], ['always', 'Always']], 'Never on TCP'),
  field({ key: 'maxFragment', label: 'Greatest fragment', kind: 'integer', group: 'Timing', defaultValue: 2048, unit: 'octets', minimum: 249, maximum: 2048 }),
  choice('Variations', 'binaryStatic', 'Binary, double-bit, outputs', '2', [['1', '1, packed'], ['2', '2, with flags']]),
  choice('Variations', 'binaryEvent', 'Their events', '2', [['1', '1, without time'], ['2', '2, with time'], ['3', '3, with relative time']]),
  choice('Variations', 'counterStatic', 'Counters', '1', [['1', '1, 32-bit with flags'], ['2', '2, 16-bit with flags'], ['5', '5, 32-bit'], ['6', '6, 16-bit']]),
  choice('Variations', 'counterEvent', 'Their events', '5', [['1', '1, 32-bit'], ['2', '2, 16-bit'], ['5', '5, 32-bit with time'], ['6', '6, 16-bit with time']]),
  choice('Variations', 'analogStatic', 'Analog inputs', '0', [['0', 'By the data type'], ...ANALOG, ['3', '3, 32-bit without flags'], ['4', '4, 16-bit without flags'], ['5', '5, single precision'], ['6', '6, double precision']]),
  choice('Variations', 'analogEvent', 'Their events', '0', [['0', 'By the data type'], ...ANALOG, ['3', '3, 32-bit with time'], ['4', '4, 16-bit with time'], ['5', '5, single precision'], ['6', '6, double precision'], ['7', '7, single with time'], ['8', '8, double with time']]),
];
