import { FLAG } from './flags';
import { limitsOf, type NumberType } from './object-fields';
import type { Layout } from './object-table';
import type { ObjectValue } from './object-value';

/** What a point holds now. */
export interface PointState {
  /** Of all but octet strings. Counters: 0 to 4,294,967,295. */
  readonly value: number;
  /** Flag octet without state bits. */
  readonly flags: number;
  /** Milliseconds since 1970-01-01T00:00Z of the last change, where known. */
  readonly time?: number;
  /** Octet strings: 1 to 255 octets. */
  readonly octets?: Uint8Array;
  /** Command events: the status that answered the command. */
  readonly status?: number;
  /** Security statistics: the association they count for. */
  readonly association?: number;
}

/**
 * A point's state as an object of the layout. An analog that does not fit is put at the limit and flagged over range; a
 * counter of 16 bits gives its low 16; an analog of whole numbers is rounded.
 */
export function objectOf(state: PointState, layout: Layout): ObjectValue {
  if (state.octets !== undefined) return { octets: state.octets };
  const time = state.time ?? 0;
  if (layout.kind !== 'fields') return { value: state.value };
  const field = layout.fields.find((each) => each.kind === 'number' && each.key === 'value');
  if (field?.kind !== 'number') return { value: state.value, flags: state.flags, time, ...(state.status === undefined ? {} : { status: state.status }) };
  const { value, fits } = fitted(state.value, field.type);
  return { value, flags: fits ? state.flags : state.flags | FLAG.overRange, time, ...(state.status === undefined ? {} : { status: state.status }), ...(state.association === undefined ? {} : { association: state.association }) };
}

function fitted(value: number, type: NumberType): { readonly value: number; readonly fits: boolean } {
  if (type === 'u16' || type === 'u32') return { value: value % (type === 'u16' ? 0x1_0000 : 0x1_0000_0000), fits: true };
  if (type === 'f64') return { value, fits: true };
  const [min, max] = limitsOf(type);
  if (Number.isNaN(value)) return type === 'f32' ? { value, fits: true } : { value: 0, fits: false };
  const own = type === 'f32' ? value : Math.round(value);
  if (own < min) return { value: min, fits: false };
  return own > max ? { value: max, fits: false } : { value: own === 0 ? 0 : own, fits: true };
}
