import type { ProtocolDescription } from '../../../shared/contract/devices';
import type { Opaque, Point } from '../../../shared/domain/point';
import { scaleText } from '../../components/format/scale-text';
import { groupingField } from './build-rows';
import type { PointRow } from './point-row';

const ORDER = /^[A-H]{2,8}$/;
/** Types of more than one register, for which an order of octets means something. */
const WIDE = /(32|64)$/;

/**
 * The type as the grid shows it: `float32 CDAB`, `int16 ×0.1`, `bit 6`.
 * @param deviceSettings where a point that names no order takes it from
 */
export function typeText(row: Pick<PointRow, 'point' | 'depth' | 'addresses'>, description: ProtocolDescription, deviceSettings: Opaque): string {
  if (row.depth === 1) return `bit ${row.addresses[0]?.split('.').at(-1) ?? ''}`;
  const { point } = row;
  return [point.dataType, orderOf(point, description, deviceSettings), scaleText(point), point.enumeration.length > 0 && point.dataType !== 'boolean' ? 'enum' : '']
    .filter((part) => part !== '')
    .join(' ');
}

/** The order of octets that the point's address names; empty where it has none or it means nothing for the type. */
function orderOf(point: Point, description: ProtocolDescription, deviceSettings: Opaque): string {
  const grouping = groupingField(description);
  for (const field of description.addressFields) {
    if (field === grouping || field.kind !== 'choice') continue;
    const value = point.address[field.key] ?? deviceSettings[field.key];
    if (typeof value === 'string' && ORDER.test(value)) return WIDE.test(point.dataType) ? value : '';
  }
  return '';
}
