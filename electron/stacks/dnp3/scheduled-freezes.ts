import { IIN } from './iin';
import type { ObjectBlock } from './object-block';

interface Scheduled {
  readonly points: readonly ObjectBlock[];
  /** Milliseconds since 1970-01-01T00:00Z. */
  at: number;
  /** 0: once. */
  readonly everyMs: number;
}

/** More than one master needs; the next is refused. */
const MAX_SCHEDULED = 16;

/**
 * Freezes at a time (functions 11 and 12): a group 50 variation 2 with time and interval, then the points. A time of 0 is
 * now, an interval of 0 once (from memory of IEEE 1815). What falls due while the clock jumps is frozen once.
 */
export class ScheduledFreezes {
  readonly #freeze: (points: readonly ObjectBlock[], now: number) => number;
  #all: Scheduled[] = [];

  constructor(freeze: (points: readonly ObjectBlock[], now: number) => number) {
    this.#freeze = freeze;
  }

  /** The indications that answer the request. @param time milliseconds since 1970-01-01T00:00Z */
  request(blocks: readonly ObjectBlock[], time: number): number {
    const [when, ...points] = blocks;
    const value = when?.group === 50 && when.variation === 2 && when.entries.length === 1 ? when.entries[0]?.value : undefined;
    if (value === undefined || points.length === 0) return IIN.parameterError;
    if (points.some(({ group }) => group !== 20 && group !== 30)) return IIN.objectUnknown;
    const { time: at = 0, interval: everyMs = 0 } = value;
    if ((at !== 0 && at < time && everyMs === 0) || this.#all.length >= MAX_SCHEDULED) return IIN.parameterError;
    this.#all.push({ points, at: at === 0 ? time : at, everyMs });
    return 0;
  }

  /** Freezes what is due. How many milliseconds until the next, or undefined without one. */
  run(time: number, now: number): number | undefined {
    for (const each of this.#all) {
      if (each.at > time) continue;
      this.#freeze(each.points, now);
      each.at = each.everyMs === 0 ? Number.POSITIVE_INFINITY : each.at + each.everyMs * (1 + Math.floor((time - each.at) / each.everyMs));
    }
    this.#all = this.#all.filter(({ at }) => at !== Number.POSITIVE_INFINITY);
    return this.#all.length === 0 ? undefined : Math.min(...this.#all.map(({ at }) => at)) - time;
  }
}
