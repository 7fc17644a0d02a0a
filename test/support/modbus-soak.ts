import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { MemoryWatch } from './memory-watch';

/** How often each kind of ending was seen. */
export type Tally = Map<string, number>;

export function count(tally: Tally, what: string): void {
  tally.set(what, (tally.get(what) ?? 0) + 1);
}

/**
 * Runs one iteration for each of many seeds: a seeded sample by default, as many as SOAK_ITERATIONS says in a soak, whose
 * tally is written to the folder SOAK_REPORT. A soak watches the memory and fails when it grows. A failure names its seed.
 * Where one iteration damages many frames, a soak needs as many fewer of them.
 */
export function soak(name: string, sample: number, iteration: (seed: number, tally: Tally) => void, framesAnIteration = 1): Tally {
  const soaked = process.env['SOAK_ITERATIONS'];
  const wanted = soaked === undefined ? sample : Math.ceil(Number(soaked) / framesAnIteration);
  const base = process.env['SOAK_SEED'] === undefined ? (soaked === undefined ? 20_261_124 : Date.now() % 2 ** 31) : Number(process.env['SOAK_SEED']);
  const tally: Tally = new Map();
  const memory = soaked === undefined ? undefined : new MemoryWatch(wanted);
  const began = performance.now();
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      iteration(seed, tally);
      memory?.iterated();
    }),
    { numRuns: wanted, seed: base, endOnFailure: true },
  );
  const folder = process.env['SOAK_REPORT'];
  if (folder !== undefined) {
    const report = { name, iterations: wanted, seed: base, seconds: (performance.now() - began) / 1000, endings: Object.fromEntries(tally), memory: memory?.looks ?? [] };
    writeFileSync(join(folder, `${name.replace(/\W+/g, '-')}.json`), JSON.stringify(report));
  }
  const fault = memory?.fault();
  if (fault !== undefined) throw new Error(`${name}, seed ${base}: ${fault}`);
  return tally;
}
