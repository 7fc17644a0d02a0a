import { POINT_FACTS } from '../../stacks/dnp3';
import type { PointType } from '../../stacks/dnp3';
import type { Point } from '../../../shared/domain/point';
import { addressOf, TYPE_FACTS } from './point-address';

/** Groups that speak of a kind's points besides those of its states and events: commands and deadbands. */
const MORE_GROUPS: Partial<Record<PointType, readonly number[]>> = { 'binary-output': [12, 13], 'analog-output': [41, 43], analog: [34] };

/** The names of an outstation's points, by the groups of objects that speak of them. */
export class PointNames {
  readonly #names = new Map<string, string>();

  constructor(points: readonly Point[]) {
    for (const point of points) {
      const address = addressOf(point);
      if (address === null) continue;
      const { stack } = TYPE_FACTS[address.type];
      const { staticGroup, eventGroup } = POINT_FACTS[stack];
      for (const group of [staticGroup, eventGroup, ...(MORE_GROUPS[stack] ?? [])]) this.#names.set(`${group} ${address.index}`, point.name);
    }
  }

  /** Empty where the project has no such point. */
  of({ group, index }: { readonly group: number; readonly index: number }): string {
    return this.#names.get(`${group} ${index}`) ?? '';
  }
}
