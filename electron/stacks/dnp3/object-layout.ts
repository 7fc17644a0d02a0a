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

export const NONE: Layout = { kind: 'none' };
export const SIZED: Layout = { kind: 'sized' };
export const bits = (width: 1 | 2): Layout => ({ kind: 'bits', width });
export const number = (key: keyof ObjectNumbers, type: NumberType): Field => ({ kind: 'number', key, type });
export const fields = (...all: Field[]): Layout => ({ kind: 'fields', fields: all, octets: all.reduce((sum, field) => sum + fieldOctets(field), 0) });

export const STATE: Field = { kind: 'state', below: 'flags', bits: 1 };
export const STATE2: Field = { kind: 'state', below: 'flags', bits: 2 };
export const COMMANDED: Field = { kind: 'state', below: 'status', bits: 1 };
export const FLAGS = number('flags', 'u8');
export const STATUS = number('status', 'u8');
export const TIME = number('time', 'u48');
export const RELATIVE = number('relative', 'u16');
export const USER = number('user', 'u16');
export const U16 = number('value', 'u16');
export const U32 = number('value', 'u32');
export const I16 = number('value', 'i16');
export const I32 = number('value', 'i32');
export const F32 = number('value', 'f32');
export const F64 = number('value', 'f64');
export const CROB = fields(number('controlCode', 'u8'), number('count', 'u8'), number('onMs', 'u32'), number('offMs', 'u32'), STATUS);

/** Of one group, in order. */
export type Variations = readonly (readonly [variation: number, name: string, layout: Layout])[];
/** A group with its variations. */
export interface Group {
  readonly group: number;
  readonly name: string;
  readonly kind: ObjectKind;
  /** Whether variation 0, "any variation", may be asked for. */
  readonly any: boolean;
  readonly variations: Variations;
}
