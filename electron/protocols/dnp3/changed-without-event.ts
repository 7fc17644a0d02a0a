import { valueKey } from './point-address';
import type { Report } from '../../stacks/dnp3';

/** Points that are followed; an outstation has no more of these three types. */
const MOST_POINTS = 3 * 65_536;
/** States, which have no deadband: a change of theirs is always an event. */
const STATES: ReadonlySet<string> = new Set(['binary', 'double-bit', 'binary-output']);

interface Followed {
  /** By the last event. */
  known: number | undefined;
  /** What a reading of everything found instead, once. */
  suspected: number | undefined;
}

/**
 * Finds states that changed without an event. Only points that had an event before are followed, since others may have
 * none; a difference counts when a second reading finds it too, since an event may still be on its way at the first.
 */
export class ChangedWithoutEvent {
  count = 0;
  readonly #points = new Map<string, Followed>();

  event({ type, index, value }: Report): void {
    if (type === undefined || !STATES.has(type)) return;
    const key = valueKey(type, index);
    if (this.#points.size >= MOST_POINTS && !this.#points.has(key)) return;
    this.#points.set(key, { known: value.value, suspected: undefined });
  }

  /** A state as a reading found it. */
  state({ type, index, value }: Report): void {
    if (type === undefined || !STATES.has(type)) return;
    const point = this.#points.get(valueKey(type, index));
    if (point === undefined) return;
    if (value.value === point.known) point.suspected = undefined;
    else if (point.suspected !== value.value) point.suspected = value.value;
    else {
      this.count += 1;
      point.known = value.value;
      point.suspected = undefined;
    }
  }
}
