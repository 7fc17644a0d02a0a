import type { Field } from './object-fields';
import { F32, F64, fields, FLAGS, I16, I32, STATUS, TIME, U16, U32, type Group, type Variations } from './object-layout';

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

/** Analog inputs, their deadbands and analog outputs (from memory of IEEE 1815, DNP3 object library; checked against tshark's dissector). */
export const ANALOG_GROUPS: readonly Group[] = [
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
    any: true,
    variations: [
      [1, '32-bit', fields(I32, STATUS)],
      [2, '16-bit', fields(I16, STATUS)],
      [3, 'single precision', fields(F32, STATUS)],
      [4, 'double precision', fields(F64, STATUS)],
    ],
  },
  { group: 42, name: 'Analog output event', kind: 'event', any: true, variations: analogEvents(FLAGS) },
  { group: 43, name: 'Analog output command event', kind: 'event', any: true, variations: analogEvents(STATUS) },
];
