import type { Table } from '../point-address';

/** Values kept for addresses that no point stands for. */
const MOST_KEPT = 20_000;

/** What clients wrote where there is no point, while a server answers for everything: they read it back. Else zero. */
export class SpareRegisters {
  readonly #kept = new Map<string, number>();

  read(table: Table, address: number): number {
    return this.#kept.get(`${table} ${address}`) ?? 0;
  }

  /** Beyond the bound nothing more is kept. */
  write(table: Table, address: number, value: number): void {
    const key = `${table} ${address}`;
    if (this.#kept.size < MOST_KEPT || this.#kept.has(key)) this.#kept.set(key, value);
  }
}
