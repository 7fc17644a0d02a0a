import type { Point } from '../../../shared/domain/point';
import { addressOf } from './point-address';
import type { Table } from './point-address';
import { layoutOf } from './point-layout';

/** The table whose places a function reads or writes; null where it has none. */
export function tableOf(functionCode: number): Table | null {
  switch (functionCode & 0x7f) {
    case 1:
    case 5:
    case 15:
      return 'coil';
    case 2:
      return 'discrete-input';
    case 4:
      return 'input-register';
    case 3:
    case 6:
    case 16:
    case 22:
    case 23:
      return 'holding-register';
    default:
      return null;
  }
}

/** The names of points by the places that they take in one table. */
export class PointNames {
  readonly #names = new Map<number, string[]>();

  constructor(points: readonly Point[], table: Table | null) {
    for (const point of points) {
      if (addressOf(point)?.table !== table) continue;
      // How many registers a point takes does not depend on the order of its octets.
      const laid = layoutOf(point, 'ABCD');
      if ('problem' in laid) continue;
      const { address, count } = laid.layout;
      for (let at = address.address; at < address.address + count; at += 1) {
        const there = this.#names.get(at);
        if (there === undefined) this.#names.set(at, [point.name]);
        else there.push(point.name);
      }
    }
  }

  /** Empty where no point lies there. Several share a register as its bits. */
  at(address: number): string {
    return (this.#names.get(address) ?? []).join(', ');
  }
}
