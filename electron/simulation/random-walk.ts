import { seededRandom } from '../../shared/domain/seeded-random';
import type { ValueSource } from '../../shared/domain/simulator';
import type { RunningSource, SourceValue } from './running-source';

/** Steps that one look back may cost; after a longer sleep the walk goes on from where it was. */
const MOST_STEPS = 10_000;

/** A value that goes up or down by chance and stays between its limits. */
export class RandomWalk implements RunningSource {
  private readonly random: () => number;
  private value: number;
  private steps = 0;

  constructor(private readonly source: Extract<ValueSource, { kind: 'random-walk' }>) {
    this.random = seededRandom(source.seed);
    this.value = Math.min(source.high, Math.max(source.low, source.start));
  }

  at(ms: number): SourceValue {
    const due = Math.floor(ms / this.source.everyMs);
    if (due - this.steps > MOST_STEPS) this.steps = due - MOST_STEPS;
    for (; this.steps < due; this.steps += 1) this.walk();
    return { value: this.value };
  }

  private walk(): void {
    const { step, low, high } = this.source;
    const next = this.value + (2 * this.random() - 1) * step;
    // Thrown back at a limit, so that it does not stick there.
    const back = next > high ? 2 * high - next : next < low ? 2 * low - next : next;
    this.value = Math.min(high, Math.max(low, back));
  }
}
