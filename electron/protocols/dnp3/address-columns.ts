import { addressOf, ADDRESS_TYPES, pointAddressSchema, TYPE_FACTS } from './point-address';
import type { AddressType } from './point-address';
import type { AddressColumns } from '../protocol';

const HEADERS = ['point_type', 'index', 'event_class', 'static_variation', 'event_variation', 'event_deadband', 'control', 'count', 'on_time_ms', 'off_time_ms', 'analog_command', 'operate'] as const;
type Header = (typeof HEADERS)[number];

const HEADER_OF: Readonly<Record<string, Header>> = {
  type: 'point_type',
  index: 'index',
  eventClass: 'event_class',
  staticVariation: 'static_variation',
  eventVariation: 'event_variation',
  eventDeadband: 'event_deadband',
  control: 'control',
  count: 'count',
  onTimeMs: 'on_time_ms',
  offTimeMs: 'off_time_ms',
  command: 'analog_command',
  operate: 'operate',
};

const bare = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Names of types as lists of points have them. */
const TYPES = new Map<string, AddressType>([
  ...ADDRESS_TYPES.flatMap((type): [string, AddressType][] => [
    [bare(type), type],
    [bare(TYPE_FACTS[type].title), type],
    [bare(TYPE_FACTS[type].short), type],
  ]),
  ['di', 'binary-input'],
  ['binary', 'binary-input'],
  ['singlepoint', 'binary-input'],
  ['binaryinputs', 'binary-input'],
  ['dbbi', 'double-bit-input'],
  ['doublebit', 'double-bit-input'],
  ['doublepoint', 'double-bit-input'],
  ['doublebitbinaryinput', 'double-bit-input'],
  ['analog', 'analog-input'],
  ['analogue', 'analog-input'],
  ['analoginputs', 'analog-input'],
  ['analogueinput', 'analog-input'],
  ['ctr', 'counter'],
  ['ci', 'counter'],
  ['cnt', 'counter'],
  ['counters', 'counter'],
  ['binarycounter', 'counter'],
  ['runningcounter', 'counter'],
  ['do', 'binary-output'],
  ['crob', 'binary-output'],
  ['binaryoutputstatus', 'binary-output'],
  ['binaryoutputs', 'binary-output'],
  ['analogoutputstatus', 'analog-output'],
  ['analogueoutput', 'analog-output'],
  ['analogoutputs', 'analog-output'],
  // Static groups.
  ...(['binary-input:1', 'double-bit-input:3', 'binary-output:10', 'counter:20', 'frozen-counter:21', 'analog-input:30', 'frozen-analog:31', 'analog-output:40', 'octet-string:110'] as const).flatMap((pair): [string, AddressType][] => {
    const [name = '', group = ''] = pair.split(':');
    const type = ADDRESS_TYPES.find((candidate) => candidate === name);
    return type === undefined ? [] : [[group, type], [`g${group}`, type], [`group${group}`, type], [`obj${group}`, type], [`object${group}`, type]];
  }),
]);

const optional = (value: number | null): string => (value === null ? '' : String(value));

/** The columns of an address in files. */
export const addressColumns: AddressColumns = {
  headers: HEADERS,
  spellings: {
    point_type: ['type of point', 'dnp3 type', 'dnp type', 'object', 'object group', 'point class', 'dnp3 object'],
    index: ['point index', 'dnp3 index', 'dnp index', 'point number', 'point no', 'dnp point'],
    event_class: ['class', 'default class', 'dnp3 class', 'assigned class'],
    static_variation: ['default static variation', 'default variation', 'static var'],
    event_variation: ['default event variation', 'event var'],
    event_deadband: ['dnp3 deadband', 'dnp deadband', 'outstation deadband', 'analog deadband'],
    control: ['control code', 'operation', 'control type'],
    on_time_ms: ['on time', 'pulse on time'],
    off_time_ms: ['off time', 'pulse off time'],
    analog_command: ['command variation', 'g41 variation'],
    operate: ['control mode', 'operate mode'],
  },
  format: (point) => {
    const address = addressOf(point);
    if (address === null) return Object.fromEntries(HEADERS.map((header) => [header, '']));
    return {
      point_type: address.type,
      index: String(address.index),
      event_class: optional(address.eventClass),
      static_variation: optional(address.staticVariation),
      event_variation: optional(address.eventVariation),
      event_deadband: optional(address.eventDeadband),
      control: address.control,
      count: String(address.count),
      on_time_ms: String(address.onTimeMs),
      off_time_ms: String(address.offTimeMs),
      analog_command: address.command,
      operate: address.operate,
    };
  },
  parse: (cells) => {
    const cell = (header: Header): string => (cells[header] ?? '').trim();
    const word = (header: Header): string | undefined => cell(header).toLowerCase().replaceAll(/[\s_/]+/g, '-') || undefined;
    const number = (header: Header): number | undefined => (cell(header) === '' ? undefined : Number(cell(header)));
    // Lists write a variation as `5`, `v5` or `g30v5`.
    const variation = (header: Header): number | undefined => (cell(header) === '' ? undefined : Number(cell(header).replace(/^(?:(?:g|obj|group)?\s*\d*\s*)?v(?:ar)?\.?\s*/i, '')));
    const type = TYPES.get(bare(cell('point_type')));
    if (type === undefined) return { problems: [{ column: 'point_type', message: cell('point_type') === '' ? `the type of point is missing: ${ADDRESS_TYPES.join(', ')}` : `"${cell('point_type')}" is no type of point: ${ADDRESS_TYPES.join(', ')}` }] };
    if (cell('index') === '') return { problems: [{ column: 'index', message: 'the index is missing' }] };
    const eventClass = cell('event_class').replace(/^class\s*/i, '');
    const parsed = pointAddressSchema.safeParse({
      type,
      index: number('index'),
      eventClass: eventClass === '' || /^none$/i.test(eventClass) ? null : Number(eventClass),
      staticVariation: variation('static_variation'),
      eventVariation: variation('event_variation'),
      eventDeadband: number('event_deadband'),
      control: word('control'),
      count: number('count'),
      onTimeMs: number('on_time_ms'),
      offTimeMs: number('off_time_ms'),
      command: word('analog_command'),
      operate: word('operate'),
    });
    if (parsed.success) return { address: parsed.data };
    return { problems: parsed.error.issues.map((issue) => ({ column: HEADER_OF[String(issue.path[0])] ?? 'index', message: issue.message })) };
  },
};
