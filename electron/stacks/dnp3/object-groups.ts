import { fieldOctets, type Field, type NumberType } from './object-fields';
import type { ObjectNumbers } from './object-value';

/** What an object is for. */
export type ObjectKind = 'attribute' | 'static' | 'frozen' | 'event' | 'deadband' | 'command' | 'time' | 'class' | 'indications' | 'file' | 'terminal' | 'security';

/** How an object lies on the wire; the one source for encoding and decoding. */
export type Layout =
  /** Nothing: classes, and variation 0, which names any variation. */
  | { readonly kind: 'none' }
  /** Packed, the first point in the lowest bits. */
  | { readonly kind: 'bits'; readonly width: 1 | 2 }
  | { readonly kind: 'fields'; readonly fields: readonly Field[]; readonly octets: number }
  /** As many octets as the variation says. */
  | { readonly kind: 'string' }
  /** Data type, length, and so many octets. */
  | { readonly kind: 'attribute' }
  /** Behind its own size (free format). */
  | { readonly kind: 'sized' };

const NONE: Layout = { kind: 'none' };
const SIZED: Layout = { kind: 'sized' };
const bits = (width: 1 | 2): Layout => ({ kind: 'bits', width });
const number = (key: keyof ObjectNumbers, type: NumberType): Field => ({ kind: 'number', key, type });
const fields = (...all: Field[]): Layout => ({ kind: 'fields', fields: all, octets: all.reduce((sum, field) => sum + fieldOctets(field), 0) });

const STATE: Field = { kind: 'state', below: 'flags', bits: 1 };
const STATE2: Field = { kind: 'state', below: 'flags', bits: 2 };
const COMMANDED: Field = { kind: 'state', below: 'status', bits: 1 };
const FLAGS = number('flags', 'u8');
const STATUS = number('status', 'u8');
const TIME = number('time', 'u48');
const RELATIVE = number('relative', 'u16');
const USER = number('user', 'u16');
const U16 = number('value', 'u16');
const U32 = number('value', 'u32');
const I16 = number('value', 'i16');
const I32 = number('value', 'i32');
const F32 = number('value', 'f32');
const F64 = number('value', 'f64');
const CROB = fields(number('controlCode', 'u8'), number('count', 'u8'), number('onMs', 'u32'), number('offMs', 'u32'), STATUS);

type Variations = readonly (readonly [variation: number, name: string, layout: Layout])[];
/** A group with its variations. */
export interface Group {
  readonly group: number;
  readonly name: string;
  readonly kind: ObjectKind;
  /** Whether variation 0, "any variation", may be asked for. */
  readonly any: boolean;
  readonly variations: Variations;
}

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
const analogEvents = (below: Field): Variations => [
  [1, '32-bit without time', fields(below, I32)],
  [2, '16-bit without time', fields(below, I16)],
  [3, '32-bit with time', fields(below, I32, TIME)],
  [4, '16-bit with time', fields(below, I16, TIME)],
  [5, 'single precision without time', fields(below, F32)],
  [6, 'double precision without time', fields(below, F64)],
  [7, 'single precision with time', fields(below, F32, TIME)],
  [8, 'double precision with time', fields(below, F64, TIME)],
];

/** Every group held here with its variations (from memory of IEEE 1815, DNP3 object library; checked against tshark's dissector). */
export const OBJECT_GROUPS: readonly Group[] = [
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
    any: false,
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
  {
    group: 30,
    name: 'Analog input',
    kind: 'static',
    any: true,
    variations: [
      [1, '32-bit with flag', fields(FLAGS, I32)],
      [2, '16-bit with flag', fields(FLAGS, I16)],
      [3, '32-bit', fields(I32)],
      [4, '16-bit', fields(I16)],
      [5, 'single precision with flag', fields(FLAGS, F32)],
      [6, 'double precision with flag', fields(FLAGS, F64)],
    ],
  },
  {
    group: 31,
    name: 'Frozen analog input',
    kind: 'frozen',
    any: true,
    variations: [
      [1, '32-bit with flag', fields(FLAGS, I32)],
      [2, '16-bit with flag', fields(FLAGS, I16)],
      [3, '32-bit with flag and time', fields(FLAGS, I32, TIME)],
      [4, '16-bit with flag and time', fields(FLAGS, I16, TIME)],
      [5, '32-bit', fields(I32)],
      [6, '16-bit', fields(I16)],
      [7, 'single precision with flag', fields(FLAGS, F32)],
      [8, 'double precision with flag', fields(FLAGS, F64)],
    ],
  },
  { group: 32, name: 'Analog input event', kind: 'event', any: true, variations: analogEvents(FLAGS) },
  { group: 33, name: 'Frozen analog input event', kind: 'event', any: true, variations: analogEvents(FLAGS) },
  {
    group: 34,
    name: 'Analog input deadband',
    kind: 'deadband',
    any: true,
    variations: [
      [1, '16-bit', fields(U16)],
      [2, '32-bit', fields(U32)],
      [3, 'single precision', fields(F32)],
    ],
  },
  {
    group: 40,
    name: 'Analog output status',
    kind: 'static',
    any: true,
    variations: [
      [1, '32-bit with flag', fields(FLAGS, I32)],
      [2, '16-bit with flag', fields(FLAGS, I16)],
      [3, 'single precision with flag', fields(FLAGS, F32)],
      [4, 'double precision with flag', fields(FLAGS, F64)],
    ],
  },
  {
    group: 41,
    name: 'Analog output command',
    kind: 'command',
    any: false,
    variations: [
      [1, '32-bit', fields(I32, STATUS)],
      [2, '16-bit', fields(I16, STATUS)],
      [3, 'single precision', fields(F32, STATUS)],
      [4, 'double precision', fields(F64, STATUS)],
    ],
  },
  { group: 42, name: 'Analog output event', kind: 'event', any: true, variations: analogEvents(FLAGS) },
  { group: 43, name: 'Analog output command event', kind: 'event', any: true, variations: analogEvents(STATUS) },
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
