import type { Quality } from '../../shared/domain/quality';
import type { Sample } from '../../shared/domain/sample';
import type { Micros } from '../../shared/domain/time';
import type { Value } from '../../shared/domain/value';
import type { BusSample } from './sample-bus';

/** A point that does not change is still recorded this often, so that a chart can tell "constant" from "missing". */
export const KEEP_ALIVE_MICROS: Micros = 60_000_000;

/**
 * Decides for one point what is a change and what history keeps. Every reading goes onto the bus and into the cache, so
 * that screens always show the exact value and its age; the flags say the rest:
 *
 * - `changed`: quality differs, or the value differs from the last changed one by more than the deadband.
 * - `record`: without a deadband every reading is kept. With one, only changes are, and the reading just before each
 *   change, so that a chart draws a step where there was a step. A lasting bad quality is kept once. Whatever is held
 *   back, one reading a minute is kept.
 */
export class ChangeFilter {
  #reference: Sample | null = null;
  #recordedAt: Micros = 0;
  #heldBack: Sample | null = null;

  /** What to publish for a sample: itself with its flags, and before it the one held back when that is now of use. @returns whether it changed */
  take(sample: Sample, deadband: number, into: BusSample[]): boolean {
    const changed = this.#reference === null || isChange(this.#reference, sample, deadband);
    const everyReading = deadband === 0 && sample.quality.level !== 'bad';
    const record = changed || everyReading || this.#isKeepAliveDue(sample.receivedTime);
    if (changed && this.#heldBack !== null) into.push(flagged(this.#heldBack, false, true));
    if (changed) this.#reference = sample;
    if (record) this.#recordedAt = sample.receivedTime;
    this.#heldBack = record ? null : sample;
    into.push(flagged(sample, changed, record));
    return changed;
  }

  /** A clock that was set back also makes it due: a minute must not become a day. */
  #isKeepAliveDue(now: Micros): boolean {
    return Math.abs(now - this.#recordedAt) >= KEEP_ALIVE_MICROS;
  }
}

function flagged(sample: Sample, changed: boolean, record: boolean): BusSample {
  const { pointId, value, raw, quality, sourceTime, receivedTime } = sample;
  return { pointId, value, raw, quality, sourceTime, receivedTime, changed, record };
}

function isChange(before: Sample, now: Sample, deadband: number): boolean {
  return !sameQuality(before.quality, now.quality) || differs(before.value, now.value, deadband);
}

/** True when two values differ; numbers when by more than the deadband. */
export function differs(before: Value, now: Value, deadband: number): boolean {
  if (typeof before === 'number' && typeof now === 'number') {
    return deadband === 0 ? !Object.is(before, now) && before !== now : !(Math.abs(now - before) <= deadband) && !Object.is(before, now);
  }
  if (typeof before === 'bigint' && typeof now === 'bigint') {
    return deadband === 0 ? before !== now : Number(before > now ? before - now : now - before) > deadband;
  }
  if (before instanceof Uint8Array && now instanceof Uint8Array) return Buffer.compare(before, now) !== 0;
  return before !== now;
}

function sameQuality(one: Quality, other: Quality): boolean {
  if (one === other) return true;
  return (
    one.level === other.level &&
    one.reason === other.reason &&
    one.flags.length === other.flags.length &&
    one.flags.every((flag, at) => flag === other.flags[at])
  );
}
