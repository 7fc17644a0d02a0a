import type { Gap } from './series-columns';
import type { Pause } from './history-store';

export interface ClosedGap {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

export const NOT_RECORDED = 'Not recorded';

/**
 * Joins the gaps of one piece of a series after the other to one line of gaps: a bad spell that goes on into the next
 * piece is one gap, and a time in which the product did not run is a gap of its own.
 */
export class GapLine {
  readonly #pauses: readonly Pause[];
  readonly #gaps: { from: number; to: number | null; reason: string }[] = [];
  #last: number | null = null;

  constructor(pauses: readonly Pause[]) {
    this.#pauses = pauses;
  }

  /** The next piece in order of time: its first and last sample and what it lacks between them. */
  add(first: number, last: number, gaps: readonly Gap[]): void {
    if (this.#last !== null) this.#pauseBetween(this.#last, first);
    const open = this.#gaps.at(-1);
    const [head] = gaps;
    const goesOn = open?.to === null && head !== undefined && head.from <= first && head.reason === open.reason;
    if (open?.to === null) open.to = goesOn ? head.to : first;
    for (const gap of goesOn ? gaps.slice(1) : gaps) this.#gaps.push({ ...gap });
    this.#last = last;
  }

  /** The gaps within a span of time. One without an end lasts to the span's end. */
  between(from: number, to: number): ClosedGap[] {
    return this.#gaps
      .map((gap) => ({ from: Math.max(from, gap.from), to: Math.min(to, gap.to ?? to), reason: gap.reason }))
      .filter((gap) => gap.to > gap.from);
  }

  #pauseBetween(last: number, first: number): void {
    const pause = this.#pauses.find(({ from, to }) => from >= last && to <= first);
    if (pause === undefined) return;
    const open = this.#gaps.at(-1);
    if (open?.to === null) open.to = pause.from;
    this.#gaps.push({ from: Math.max(last, open?.to === pause.from ? pause.from : last), to: first, reason: NOT_RECORDED });
  }
}
