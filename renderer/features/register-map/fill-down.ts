import type { Point } from '../../../shared/domain/point';
import type { EditableField } from './cell-edit';

/** The points below the first with its value of one field; those that already have it are left out. */
export function fillDown(points: readonly Point[], field: EditableField): Point[] {
  const [first, ...below] = points;
  if (first === undefined) return [];
  return below.map((point) => withField(point, first, field)).filter((point, at) => JSON.stringify(point) !== JSON.stringify(below[at]));
}

function withField(point: Point, from: Point, field: EditableField): Point {
  if (!isAddressField(field)) return { ...point, [field]: from[field] };
  const key = field.slice('address:'.length);
  const value = from.address[key];
  return value === undefined ? point : { ...point, address: { ...point.address, [key]: value } };
}

function isAddressField(field: EditableField): field is `address:${string}` {
  return field.startsWith('address:');
}
