import { z } from 'zod';
import type { PointType } from '../../stacks/dnp3';
import type { DataType } from '../../../shared/domain/data-type';
import type { Opaque, Point } from '../../../shared/domain/point';

export const ADDRESS_TYPES = ['binary-input', 'double-bit-input', 'analog-input', 'counter', 'frozen-counter', 'frozen-analog', 'binary-output', 'analog-output', 'octet-string'] as const;
export type AddressType = (typeof ADDRESS_TYPES)[number];

interface TypeFacts {
  readonly title: string;
  /** As engineers write it before the index. */
  readonly short: string;
  readonly stack: PointType;
  /** Data types that its values can be taken as; the first where none is given. */
  readonly dataTypes: readonly DataType[];
  readonly writable: boolean;
}

const DOUBLE_BIT_STATES = ['Intermediate', 'Off', 'On', 'Indeterminate'] as const;
const NUMBERS: readonly DataType[] = ['float64', 'float32', 'int32', 'int16', 'uint32', 'uint16'];

export const TYPE_FACTS: Readonly<Record<AddressType, TypeFacts>> = {
  'binary-input': { title: 'Binary input', short: 'BI', stack: 'binary', dataTypes: ['boolean'], writable: false },
  'double-bit-input': { title: 'Double-bit input', short: 'DBI', stack: 'double-bit', dataTypes: ['uint16', 'int16', 'uint32', 'int32'], writable: false },
  'analog-input': { title: 'Analog input', short: 'AI', stack: 'analog', dataTypes: NUMBERS, writable: false },
  counter: { title: 'Counter', short: 'CTR', stack: 'counter', dataTypes: ['uint32', 'float64', 'uint16'], writable: false },
  'frozen-counter': { title: 'Frozen counter', short: 'FCTR', stack: 'frozen-counter', dataTypes: ['uint32', 'float64', 'uint16'], writable: false },
  'frozen-analog': { title: 'Frozen analog input', short: 'FAI', stack: 'frozen-analog', dataTypes: NUMBERS, writable: false },
  'binary-output': { title: 'Binary output', short: 'BO', stack: 'binary-output', dataTypes: ['boolean'], writable: true },
  'analog-output': { title: 'Analog output', short: 'AO', stack: 'analog-output', dataTypes: NUMBERS, writable: true },
  'octet-string': { title: 'Octet string', short: 'OS', stack: 'octet-string', dataTypes: ['string'], writable: false },
};

export const ANALOG_COMMANDS = ['auto', 'int32', 'int16', 'float32', 'float64'] as const;
const milliseconds = z.number().int().min(0).max(4_294_967_295);

/** Where a point is in an outstation, and how it is operated. */
export const pointAddressSchema = z.object({
  type: z.enum(ADDRESS_TYPES),
  index: z.number('an index is a number from 0 to 65535').int('an index is a whole number').min(0, 'an index is 0 to 65535').max(65_535, 'an index is 0 to 65535'),
  /** The event class that the outstation has it in, as the point list says; null: not known. */
  eventClass: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]).nullable().default(null),
  /** The variations that the outstation reports it in by default, as the point list says; null: not known. */
  staticVariation: z.number().int().min(1).max(255).nullable().default(null),
  eventVariation: z.number().int().min(1).max(255).nullable().default(null),
  /** Analog inputs: the change in raw units from which the outstation makes an event (group 34); null: not known. */
  eventDeadband: z.number().min(0).nullable().default(null),
  /** Binary outputs: what on and off are. Trip-close: on closes, off trips. */
  control: z.enum(['latch', 'pulse', 'trip-close']).default('latch'),
  count: z.number().int().min(1).max(255).default(1),
  onTimeMs: milliseconds.default(500),
  offTimeMs: milliseconds.default(500),
  /** Analog outputs: the variation of group 41 that is sent; auto goes by the point's data type. */
  command: z.enum(ANALOG_COMMANDS).default('auto'),
  operate: z.enum(['device', 'select', 'direct']).default('device'),
});
export type PointAddress = z.infer<typeof pointAddressSchema>;

/** The address of a point; null when it is not one of ours. */
export function addressOf(point: Point): PointAddress | null {
  const parsed = pointAddressSchema.safeParse(point.address);
  return parsed.success ? parsed.data : null;
}

/** Tells the values of an outstation apart: `analog 3`, in the stack's words. */
export function valueKey(type: PointType, index: number): string {
  return `${type} ${index}`;
}

/** The states of a double-bit input (IEEE 1815, group 3); empty for other types. */
export function stateNames(address: Opaque): Point['enumeration'] {
  return address['type'] === 'double-bit-input' ? DOUBLE_BIT_STATES.map((label, value) => ({ value, label })) : [];
}

/** What is wrong with a point, in plain words; null when nothing is. */
export function pointProblem(point: Point): string | null {
  const parsed = pointAddressSchema.safeParse(point.address);
  if (!parsed.success) return parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  const { title, dataTypes, writable } = TYPE_FACTS[parsed.data.type];
  if (!dataTypes.includes(point.dataType)) return `${withArticle(title)} can't be ${point.dataType}: choose ${dataTypes.join(' or ')}`;
  if (point.access !== 'read' && !writable) return `${withArticle(title)} can't be written: set the access to read`;
  return null;
}

function withArticle(title: string): string {
  return `${/^[AO]/.test(title) ? 'An' : 'A'} ${title.toLowerCase()}`;
}

/** `AI 3`. */
export function addressText(point: Point): string {
  const address = addressOf(point);
  return address === null ? '' : `${TYPE_FACTS[address.type].short} ${address.index}`;
}

/** `analog_input_3`: types have indexes of their own, so that an index alone would not do. */
export function addressKey(point: Point): string {
  const address = addressOf(point);
  return address === null ? '' : `${address.type.replaceAll('-', '_')}_${address.index}`;
}
