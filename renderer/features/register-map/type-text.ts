import { octetsOfType } from '../../../shared/domain/data-type';
import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { Opaque, Point } from '../../../shared/domain/point';
import { scaleText } from '../../components/format/scale-text';
import { groupingField } from './build-rows';
import type { PointRow } from './point-row';

const ORDER = /^[A-H]{2,8}$/;
/** Orders that leave the octets of a single word as they are. */
const PLAIN_IN_A_WORD: readonly string[] = ['AB', 'ABCD', 'CDAB'];

/**
 * The type as the grid shows it: `float32 CDAB`, `int16 ×0.1`, `bit 6`, `bits 4-7`.
 * @param deviceSettings where a point that names no order takes it from
 */
export function typeText(row: Pick<PointRow, 'point' | 'depth' | 'addresses'>, description: ProtocolDescription, deviceSettings: Opaque): string {
  const { point } = row;
  const bits = row.addresses[0]?.split('.').at(-1) ?? '';
  if (row.depth === 1) return bits.includes('-') ? `bits ${bits}` : `bit ${bits}`;
  return [point.dataType, orderOf(point, description, deviceSettings), scaleText(point), point.enumeration.length > 0 && point.dataType !== 'boolean' ? 'enum' : '']
    .filter((part) => part !== '')
    .join(' ');
}

/** The order of octets that the point's address names; empty where it has none or it means nothing for the type. */
function orderOf(point: Point, description: ProtocolDescription, deviceSettings: Opaque): string {
  const grouping = groupingField(description);
  for (const field of description.addressFields) {
    if (field === grouping || field.choices.length === 0) continue;
    const value = point.address[field.key] ?? deviceSettings[field.key];
    if (typeof value === 'string' && ORDER.test(value)) return showsOrder(point, value) ? value : '';
  }
  return '';
}

/** An order means something for several words; within one, only where it swaps the octets. */
function showsOrder({ dataType }: Point, order: string): boolean {
  const octets = octetsOfType(dataType);
  return octets === null ? dataType === 'string' && !PLAIN_IN_A_WORD.includes(order) : octets > 2 || !PLAIN_IN_A_WORD.includes(order);
}
