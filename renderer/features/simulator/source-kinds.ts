import type { SettingField } from '../../../shared/contract/devices';
import type { ValueSource, ValueSourceKind } from '../../../shared/domain/simulator';

/** A field of a value's source; times are stored in milliseconds and shown in seconds. */
export interface SourceField extends SettingField {
  /** Shown value times this is what is stored. */
  readonly factor: number;
}

export interface SourceKind {
  readonly kind: ValueSourceKind;
  readonly title: string;
  readonly help: string;
  /** Plain fields; what needs points, files or a text of its own is drawn by itself. */
  readonly fields: readonly SourceField[];
}

type Given = Pick<SourceField, 'key' | 'label' | 'kind' | 'defaultValue'> & Partial<SourceField>;

function field(given: Given): SourceField {
  return { group: '', unit: '', help: '', choices: [], minimum: null, maximum: null, visibleWhen: {}, factor: 1, ...given };
}

const number = (key: string, label: string, defaultValue: number, more: Partial<SourceField> = {}): SourceField => field({ key, label, kind: 'number', defaultValue, ...more });
const seconds = (key: string, label: string, defaultSeconds: number): SourceField => number(key, label, defaultSeconds, { unit: 's', minimum: 0.1, maximum: 30 * 86_400, factor: 1000 });
const choice = (key: string, label: string, choices: readonly (readonly [value: string, label: string])[]): SourceField =>
  field({ key, label, kind: 'choice', defaultValue: choices[0]?.[0] ?? '', choices: choices.map(([value, text]) => ({ value, label: text })) });

/** What values can be made of, in the order of the list. The fields are those of the contract's `valueSourceSchema`. */
export const SOURCE_KINDS: readonly SourceKind[] = [
  { kind: 'constant', title: 'Constant', help: 'Stays as it is until somebody writes it', fields: [] },
  {
    kind: 'ramp',
    title: 'Ramp',
    help: 'From one value to the other',
    fields: [number('from', 'From', 0), number('to', 'To', 100), seconds('durationMs', 'Over', 60), choice('atEnd', 'At the end', [['restart', 'Begins again'], ['back', 'Goes back'], ['stay', 'Stays']])],
  },
  {
    kind: 'sine',
    title: 'Sine',
    help: 'Swings about a mean',
    fields: [number('mean', 'Mean', 50), number('amplitude', 'Amplitude', 10), seconds('periodMs', 'Period', 60), number('phaseDegrees', 'Phase', 0, { unit: '°', minimum: -360, maximum: 360 })],
  },
  {
    kind: 'square',
    title: 'Square',
    help: 'High in the first part of each period, then low',
    fields: [number('low', 'Low', 0), number('high', 'High', 1), seconds('periodMs', 'Period', 10), number('dutyPercent', 'High for', 50, { unit: '%', minimum: 0, maximum: 100 })],
  },
  {
    kind: 'random-walk',
    title: 'Random walk',
    help: 'Goes up or down by chance and stays between the limits; the same seed walks the same way',
    fields: [
      number('start', 'Start', 50),
      number('step', 'Largest step', 1, { minimum: 0 }),
      number('low', 'Lowest', 0),
      number('high', 'Highest', 100),
      seconds('everyMs', 'Every', 1),
      number('seed', 'Seed', 1, { kind: 'integer', minimum: 0, maximum: 4_294_967_295 }),
    ],
  },
  { kind: 'lag', title: 'First-order lag', help: 'Follows another point: 63 % of a step after the time constant', fields: [seconds('timeConstantMs', 'Time constant', 60), number('start', 'Start', 0, { defaultValue: null, help: "Empty: the other point's value" })] },
  {
    kind: 'counter',
    title: 'Counter',
    help: 'Counts on by a step',
    fields: [number('start', 'Start', 0), number('step', 'Step', 1), seconds('everyMs', 'Every', 1), number('most', 'Up to', 0, { defaultValue: null, help: "Empty: the type's end, then from the start" })],
  },
  {
    kind: 'recording',
    title: 'Recording',
    help: 'Plays a column of a CSV: times in the first column',
    fields: [choice('between', 'Between rows', [['hold', 'Holds'], ['line', 'A line']]), choice('atEnd', 'At the end', [['restart', 'Begins again'], ['stay', 'Stays']])],
  },
  { kind: 'expression', title: 'Expression', help: 'Worked out from other points and t, the seconds since the start', fields: [] },
  { kind: 'live', title: 'Copy of a live point', help: 'The value of a device of this project', fields: [choice('whenBad', 'While that is bad', [['hold', 'Its last good value'], ['refuse', 'Refused']])] },
];

export function sourceKind(kind: ValueSourceKind): SourceKind {
  const found = SOURCE_KINDS.find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`There is no source of the kind ${kind}.`);
  return found;
}

/** Time over which a preview says something about a source, milliseconds. */
export function previewSpan(source: ValueSource): number {
  const bounded = (ms: number): number => Math.max(1000, Math.min(86_400_000, ms));
  switch (source.kind) {
    case 'ramp':
      return bounded(source.durationMs * 2.2);
    case 'sine':
    case 'square':
      return bounded(source.periodMs * 2.5);
    case 'random-walk':
    case 'counter':
      return bounded(source.everyMs * 60);
    default:
      return 60_000;
  }
}
