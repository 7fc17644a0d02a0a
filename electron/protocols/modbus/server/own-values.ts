import { NOT_IMPLEMENTED_TAG } from '../../../../shared/domain/template';
import type { Point } from '../../../../shared/domain/point';
import type { Value } from '../../../../shared/domain/value';
import { layoutOf } from '../point-layout';
import { isManufacturer, isModel } from '../sunspec/chain-points';
import { decodeRegisters, registersOf } from '../value-codec';

/**
 * What points say of themselves: those that a device did not implement hold the octets by which it says so, and a SunSpec
 * map names manufacturer and model.
 */
export function ownValues(points: readonly Point[], of: { readonly vendor: string; readonly model: string }): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  for (const point of points) {
    const value = isManufacturer(point) ? of.vendor : isModel(point) ? of.model : notImplemented(point);
    if (value !== null && value !== '') values.set(point.id, value);
  }
  return values;
}

function notImplemented(point: Point): Value {
  const laid = layoutOf(point, 'ABCD');
  if (!point.tags.includes(NOT_IMPLEMENTED_TAG) || 'problem' in laid) return null;
  const { noValue } = laid.layout.address;
  return noValue === undefined ? null : (decodeRegisters(laid.layout, registersOf(Buffer.from(noValue, 'hex')), 0)?.value ?? null);
}
