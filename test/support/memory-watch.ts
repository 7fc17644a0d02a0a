import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';

/** What was held after a collection: the heap with the octets of buffers outside of it, and active timers, sockets and the like. */
export interface MemoryLook {
  readonly mib: number;
  readonly handles: number;
}

export const LOOKS = 10;
/** 2 MiB over the nine tenths of a million iterations are 2.3 octets an iteration: nothing that is kept of each is so small. */
export const GROWTH_BOUND_MIB = 2;

const Collect = z.custom<() => void>((value) => typeof value === 'function');

/** Node shows its collector to code only under a flag, which can be set while it runs. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return Collect.parse(runInNewContext('gc'));
}

/** Looks at the memory of this process after each tenth of a run, and says whether it grew. */
export class MemoryWatch {
  readonly looks: MemoryLook[] = [];
  readonly #collect = collector();
  readonly #iterations: number;
  #done = 0;

  /** @param iterations how many calls of `iterated` there will be, at least ten */
  constructor(iterations: number) {
    this.#iterations = iterations;
  }

  /** One iteration is done. */
  iterated(): void {
    this.#done += 1;
    if (Math.floor((this.#done * LOOKS) / this.#iterations) === this.looks.length) return;
    // The octets that the first collection freed are given back beside the program; the second waits for that.
    this.#collect();
    this.#collect();
    const { heapUsed, external } = process.memoryUsage();
    this.looks.push({ mib: (heapUsed + external) / 2 ** 20, handles: process.getActiveResourcesInfo().length });
  }

  /** Undefined when it held; else what grew, in words. The first tenth is left to compilers and caches. */
  fault(): string | undefined {
    const first = this.looks[0];
    const last = this.looks.at(-1);
    if (first === undefined || last === undefined || this.looks.length < LOOKS) return `Memory was looked at ${this.looks.length} times, not ${LOOKS} times.`;
    const all = this.looks.map(({ mib }) => mib.toFixed(2)).join(', ');
    if (last.mib > first.mib + GROWTH_BOUND_MIB) return `Memory grew by more than ${GROWTH_BOUND_MIB} MiB: ${all} MiB.`;
    if (last.handles > first.handles) return `Handles grew from ${first.handles} to ${last.handles}.`;
    return undefined;
  }
}
