import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';

/** How often each kind of ending was seen. */
export type Tally = Map<string, number>;

export function count(tally: Tally, what: string): void {
  tally.set(what, (tally.get(what) ?? 0) + 1);
}

/**
 * Runs one iteration for each of many seeds: a seeded sample by default, as many as SOAK_ITERATIONS says in a soak, whose
 * tally is written to the folder SOAK_REPORT. A failure names its seed. Where one iteration damages many frames, a soak needs
 * as many fewer of them.
 */
export function soak(name: string, sample: number, iteration: (seed: number, tally: Tally) => void, framesAnIteration = 1): Tally {
  const soaked = process.env['SOAK_ITERATIONS'];
  const wanted = soaked === undefined ? sample : Math.ceil(Number(soaked) / framesAnIteration);
  const base = process.env['SOAK_ITERATIONS'] === undefined ? 20_261_124 : Date.now() % 2 ** 31;
  const tally: Tally = new Map();
  const began = performance.now();
  fc.assert(
    fc.property(fc.integer(), (seed) => iteration(seed, tally)),
    { numRuns: wanted, seed: base, endOnFailure: true },
  );
  const folder = process.env['SOAK_REPORT'];
  if (folder !== undefined) {
    const report = { name, iterations: wanted, seed: base, seconds: (performance.now() - began) / 1000, endings: Object.fromEntries(tally) };
    writeFileSync(join(folder, `${name.replace(/\W+/g, '-')}.json`), JSON.stringify(report));
  }
  return tally;
}
