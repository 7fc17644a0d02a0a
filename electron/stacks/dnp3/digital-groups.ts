import { bits, COMMANDED, CROB, fields, FLAGS, RELATIVE, STATE, STATE2, TIME, U16, U32, type Group, type Variations } from './object-layout';

const binaryEvents: Variations = [
  [1, 'without time', fields(STATE)],
  [2, 'with absolute time', fields(STATE, TIME)],
  [3, 'with relative time', fields(STATE, RELATIVE)],
];
const doubleBitEvents: Variations = [
  [1, 'without time', fields(STATE2)],
  [2, 'with absolute time', fields(STATE2, TIME)],
  [3, 'with relative time', fields(STATE2, RELATIVE)],
];
const counterEvents: Variations = [
  [1, '32-bit with flag', fields(FLAGS, U32)],
  [2, '16-bit with flag', fields(FLAGS, U16)],
  [3, '32-bit delta with flag', fields(FLAGS, U32)],
  [4, '16-bit delta with flag', fields(FLAGS, U16)],
  [5, '32-bit with flag and time', fields(FLAGS, U32, TIME)],
  [6, '16-bit with flag and time', fields(FLAGS, U16, TIME)],
  [7, '32-bit delta with flag and time', fields(FLAGS, U32, TIME)],
  [8, '16-bit delta with flag and time', fields(FLAGS, U16, TIME)],
];

/** Binary inputs, double-bit inputs, binary outputs and counters (from memory of IEEE 1815, DNP3 object library; checked against tshark's dissector). */
export const DIGITAL_GROUPS: readonly Group[] = [
  {
    group: 1,
    name: 'Binary input',
    kind: 'static',
    any: true,
    variations: [
      [1, 'packed', bits(1)],
      [2, 'with flags', fields(STATE)],
    ],
  },
  { group: 2, name: 'Binary input event', kind: 'event', any: true, variations: binaryEvents },
  {
    group: 3,
    name: 'Double-bit input',
    kind: 'static',
    any: true,
    variations: [
      [1, 'packed', bits(2)],
      [2, 'with flags', fields(STATE2)],
    ],
  },
  { group: 4, name: 'Double-bit input event', kind: 'event', any: true, variations: doubleBitEvents },
  {
    group: 10,
    name: 'Binary output',
    kind: 'static',
    any: true,
    variations: [
      [1, 'packed', bits(1)],
      [2, 'status with flags', fields(STATE)],
    ],
  },
  { group: 11, name: 'Binary output event', kind: 'event', any: true, variations: binaryEvents.slice(0, 2) },
  {
    group: 12,
    name: 'Binary output command',
    kind: 'command',
    any: true,
    variations: [
      [1, 'control relay output block', CROB],
      [2, 'pattern control block', CROB],
      [3, 'pattern mask', bits(1)],
    ],
  },
  {
    group: 13,
    name: 'Binary output command event',
    kind: 'event',
    any: true,
    variations: [
      [1, 'without time', fields(COMMANDED)],
      [2, 'with time', fields(COMMANDED, TIME)],
    ],
  },
  {
    group: 20,
    name: 'Counter',
    kind: 'static',
    any: true,
    variations: [
      [1, '32-bit with flag', fields(FLAGS, U32)],
      [2, '16-bit with flag', fields(FLAGS, U16)],
      [3, '32-bit delta with flag', fields(FLAGS, U32)],
      [4, '16-bit delta with flag', fields(FLAGS, U16)],
      [5, '32-bit', fields(U32)],
      [6, '16-bit', fields(U16)],
      [7, '32-bit delta', fields(U32)],
      [8, '16-bit delta', fields(U16)],
    ],
  },
  {
    group: 21,
    name: 'Frozen counter',
    kind: 'frozen',
    any: true,
    variations: [
      [1, '32-bit with flag', fields(FLAGS, U32)],
      [2, '16-bit with flag', fields(FLAGS, U16)],
      [3, '32-bit delta with flag', fields(FLAGS, U32)],
      [4, '16-bit delta with flag', fields(FLAGS, U16)],
      [5, '32-bit with flag and time', fields(FLAGS, U32, TIME)],
      [6, '16-bit with flag and time', fields(FLAGS, U16, TIME)],
      [7, '32-bit delta with flag and time', fields(FLAGS, U32, TIME)],
      [8, '16-bit delta with flag and time', fields(FLAGS, U16, TIME)],
      [9, '32-bit', fields(U32)],
      [10, '16-bit', fields(U16)],
      [11, '32-bit delta', fields(U32)],
      [12, '16-bit delta', fields(U16)],
    ],
  },
  { group: 22, name: 'Counter event', kind: 'event', any: true, variations: counterEvents },
  { group: 23, name: 'Frozen counter event', kind: 'event', any: true, variations: counterEvents },
];
