import { STATISTIC, type StatisticName } from './auth-codes';

const COUNT = Object.keys(STATISTIC).length;

/** The security statistics of one association: 32-bit counters that only grow, and wrap. */
export class AuthStatistics {
  readonly #values = new Uint32Array(COUNT);
  readonly #changed = new Set<number>();

  add(name: StatisticName): void {
    const index = STATISTIC[name];
    this.#values[index] = (this.#values[index] ?? 0) + 1;
    this.#changed.add(index);
  }

  value(name: StatisticName): number {
    return this.#values[STATISTIC[name]] ?? 0;
  }

  /** Hands on those that changed since the last call, by index. */
  takeChanged(take: (index: number, value: number) => void): void {
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const index of changed) take(index, this.#values[index] ?? 0);
  }
}
