import { ANALOG_GROUPS } from './analog-groups';
import { DIGITAL_GROUPS } from './digital-groups';
import { bits, fields, FLAGS, NONE, number, SIZED, TIME, U32, USER, type Group } from './object-layout';

/** Every group held here with its variations (from memory of IEEE 1815, DNP3 object library; checked against tshark's dissector). */
export const OBJECT_GROUPS: readonly Group[] = [
  ...DIGITAL_GROUPS,
  ...ANALOG_GROUPS,
  {
    group: 50,
    name: 'Time and date',
    kind: 'time',
    any: true,
    variations: [
      [1, 'absolute time', fields(TIME)],
      [2, 'absolute time and interval', fields(TIME, number('interval', 'u32'))],
      [3, 'absolute time at last recorded time', fields(TIME)],
      [4, 'indexed absolute time and long interval', fields(TIME, number('interval', 'u32'), number('intervalUnits', 'u8'))],
    ],
  },
  {
    group: 51,
    name: 'Common time of occurrence',
    kind: 'time',
    any: false,
    variations: [
      [1, 'synchronized', fields(TIME)],
      [2, 'unsynchronized', fields(TIME)],
    ],
  },
  {
    group: 52,
    name: 'Time delay',
    kind: 'time',
    any: false,
    variations: [
      [1, 'coarse', fields(number('delay', 'u16'))],
      [2, 'fine', fields(number('delay', 'u16'))],
    ],
  },
  { group: 60, name: 'Class', kind: 'class', any: false, variations: [1, 2, 3, 4].map((variation) => [variation, `class ${variation - 1} data`, NONE]) },
  {
    group: 70,
    name: 'File',
    kind: 'file',
    any: false,
    variations: [
      [1, 'identifier (obsolete)', SIZED],
      [2, 'authentication', SIZED],
      [3, 'command', SIZED],
      [4, 'command status', SIZED],
      [5, 'transport', SIZED],
      [6, 'transport status', SIZED],
      [7, 'descriptor', SIZED],
      [8, 'specification string', SIZED],
    ],
  },
  { group: 80, name: 'Internal indications', kind: 'indications', any: false, variations: [[1, 'packed', bits(1)]] },
  {
    group: 120,
    name: 'Authentication',
    kind: 'security',
    any: false,
    variations: [
      [1, 'challenge', SIZED],
      [2, 'reply', SIZED],
      [3, 'aggressive mode request', fields(number('sequence', 'u32'), USER)],
      [4, 'session key status request', fields(USER)],
      [5, 'session key status', SIZED],
      [6, 'session key change', SIZED],
      [7, 'error', SIZED],
      [8, 'user certificate', SIZED],
      [9, 'MAC', SIZED],
      [10, 'user status change', SIZED],
      [11, 'update key change request', SIZED],
      [12, 'update key change reply', SIZED],
      [13, 'update key change', SIZED],
      [14, 'update key change signature', SIZED],
      [15, 'update key change confirmation', SIZED],
    ],
  },
  { group: 121, name: 'Security statistic', kind: 'static', any: true, variations: [[1, '32-bit with flag', fields(FLAGS, number('association', 'u16'), U32)]] },
  {
    group: 122,
    name: 'Security statistic event',
    kind: 'event',
    any: true,
    variations: [
      [1, '32-bit with flag', fields(FLAGS, number('association', 'u16'), U32)],
      [2, '32-bit with flag and time', fields(FLAGS, number('association', 'u16'), U32, TIME)],
    ],
  },
];
